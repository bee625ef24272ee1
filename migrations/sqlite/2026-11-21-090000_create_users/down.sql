DROP TABLE users;
DROP TABLE handles;
