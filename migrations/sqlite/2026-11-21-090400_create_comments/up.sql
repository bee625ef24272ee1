CREATE TABLE comments (
    id INTEGER PRIMARY KEY NOT NULL,
    uuid TEXT NOT NULL UNIQUE,
    video_id BIGINT NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    thread_id BIGINT REFERENCES comments (id) ON DELETE CASCADE,
    parent_id BIGINT REFERENCES comments (id) ON DELETE CASCADE,
    depth INTEGER NOT NULL,
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    likes BIGINT NOT NULL,
    dislikes BIGINT NOT NULL,
    replies BIGINT NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    pinned_at TIMESTAMP,
    hearted_at TIMESTAMP,
    hidden_at TIMESTAMP,
    deleted_at TIMESTAMP,
    edited_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX comments_top ON comments (video_id, parent_id, score);
CREATE INDEX comments_newest ON comments (video_id, parent_id, created_at);
CREATE INDEX comments_thread_id ON comments (thread_id, created_at);
CREATE INDEX comments_user_id ON comments (user_id, created_at);
CREATE INDEX comments_parent_id ON comments (parent_id);
CREATE INDEX comments_created_at ON comments (created_at);
