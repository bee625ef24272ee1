//! The tokens that people make for programs.

use serde::Serialize;
use utoipa::ToSchema;

use super::labels;

/// A token that somebody made for a program, or what a program got for their password. The secret is not in it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Token {
    #[schema(format = "uuid")]
    pub id: String,
    /// What its owner calls it; of a program that signed in, what it called itself.
    #[schema(examples("Backup at home"))]
    pub name: String,
    /// `personal` was made by its owner, `sign-in` is that of a program with their password.
    #[schema(schema_with = labels::token_kind)]
    pub kind: &'static str,
    /// How it begins, so that one knows it again.
    #[schema(examples("kin_3f9a"))]
    pub prefix: String,
    #[schema(schema_with = labels::scopes)]
    pub scopes: Vec<&'static str>,
    /// From where alone it may be used.
    #[schema(required, examples("192.0.2.0/24"))]
    pub address_range: Option<String>,
    #[schema(format = "date-time")]
    pub created_at: String,
    /// To ten minutes.
    #[schema(required, format = "date-time")]
    pub last_used_at: Option<String>,
    /// Null where it lives until it is revoked.
    #[schema(required, format = "date-time")]
    pub expires_at: Option<String>,
}

/// A token that was just made.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NewToken {
    /// The secret: told here and never again.
    #[schema(examples("kin_3f9a…"))]
    pub token: String,
    pub about: Token,
}
