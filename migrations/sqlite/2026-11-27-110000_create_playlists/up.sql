-- A list of videos that a person keeps, and perhaps shows. Everybody has at most one to watch later.
CREATE TABLE playlists (
    id INTEGER PRIMARY KEY NOT NULL,
    uuid TEXT NOT NULL UNIQUE,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    channel_id BIGINT REFERENCES channels (id) ON DELETE SET NULL,
    kind TEXT NOT NULL CHECK (kind IN ('regular', 'watch_later')),
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    privacy TEXT NOT NULL CHECK (privacy IN ('public', 'unlisted', 'private')),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX playlists_user_id ON playlists (user_id, updated_at);
CREATE INDEX playlists_channel_id ON playlists (channel_id, updated_at);
CREATE UNIQUE INDEX playlists_watch_later ON playlists (user_id) WHERE kind = 'watch_later';
CREATE INDEX playlists_listed ON playlists (created_at) WHERE privacy = 'public';

-- A video's place in a playlist. Places follow each other; a removed video leaves a gap.
CREATE TABLE playlist_items (
    id INTEGER PRIMARY KEY NOT NULL,
    playlist_id BIGINT NOT NULL REFERENCES playlists (id) ON DELETE CASCADE,
    video_id BIGINT NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    start_ms BIGINT,
    stop_ms BIGINT,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (playlist_id, video_id)
);
CREATE INDEX playlist_items_position ON playlist_items (playlist_id, position);
CREATE INDEX playlist_items_video_id ON playlist_items (video_id);
