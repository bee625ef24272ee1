-- Kept in the write's own transaction by models/search/postgres.rs.
CREATE TABLE search_index (
    video_id BIGINT PRIMARY KEY REFERENCES videos (id) ON DELETE CASCADE,
    document TSVECTOR NOT NULL
);
CREATE INDEX search_index_document ON search_index USING GIN (document);
