ALTER TABLE uploads DROP COLUMN keep_original;
ALTER TABLE media_files DROP COLUMN average_bandwidth;
ALTER TABLE media_files DROP COLUMN codecs;
ALTER TABLE media_files DROP COLUMN width;
