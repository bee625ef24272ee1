-- Whose task it is, and when it was last taken: people take turns in a lane.
ALTER TABLE tasks ADD COLUMN user_id BIGINT REFERENCES users (id) ON DELETE SET NULL;
ALTER TABLE tasks ADD COLUMN started_at TIMESTAMP;
CREATE INDEX tasks_turns ON tasks (user_id, started_at);
