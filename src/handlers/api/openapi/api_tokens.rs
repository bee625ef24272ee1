//! `/api/v1/users/me/tokens`

use utoipa::openapi::path::HttpMethod::{Delete, Post};

use super::endpoint::{Endpoint, Needs};
use super::{Section, parameters};
use crate::handlers::api::api_tokens::TokenFields;
use crate::views::api::api_token::{NewToken, Token};

const ALL: &str = "/api/v1/users/me/tokens";
const ONE: &str = "/api/v1/users/me/tokens/{uuid}";

pub fn section() -> Section {
    Section {
        name: "Tokens",
        about: "Tokens for programs, as people also make them in their settings: good for some scopes, for some time, from some addresses. \
                Only a program that signed in with the password sees or changes them; a token that somebody made cannot make another.",
        endpoints: vec![
            Endpoint::list::<Token>(ALL, "listTokens", "List the tokens that work")
                .about("Among them one for each program that signed in.")
                .needs(Needs::Password)
                .may_be_busy(),
            Endpoint::act(Post, ALL, "createToken", "Make a token")
                .about("It takes the password once more: this token lives on when the sign-in has ended. The secret is told once.")
                .needs(Needs::Password)
                .takes::<TokenFields>()
                .refuses()
                .limited()
                .tells::<NewToken>()
                .may_be_busy(),
            Endpoint::act(Delete, ONE, "revokeToken", "Revoke a token")
                .about("Of a program that signed in, the whole sign-in.")
                .of(parameters::token_uuid())
                .needs(Needs::Password)
                .tells_nothing()
                .may_be_busy(),
        ],
    }
}
