-- Kept in the write's own transaction by models/search/sqlite.rs; rowid is the video's id.
CREATE VIRTUAL TABLE search_index USING fts5 (
    title, description, tags, channel,
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '2 3'
);
