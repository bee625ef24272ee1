//! The edge between requests and the application: extractors, middleware, rendering.
//!
//! What every handler shares is here; what one noun needs is in `handlers/`.

pub mod access_log;
pub mod alike;
pub mod api;
pub mod api_limit;
pub mod app;
pub mod assets;
pub mod bearer;
pub mod body_file;
pub mod cards;
pub mod client_addr;
pub mod cookies;
pub mod cross_origin;
pub mod csrf;
pub mod delivery;
pub mod error_pages;
pub mod errors;
pub mod etag;
mod extractor;
pub mod file_stream;
pub mod flash;
pub mod form;
pub mod fragment;
pub mod host;
pub mod idempotency;
pub mod json;
pub mod known_device;
pub mod layout;
pub mod media_urls;
pub mod multipart_form;
pub mod pace;
pub mod packing;
pub mod pages;
pub mod picture;
pub mod place;
pub mod problem;
pub mod range;
pub mod ranged_file;
pub mod referrer;
pub mod render;
pub mod request_id;
pub mod return_to;
pub mod security_headers;
pub mod session_key_rotation;
pub mod sessions;
pub mod share_token;
pub mod slow_readers;
pub mod submission;
pub mod text_track;
pub mod tilt;
pub mod validated;
pub mod viewer;
pub mod watcher;
pub mod webhook_secret;

pub use crate::storage::media_type;
