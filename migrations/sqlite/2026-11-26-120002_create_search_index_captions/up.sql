-- The videos that have captions once more, with what is said in them; kept by models/search/sqlite.rs. A table of its own, for BM25
-- divides by the length of all that is indexed, and hours of speech would push a video down under its own title.
CREATE VIRTUAL TABLE search_index_captions USING fts5 (
    words, captions,
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '2 3'
);
