-- The key itself is never stored: whoever reads this table cannot sign in with it.
CREATE TABLE sessions (
    key_hash TEXT PRIMARY KEY NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    epoch BIGINT NOT NULL,
    state TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    address_prefix TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    last_seen_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX sessions_user_id ON sessions (user_id);
CREATE INDEX sessions_expires_at ON sessions (expires_at);

CREATE TABLE throttles (
    bucket TEXT NOT NULL,
    key TEXT NOT NULL,
    failures BIGINT NOT NULL,
    since TIMESTAMP NOT NULL,
    blocked_until TIMESTAMP NOT NULL,
    PRIMARY KEY (bucket, key)
);
