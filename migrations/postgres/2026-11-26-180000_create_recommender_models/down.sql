DROP INDEX watch_events_impression_uuid;
DROP TABLE recommender_comparisons;
DROP TABLE recommender_models;
