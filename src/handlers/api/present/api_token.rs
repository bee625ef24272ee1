//! A token, without its secret.

use crate::db::types::{Scope, TokenKind};
use crate::models::api_token::ApiToken;
use crate::views::api::List;
use crate::views::api::api_token::Token;

pub fn list(tokens: &[ApiToken]) -> List<Token> {
    List { total: i64::try_from(tokens.len()).unwrap_or(i64::MAX), data: tokens.iter().map(token).collect() }
}

pub fn token(token: &ApiToken) -> Token {
    Token {
        id: token.uuid.to_string(),
        name: token.name.clone(),
        kind: match token.kind {
            TokenKind::Personal => "personal",
            TokenKind::Access | TokenKind::Refresh => "sign-in",
        },
        prefix: token.prefix.clone(),
        scopes: token.scopes.each().map(Scope::as_str).collect(),
        address_range: token.address_range.clone(),
        created_at: token.created_at.rfc3339(),
        last_used_at: token.last_used_at.map(|moment| moment.rfc3339()),
        expires_at: token.expires_at.map(|moment| moment.rfc3339()),
    }
}
