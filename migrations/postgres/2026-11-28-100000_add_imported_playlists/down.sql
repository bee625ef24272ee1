DELETE FROM import_items WHERE kind = 'playlist';
ALTER TABLE import_items RENAME COLUMN taken_uuid TO video_uuid;
ALTER TABLE import_items DROP COLUMN kind;
