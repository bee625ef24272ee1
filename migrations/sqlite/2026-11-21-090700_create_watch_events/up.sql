CREATE TABLE watch_events (
    id INTEGER PRIMARY KEY NOT NULL,
    uuid TEXT NOT NULL UNIQUE,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    video_id BIGINT NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
    created_at TIMESTAMP NOT NULL,
    watched_ms BIGINT NOT NULL,
    duration_ms BIGINT NOT NULL,
    position_ms BIGINT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('home', 'up_next', 'search', 'channel', 'subscription', 'direct', 'embed', 'api')),
    rank INTEGER,
    impression_uuid TEXT
);
CREATE INDEX watch_events_user_id ON watch_events (user_id, created_at);
CREATE INDEX watch_events_video_id ON watch_events (video_id);
CREATE INDEX watch_events_created_at ON watch_events (created_at);

CREATE TABLE history (
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    video_id BIGINT NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
    position_ms BIGINT NOT NULL,
    watched_ms BIGINT NOT NULL,
    last_watched_at TIMESTAMP NOT NULL,
    finished BOOLEAN NOT NULL,
    PRIMARY KEY (user_id, video_id)
);
CREATE INDEX history_newest ON history (user_id, last_watched_at);
CREATE INDEX history_video_id ON history (video_id);

-- What a signed-in viewer was shown, for ninety days: the ground truth of every later measurement.
CREATE TABLE impressions (
    id INTEGER PRIMARY KEY NOT NULL,
    uuid TEXT NOT NULL UNIQUE,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    page TEXT NOT NULL CHECK (page IN ('home', 'up_next')),
    video_id BIGINT REFERENCES videos (id) ON DELETE CASCADE,
    created_at TIMESTAMP NOT NULL,
    items TEXT NOT NULL,
    model_version TEXT NOT NULL
);
CREATE INDEX impressions_user_id ON impressions (user_id, created_at);
CREATE INDEX impressions_video_id ON impressions (video_id);
CREATE INDEX impressions_created_at ON impressions (created_at);

CREATE TABLE feedback (
    id INTEGER PRIMARY KEY NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    video_id BIGINT REFERENCES videos (id) ON DELETE CASCADE,
    channel_id BIGINT REFERENCES channels (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('not_interested', 'less')),
    created_at TIMESTAMP NOT NULL,
    UNIQUE (user_id, video_id),
    UNIQUE (user_id, channel_id)
);
CREATE INDEX feedback_video_id ON feedback (video_id);
CREATE INDEX feedback_channel_id ON feedback (channel_id);
