//! The suite: one binary, the real server on a free port, a private database for each test.
//!
//! On SQLite by default; on PostgreSQL when `TEST_DATABASE_URL` names a server on which databases may be created.

mod support;

mod architecture;
mod database;
mod forgery;
mod health;
mod media;
mod middleware;
mod recommender;
mod search_words;
mod tasks;
