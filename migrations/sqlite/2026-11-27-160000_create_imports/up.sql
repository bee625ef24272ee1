-- Videos that somebody brings from elsewhere. What opens a private source is never written down.
CREATE TABLE imports (
    id INTEGER PRIMARY KEY NOT NULL,
    uuid TEXT NOT NULL UNIQUE,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    source TEXT NOT NULL CHECK (source IN ('folder', 'takeout', 'peertube', 'mediacms')),
    address TEXT NOT NULL,
    channel TEXT,
    privacy TEXT NOT NULL CHECK (privacy IN ('public', 'unlisted', 'private')),
    runner TEXT NOT NULL CHECK (runner IN ('task', 'command')),
    state TEXT NOT NULL CHECK (state IN ('running', 'stopped', 'done', 'failed')),
    listed_at TIMESTAMP,
    total BIGINT NOT NULL,
    taken BIGINT NOT NULL,
    there_already BIGINT NOT NULL,
    passed_over BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    error TEXT,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP
);
CREATE INDEX imports_user_id ON imports (user_id, created_at);

-- What was found there, one by one. The reference is what the source itself knows it by.
CREATE TABLE import_items (
    id INTEGER PRIMARY KEY NOT NULL,
    import_id BIGINT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    reference TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'there_already', 'passed_over', 'failed')),
    note TEXT,
    video_uuid TEXT,
    UNIQUE (import_id, key)
);
CREATE INDEX import_items_state ON import_items (import_id, state, id);
