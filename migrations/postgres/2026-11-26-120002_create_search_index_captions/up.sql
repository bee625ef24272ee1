-- The document once more, with what is said in the video; NULL where there are no captions. Kept by models/search/postgres.rs. A column of
-- its own, so that a video found by what is said comes after those that say it in their title or description.
ALTER TABLE search_index ADD COLUMN spoken TSVECTOR;
CREATE INDEX search_index_spoken ON search_index USING GIN (spoken);
