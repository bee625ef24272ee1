CREATE TABLE ratings (
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    video_id BIGINT NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
    value TEXT NOT NULL CHECK (value IN ('like', 'dislike')),
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (user_id, video_id)
);
CREATE INDEX ratings_video_id ON ratings (video_id);

CREATE TABLE comment_ratings (
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    comment_id BIGINT NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    value TEXT NOT NULL CHECK (value IN ('like', 'dislike')),
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (user_id, comment_id)
);
CREATE INDEX comment_ratings_comment_id ON comment_ratings (comment_id);
