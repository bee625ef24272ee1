//! How a program gets a token, and gives it back.

use utoipa::openapi::path::HttpMethod;

use super::Section;
use super::endpoint::{Endpoint, Needs};
use crate::handlers::api::sign_ins::SignInForm;
use crate::views::api::sign_in::{OauthClient, SignIn};
use crate::views::api::user::Me;

pub fn section() -> Section {
    Section {
        name: "Signing in",
        about: "A token says for whom a program comes: `Authorization: Bearer …`. One that opens nothing is refused whatever is asked for. \
                Cookies speak for nobody here. A program that has nobody's password asks them to make a token in their settings, \
                which is good for what they choose.",
        endpoints: vec![
            Endpoint::read::<OauthClient>("/api/v1/oauth-clients/local", "getOAuthClient", "Say as what programs sign in")
                .needs(Needs::Nothing),
            Endpoint::act(HttpMethod::Post, "/api/v1/users/token", "signIn", "Get a pair of tokens")
                .about("For a password, or for the refresh token of an earlier pair, which is used up by that: who uses one twice ends the sign-in.")
                .takes_json_or_form::<SignInForm>()
                .tells::<SignIn>()
                .limited()
                .may_be_busy(),
            Endpoint::act(HttpMethod::Post, "/api/v1/users/revoke-token", "signOut", "End the token that is brought")
                .about("And with one of a pair the whole sign-in.")
                .needs(Needs::AnyToken)
                .tells_done()
                .may_be_busy(),
            Endpoint::read::<Me>("/api/v1/users/me", "getMe", "Say for whom the token speaks")
                .needs(Needs::Scope(crate::db::types::Scope::Read))
                .may_be_busy(),
        ],
    }
}
