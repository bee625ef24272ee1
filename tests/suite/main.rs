//! One test binary for everything, so that it links once.

mod media;
