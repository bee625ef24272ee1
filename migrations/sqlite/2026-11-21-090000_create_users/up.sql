-- One namespace for accounts and channels, so that a handle never means two things.
CREATE TABLE handles (
    handle TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('user', 'channel'))
);

CREATE TABLE users (
    id INTEGER PRIMARY KEY NOT NULL,
    uuid TEXT NOT NULL UNIQUE,
    handle TEXT NOT NULL UNIQUE REFERENCES handles (handle),
    email TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    display_name TEXT NOT NULL,
    about TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('user', 'moderator', 'administrator')),
    session_epoch BIGINT NOT NULL,
    disabled_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX users_created_at ON users (created_at);
