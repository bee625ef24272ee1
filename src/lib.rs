//! Kinora: a video site you own, in one binary.
//!
//! Modules in reading order; each may import only from those above it (`tests/suite/architecture.rs` checks).

pub mod clock;
pub mod config;
pub mod error;
pub mod keys;
pub mod tls;

pub mod dice;
pub mod import;
pub mod media;
pub mod outgoing;
pub mod password;
pub mod recommender;
pub mod storage;
pub mod text;

pub mod db;

pub mod models;

pub mod app;
pub mod paths;
pub mod views;

pub mod http;
pub mod jobs;

pub mod handlers;

pub mod bench;
pub mod cli;
pub mod demo;
pub mod routes;
pub mod server;
