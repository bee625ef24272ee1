//! `/api/v1/oauth-clients/local`: the name under which programs ask for tokens. It is the same for all of them, and no secret.

use actix_web::{HttpRequest, HttpResponse};

use crate::app::App;
use crate::error::Result;
use crate::http::api;
use crate::http::render::Caches;
use crate::keys;
use crate::views::api::sign_in::OauthClient;

const ID_PURPOSE: &str = "oauth client id";
const SECRET_PURPOSE: &str = "oauth client secret";

/// `GET /api/v1/oauth-clients/local`
pub async fn show(app: App, request: HttpRequest) -> Result<HttpResponse> {
    let client = OauthClient {
        client_id: keys::hex(&app.keys.derive::<16>(ID_PURPOSE)),
        client_secret: keys::hex(&app.keys.derive::<16>(SECRET_PURPOSE)),
    };
    api::answer(&request, Caches::Shared, &client)
}

/// Whether these are the site's; those before a rotation of its key still are while it lasts.
pub fn is_ours(app: &App, id: &str, secret: &str) -> bool {
    let is = |text: &str, purpose| {
        let old = app.keys.derive_old::<16>(purpose);
        text == keys::hex(&app.keys.derive::<16>(purpose)) || old.is_some_and(|old| text == keys::hex(&old))
    };
    is(id, ID_PURPOSE) && is(secret, SECRET_PURPOSE)
}
