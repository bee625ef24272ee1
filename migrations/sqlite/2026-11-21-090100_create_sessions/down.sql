DROP TABLE throttles;
DROP TABLE sessions;
