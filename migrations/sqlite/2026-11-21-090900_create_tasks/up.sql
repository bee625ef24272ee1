CREATE TABLE tasks (
    id INTEGER PRIMARY KEY NOT NULL,
    lane TEXT NOT NULL CHECK (lane IN ('quick', 'media', 'training')),
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    priority BIGINT NOT NULL,
    run_at TIMESTAMP NOT NULL,
    attempts INTEGER NOT NULL,
    lease_token TEXT,
    leased_until TIMESTAMP,
    progress INTEGER NOT NULL,
    error TEXT,
    state TEXT NOT NULL CHECK (state IN ('queued', 'done', 'failed')),
    created_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP
);
CREATE INDEX tasks_due ON tasks (lane, state, run_at, priority);
CREATE INDEX tasks_subject ON tasks (kind, payload);
CREATE INDEX tasks_created_at ON tasks (created_at);
