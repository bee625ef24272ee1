DROP INDEX users_history_forgotten_at;
ALTER TABLE users DROP COLUMN history_forgotten_at;
ALTER TABLE users DROP COLUMN history_paused_at;
