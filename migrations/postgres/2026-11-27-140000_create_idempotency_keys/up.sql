-- What programs asked for under a key of theirs, and how it was answered, so that who asks twice gets it once.
-- While a request is under way it has a lease and no status.
CREATE TABLE idempotency_keys (
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    lease TEXT NOT NULL,
    leased_until TIMESTAMP NOT NULL,
    status BIGINT,
    content_type TEXT,
    location TEXT,
    body TEXT,
    expires_at TIMESTAMP NOT NULL,
    PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_keys_expires_at ON idempotency_keys (expires_at);
