-- Since when somebody's watching is not remembered, and when they last had some of it forgotten.
ALTER TABLE users ADD COLUMN history_paused_at TIMESTAMP;
ALTER TABLE users ADD COLUMN history_forgotten_at TIMESTAMP;
CREATE INDEX users_history_forgotten_at ON users (history_forgotten_at);
