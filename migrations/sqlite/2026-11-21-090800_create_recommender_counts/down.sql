DROP TABLE co_watches;
DROP TABLE transitions;
DROP TABLE video_counters;
