-- What a video's creator typed, and what its file names. Those of a description are read from it each time.
CREATE TABLE chapters (
    video_id BIGINT NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
    origin TEXT NOT NULL CHECK (origin IN ('creator', 'file')),
    start_ms BIGINT NOT NULL,
    title TEXT NOT NULL,
    PRIMARY KEY (video_id, origin, start_ms)
);
