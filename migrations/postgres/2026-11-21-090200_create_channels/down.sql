DROP TABLE subscriptions;
DROP TABLE channels;
