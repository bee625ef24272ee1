CREATE TABLE videos (
    id INTEGER PRIMARY KEY NOT NULL,
    uuid TEXT NOT NULL UNIQUE,
    channel_id BIGINT NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    description_html TEXT NOT NULL,
    language TEXT,
    licence TEXT,
    category TEXT,
    privacy TEXT NOT NULL CHECK (privacy IN ('public', 'unlisted', 'private')),
    sensitive BOOLEAN NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('uploading', 'processing', 'published', 'failed')),
    note TEXT,
    blocked_at TIMESTAMP,
    published_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    duration_ms BIGINT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    media_version TEXT,
    media_epoch BIGINT NOT NULL,
    poster TEXT,
    comments_enabled BOOLEAN NOT NULL,
    downloads_enabled BOOLEAN NOT NULL,
    views BIGINT NOT NULL,
    likes BIGINT NOT NULL,
    dislikes BIGINT NOT NULL,
    comments BIGINT NOT NULL,
    recommendation_policy TEXT NOT NULL CHECK (recommendation_policy IN ('any', 'own_account', 'own_channel'))
);
CREATE INDEX videos_channel_id ON videos (channel_id, published_at);
CREATE INDEX videos_listed ON videos (published_at) WHERE privacy = 'public' AND state = 'published' AND blocked_at IS NULL;
CREATE INDEX videos_created_at ON videos (created_at);

CREATE TABLE video_tags (
    video_id BIGINT NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (video_id, tag)
);
CREATE INDEX video_tags_tag ON video_tags (tag);

CREATE TABLE uploads (
    id INTEGER PRIMARY KEY NOT NULL,
    uuid TEXT NOT NULL UNIQUE,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    video_id BIGINT NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
    bytes BIGINT NOT NULL,
    received BIGINT NOT NULL,
    checksum TEXT,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX uploads_user_id ON uploads (user_id);
CREATE INDEX uploads_video_id ON uploads (video_id);

CREATE TABLE media_files (
    id INTEGER PRIMARY KEY NOT NULL,
    video_id BIGINT NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
    version TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('web', 'video', 'audio', 'poster', 'storyboard', 'waveform', 'caption')),
    name TEXT NOT NULL,
    height INTEGER,
    codec TEXT,
    language TEXT,
    bytes BIGINT NOT NULL,
    bandwidth BIGINT,
    frame_rate DOUBLE PRECISION,
    UNIQUE (video_id, version, name)
);
