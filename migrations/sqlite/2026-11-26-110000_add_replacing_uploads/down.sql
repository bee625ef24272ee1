ALTER TABLE uploads DROP COLUMN replaces;
