//! What a program signs in with, and what it gets. These names are OAuth's, not PeerTube's.

use serde::Serialize;

/// `GET /api/v1/oauth-clients/local`
#[derive(Debug, Clone, Serialize)]
pub struct OauthClient {
    pub client_id: String,
    pub client_secret: String,
}

/// `POST /api/v1/users/token`
#[derive(Debug, Clone, Serialize)]
pub struct SignIn {
    pub token_type: &'static str,
    pub access_token: String,
    pub refresh_token: String,
    /// In seconds, as is the next.
    pub expires_in: i64,
    pub refresh_token_expires_in: i64,
}
