//! The suite: one binary, the real server on a free port, a private database for each test.
//!
//! On SQLite by default; on PostgreSQL when `TEST_DATABASE_URL` names a server on which databases may be created.

// The helpers of tests may unwrap as tests do; clippy's own exception covers only the test functions themselves.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../samples/mod.rs"]
mod samples;
mod support;

mod architecture;
mod bench;
mod cli;
mod config;
mod database;
mod demo;
mod forgery;
mod handlers;
mod health;
mod importing;
mod jobs;
mod killing;
mod middleware;
mod models;
mod policy;
mod programs;
mod queries;
mod resuming;
mod search_words;
mod storage;
mod tasks;
mod webhooks;
