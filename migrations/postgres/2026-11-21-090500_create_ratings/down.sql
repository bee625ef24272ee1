DROP TABLE comment_ratings;
DROP TABLE ratings;
