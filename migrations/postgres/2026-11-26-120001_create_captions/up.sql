-- The words are WebVTT of our own writing; generated says that a program made them.
CREATE TABLE captions (
    video_id BIGINT NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    label TEXT NOT NULL,
    webvtt TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    generated BOOLEAN NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    PRIMARY KEY (video_id, language)
);
