//! What somebody follows, as it is told to them alone.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

/// Whether one follows each of the channels, by the name that was asked for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Followed(pub BTreeMap<String, bool>);
