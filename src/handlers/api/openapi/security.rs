//! Who may do what: a token, which somebody made or a program got for a password, and what it has to be good for.

use utoipa::openapi::security::{
    Flow, HttpAuthScheme, HttpBuilder, OAuth2, Password, Scopes, SecurityRequirement, SecurityScheme,
};

use crate::db::types::Scope;

const TOKEN: &str = "token";
const PASSWORD: &str = "password";
const TOKEN_URL: &str = "/api/v1/users/token";

pub fn schemes() -> [(&'static str, SecurityScheme); 2] {
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("A token that somebody made in their settings, good for what they chose."))
        .build();
    let scopes = Scopes::from_iter(Scope::ALL.iter().map(|scope| (scope.as_str(), about(*scope))));
    let password = Flow::Password(Password::with_refresh_url(TOKEN_URL, scopes, TOKEN_URL));
    let password = OAuth2::with_description(
        [password],
        "A password for a pair of tokens, as clients that sign people in do it; good for everything.",
    );
    [(TOKEN, SecurityScheme::Http(token)), (PASSWORD, SecurityScheme::OAuth2(password))]
}

/// Whoever brings a token that is good for this asks as the person it speaks for, and everybody else as a stranger.
pub fn may(scope: Scope) -> Vec<SecurityRequirement> {
    let mut either = needs(scope);
    either.insert(0, SecurityRequirement::default());
    either
}

/// A token that is good for this.
pub fn needs(scope: Scope) -> Vec<SecurityRequirement> {
    [TOKEN, PASSWORD].map(|scheme| SecurityRequirement::new(scheme, [scope.as_str()])).to_vec()
}

/// Any token.
pub fn needs_any() -> Vec<SecurityRequirement> {
    [TOKEN, PASSWORD].map(|scheme| SecurityRequirement::new::<_, _, String>(scheme, [])).to_vec()
}

/// A program that signed in, whatever else there is.
pub fn needs_password() -> Vec<SecurityRequirement> {
    vec![SecurityRequirement::new::<_, _, String>(PASSWORD, [])]
}

fn about(scope: Scope) -> &'static str {
    match scope {
        Scope::Read => "Read what is theirs",
        Scope::Write => "Rate, comment, subscribe, keep lists and a history",
        Scope::Upload => "Upload, change and delete their videos",
    }
}
