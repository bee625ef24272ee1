-- What was found may be a playlist; what it became has its UUID either way.
ALTER TABLE import_items ADD COLUMN kind TEXT NOT NULL DEFAULT 'video' CHECK (kind IN ('video', 'playlist'));
ALTER TABLE import_items RENAME COLUMN video_uuid TO taken_uuid;
