CREATE TABLE channels (
    id INTEGER PRIMARY KEY NOT NULL,
    uuid TEXT NOT NULL UNIQUE,
    handle TEXT NOT NULL UNIQUE REFERENCES handles (handle),
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    display_name TEXT NOT NULL,
    about TEXT NOT NULL,
    avatar TEXT,
    banner TEXT,
    subscribers BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX channels_user_id ON channels (user_id);

CREATE TABLE subscriptions (
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    channel_id BIGINT NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (user_id, channel_id)
);
CREATE INDEX subscriptions_channel_id ON subscriptions (channel_id);
