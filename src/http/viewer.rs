//! Who asks, as extractors: anyone, someone signed in, a moderator, an administrator.
//!
//! Who is signed out is sent to sign in; who is signed in but may not gets the answer of a page that does not exist.

use actix_session::SessionExt;
use actix_web::HttpRequest;

use super::extractor::extractor;
use super::{bearer, sessions, share_token};
use crate::db::types::Role;
use crate::error::{Error, Result};
use crate::models::viewer::{BroughtLink, Guest};
pub use crate::models::viewer::{SignedIn, Viewer};

/// How long after signing in an administrator's session may open the admin pages.
const ADMIN_HOURS: i64 = 12;

/// A moderator or an administrator.
#[derive(Debug, Clone)]
pub struct Moderator(pub SignedIn);

#[derive(Debug, Clone)]
pub struct Administrator(pub SignedIn);

/// Whoever reads a video's pages, with the share link that they may have brought.
#[derive(Debug, Clone)]
pub struct Reader(pub Viewer);

/// The viewer of this request; anonymous where no session was loaded and no token brought that may read.
pub fn of(request: &HttpRequest) -> Viewer {
    bearer::reader(request).map_or_else(|| of_session(request), Viewer::SignedIn)
}

/// Who looks with a browser. What asks for somebody signed in asks for these: a token has its own extractors, which know its scopes.
fn of_session(request: &HttpRequest) -> Viewer {
    match request.get_session().get::<SignedIn>(sessions::VIEWER) {
        Ok(Some(user)) => Viewer::SignedIn(user),
        _ => Viewer::Anonymous,
    }
}

/// The viewer of this request with the share link they bring, for what a link opens.
pub fn with_link(request: &HttpRequest) -> Result<Viewer> {
    let (app, viewer) = (super::app::of(request)?, of(request));
    Ok(match share_token::brought(&app, request) {
        Some(token) => Viewer::Guest(Guest {
            user: viewer.user().cloned(),
            link: BroughtLink { token_hash: token.hash(), at: app.now() },
        }),
        None => viewer,
    })
}

pub(super) fn signed_in(request: &HttpRequest) -> Result<SignedIn> {
    match of_session(request) {
        Viewer::SignedIn(user) => Ok(user),
        Viewer::Anonymous | Viewer::Guest(_) => Err(Error::SignInRequired),
    }
}

fn at_least(request: &HttpRequest, role: Role) -> Result<SignedIn> {
    let user = signed_in(request)?;
    if user.role < role {
        return Err(Error::NotFound);
    }
    let now = super::app::of(request)?.now().millis();
    if now - user.signed_in_at_ms > ADMIN_HOURS * 3_600_000 {
        return Err(Error::SignInRequired);
    }
    Ok(user)
}

extractor!(Viewer, |request| Ok(of(request)));
extractor!(Reader, |request| with_link(request).map(Reader));
extractor!(SignedIn, |request| signed_in(request));
extractor!(Moderator, |request| at_least(request, Role::Moderator).map(Moderator));
extractor!(Administrator, |request| at_least(request, Role::Administrator).map(Administrator));
