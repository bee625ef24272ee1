//! Kinora: a video site you own, in one binary.
//!
//! Modules in reading order; each may import only from those above it (`tests/suite/architecture.rs` checks).

pub mod recommender;
