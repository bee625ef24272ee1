ALTER TABLE media_files ADD COLUMN width INTEGER;
ALTER TABLE media_files ADD COLUMN codecs TEXT;
ALTER TABLE media_files ADD COLUMN average_bandwidth BIGINT;
ALTER TABLE uploads ADD COLUMN keep_original BOOLEAN NOT NULL DEFAULT FALSE;
-- Until now a published video kept its received file only where the site keeps originals.
UPDATE uploads SET keep_original = TRUE
WHERE received > 0 AND video_id IN (SELECT id FROM videos WHERE state = 'published');
