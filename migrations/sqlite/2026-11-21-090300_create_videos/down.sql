DROP TABLE media_files;
DROP TABLE uploads;
DROP TABLE video_tags;
DROP TABLE videos;
