//! What the API answers: PeerTube's shapes, field by field, and ours in the same style.
//!
//! Addresses that are called a path begin at this site's origin; those called a URL are whole. Moments are RFC 3339 without
//! fractions, lengths of time in whole seconds where the name does not say otherwise. Their schemas are derived from here
//! (`handlers/api/openapi`), so the comments are read by people who write clients.

pub mod api_token;
pub mod channel;
pub mod comment;
pub mod history;
pub mod instance;
pub mod labels;
pub mod playlist;
pub mod rating;
pub mod sign_in;
pub mod subscription;
pub mod upload;
pub mod user;
pub mod video;
pub mod webhook;

use serde::Serialize;
use utoipa::ToSchema;

pub use self::channel::{Account, Channel, Image};

/// A stretch of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct List<T> {
    /// How many there are in all, not in this answer.
    #[schema(minimum = 0)]
    pub total: i64,
    pub data: Vec<T>,
}

/// A number or a code with its name; null where nothing was chosen. [`labels`] says what it may be in each place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Labelled<Id> {
    pub id: Option<Id>,
    pub label: String,
}

impl<Id> Labelled<Id> {
    pub fn new(id: Id, label: impl Into<String>) -> Self {
        Self { id: Some(id), label: label.into() }
    }

    pub fn unknown() -> Self {
        Self { id: None, label: "Unknown".to_owned() }
    }
}
