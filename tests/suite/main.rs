//! One test binary for everything, so that it links once.

// The helpers of tests may unwrap as tests do; clippy's own exception covers only the test functions themselves.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod media;
