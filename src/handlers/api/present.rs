//! From the models' rows to the API's shapes.

pub mod api_token;
pub mod channel;
pub mod comment;
pub mod history;
pub mod playlist;
pub mod upload;
pub mod user;
pub mod video;
pub mod webhook;
