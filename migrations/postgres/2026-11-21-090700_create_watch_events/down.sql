DROP TABLE feedback;
DROP TABLE impressions;
DROP TABLE history;
DROP TABLE watch_events;
