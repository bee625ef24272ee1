//! What a program signs in with, and what it gets. These names are OAuth's, not PeerTube's.

use serde::Serialize;
use utoipa::ToSchema;

use super::labels;

/// The name under which programs ask for tokens; the same for all of them, and no secret.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OauthClient {
    pub client_id: String,
    pub client_secret: String,
}

/// A token to act with, and one to get the next with.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SignIn {
    #[schema(schema_with = labels::token_type)]
    pub token_type: &'static str,
    pub access_token: String,
    pub refresh_token: String,
    /// In seconds, as is the next.
    #[schema(minimum = 1)]
    pub expires_in: i64,
    #[schema(minimum = 1)]
    pub refresh_token_expires_in: i64,
}
