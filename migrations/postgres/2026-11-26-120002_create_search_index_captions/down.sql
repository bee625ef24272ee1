DROP INDEX search_index_spoken;
ALTER TABLE search_index DROP COLUMN spoken;
