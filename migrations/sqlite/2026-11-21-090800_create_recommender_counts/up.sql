-- What the recommender's memory is restored from after a restart: aggregates only, no viewer in them.
CREATE TABLE video_counters (
    video_id BIGINT NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (video_id, kind)
);

CREATE TABLE transitions (
    from_video_id BIGINT NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
    to_video_id BIGINT NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
    weight DOUBLE PRECISION NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (from_video_id, to_video_id)
);
CREATE INDEX transitions_to_video_id ON transitions (to_video_id);

CREATE TABLE co_watches (
    video_id BIGINT NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
    other_video_id BIGINT NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
    weight DOUBLE PRECISION NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (video_id, other_video_id)
);
CREATE INDEX co_watches_other_video_id ON co_watches (other_video_id);
