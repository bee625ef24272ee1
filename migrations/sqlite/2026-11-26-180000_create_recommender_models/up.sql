-- What the site learned, a row for each training: the running version is published and not retired. A refused one was never published.
CREATE TABLE recommender_models (
    version INTEGER PRIMARY KEY NOT NULL,
    effort TEXT NOT NULL CHECK (effort IN ('quick', 'thorough')),
    file TEXT,
    bytes BIGINT NOT NULL,
    checksum TEXT NOT NULL,
    metrics TEXT NOT NULL,
    trained_at TIMESTAMP NOT NULL,
    published_at TIMESTAMP,
    retired_at TIMESTAMP,
    pinned_at TIMESTAMP,
    refused TEXT
);
CREATE UNIQUE INDEX recommender_models_running ON recommender_models ((retired_at IS NULL)) WHERE published_at IS NOT NULL AND retired_at IS NULL;

-- Two versions side by side in the same lists: what was clicked of each, and nothing of who clicked. No other version: counters alone.
CREATE TABLE recommender_comparisons (
    id INTEGER PRIMARY KEY NOT NULL,
    version BIGINT NOT NULL,
    other_version BIGINT,
    started_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    lists BIGINT NOT NULL,
    clicks BIGINT NOT NULL,
    other_clicks BIGINT NOT NULL,
    watched_ms BIGINT NOT NULL,
    other_watched_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX recommender_comparisons_open ON recommender_comparisons ((ended_at IS NULL)) WHERE ended_at IS NULL;

-- What was watched from a list that was shown.
CREATE INDEX watch_events_impression_uuid ON watch_events (impression_uuid) WHERE impression_uuid IS NOT NULL;
