-- Files on their way from a browser straight into the bucket. The row goes when the file becomes a video, is given up, or expires.
CREATE TABLE direct_uploads (
    id INTEGER PRIMARY KEY NOT NULL,
    uuid TEXT NOT NULL UNIQUE,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    bytes BIGINT NOT NULL,
    store_upload TEXT NOT NULL,
    fields TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX direct_uploads_user_id ON direct_uploads (user_id);
CREATE INDEX direct_uploads_expires_at ON direct_uploads (expires_at);
