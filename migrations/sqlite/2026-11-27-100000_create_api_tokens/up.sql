-- What programs sign in with. Only the hash of a token is kept, and its beginning, so that its owner knows it again.
-- Tokens of one sign-in are a family; a token that was used to get the next one stays here revoked, to be known if it comes back.
CREATE TABLE api_tokens (
    id INTEGER PRIMARY KEY NOT NULL,
    uuid TEXT NOT NULL UNIQUE,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    prefix TEXT NOT NULL,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    family TEXT,
    epoch BIGINT NOT NULL,
    address_range TEXT,
    created_at TIMESTAMP NOT NULL,
    last_used_at TIMESTAMP,
    expires_at TIMESTAMP,
    revoked_at TIMESTAMP
);
CREATE INDEX api_tokens_user_id ON api_tokens (user_id, created_at);
CREATE INDEX api_tokens_family ON api_tokens (family);
CREATE INDEX api_tokens_expires_at ON api_tokens (expires_at);
