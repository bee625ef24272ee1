//! From the models' rows to the API's shapes.

pub mod channel;
pub mod comment;
pub mod playlist;
pub mod user;
pub mod video;
