-- A link with which a creator lets whoever has it watch one video. Only the hash of its token is kept.
CREATE TABLE share_links (
    id INTEGER PRIMARY KEY NOT NULL,
    uuid TEXT NOT NULL UNIQUE,
    video_id BIGINT NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    uses BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
CREATE INDEX share_links_video_id ON share_links (video_id, created_at);
