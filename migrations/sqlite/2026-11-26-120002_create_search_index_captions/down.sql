DROP TABLE search_index_captions;
