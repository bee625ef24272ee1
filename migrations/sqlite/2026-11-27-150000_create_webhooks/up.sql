-- Addresses to which the site tells what happened, and what it told or has still to tell. The secret is sealed, not hashed: it signs.
CREATE TABLE webhooks (
    id INTEGER PRIMARY KEY NOT NULL,
    uuid TEXT NOT NULL UNIQUE,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    events TEXT NOT NULL,
    sealed_secret TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('on', 'off', 'given_up')),
    failing_since TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX webhooks_user_id ON webhooks (user_id, id);

CREATE TABLE webhook_deliveries (
    id INTEGER PRIMARY KEY NOT NULL,
    uuid TEXT NOT NULL UNIQUE,
    webhook_id BIGINT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    event TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed')),
    attempts INTEGER NOT NULL,
    status INTEGER,
    answer TEXT,
    error TEXT,
    duration_ms BIGINT,
    created_at TIMESTAMP NOT NULL,
    attempted_at TIMESTAMP,
    next_attempt_at TIMESTAMP
);
CREATE INDEX webhook_deliveries_webhook_id ON webhook_deliveries (webhook_id, state, id);
CREATE INDEX webhook_deliveries_created_at ON webhook_deliveries (created_at);
