//! The engines by themselves: no server, no database, and so the same whatever the site keeps its rows in.

// The helpers of tests may unwrap as tests do; clippy's own exception covers only the test functions themselves.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../samples/mod.rs"]
mod samples;

mod media;
mod recommender;
