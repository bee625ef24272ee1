//! Signing in and out.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use crate::app::App;
use crate::db::ids::UserId;
use crate::error::{Error, Invalid, Result};
use crate::http::flash::{Done, Flash};
use crate::http::form::{Form, Query, as_typed};
use crate::http::place::Place;
use crate::http::return_to::LocalPath;
use crate::http::{known_device, render, sessions};
use crate::models::throttle::Bucket;
use crate::models::user::{Credentials, User};
use crate::password::{HashingFailed, Verdict};
use crate::paths;
use crate::text::handle::Handle;
use crate::text::words;
use crate::views::account::SignInPage;
use crate::views::{FormView, Layout};

#[derive(Debug, Default, Deserialize)]
pub struct NewQuery {
    return_to: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct SignInForm {
    username: String,
    password: String,
    #[serde(default)]
    return_to: String,
}

/// `GET /sign-in?return_to=`
pub async fn new(mut layout: Layout, Query(query): Query<NewQuery>) -> Result<HttpResponse> {
    let return_to = query.return_to.unwrap_or_default();
    layout.current = "sign_in";
    render::private(&SignInPage { layout, form: as_typed([("return_to", &return_to)], Invalid::default()) })
}

/// `POST /sign-in`. Whether an account exists shows in no answer, and not in how long it takes.
pub async fn create(
    app: App,
    request: HttpRequest,
    session: Session,
    layout: Layout,
    flash: Flash,
    place: Place,
    Form(form): Form<SignInForm>,
) -> Result<HttpResponse> {
    let handle = Handle::parse_any(&form.username).map(Handle::into_string).unwrap_or_default();
    let buckets = buckets(&app, &request, &place, &handle);
    let wait = waiting(&app, buckets.clone()).await?;
    if wait > 0 {
        log::warn!(target: "kinora::security", "sign-in-throttled address={}", place.address_prefix);
        return throttled(layout, &form, wait);
    }
    match authenticated(&app, &handle, &form.password).await? {
        Some(user) => {
            app.db.write(move |conn| Ok(buckets[0].clear(conn)?)).await?;
            sessions::begin(&session, user, &place)?;
            let return_to = LocalPath::parse(&form.return_to).unwrap_or_default();
            let mut answer = flash.redirect(return_to.as_str(), Done::SignedIn)?;
            answer
                .add_cookie(&known_device::cookie(&app, &handle))
                .map_err(|error| anyhow::anyhow!(error))?;
            Ok(answer)
        }
        None => {
            log::warn!(target: "kinora::security", "sign-in-failed address={}", place.address_prefix);
            let now = app.now();
            app.db
                .write(move |conn| Ok(buckets.iter().try_for_each(|bucket| bucket.fail(conn, now))?))
                .await?;
            let invalid = Invalid::field("", "The user name or the password is not right.");
            render::refused(&SignInPage { layout, form: typed(&form, invalid) })
        }
    }
}

/// `POST /sign-out`
pub async fn delete(session: Session, flash: Flash) -> Result<HttpResponse> {
    session.purge();
    flash.redirect(paths::home(), Done::SignedOut)
}

/// The account's bucket first: success clears that one alone.
fn buckets(app: &App, request: &HttpRequest, place: &Place, handle: &str) -> Vec<Bucket> {
    let account = if known_device::is_known(app, request, handle) {
        Bucket::KnownDevice(handle.to_owned())
    } else {
        Bucket::Account(handle.to_owned())
    };
    vec![account, Bucket::AddressPrefix(place.address_prefix.clone())]
}

async fn waiting(app: &App, buckets: Vec<Bucket>) -> Result<i64> {
    let now = app.now();
    app.db.read(move |conn| Ok(Bucket::wait(conn, &buckets, now)?)).await
}

async fn authenticated(app: &App, handle: &str, password: &str) -> Result<Option<UserId>> {
    let wanted = handle.to_owned();
    let credentials = app.db.read(move |conn| Ok(Credentials::of(conn, &wanted)?)).await?;
    let stored = credentials.as_ref().map(|credentials| credentials.password_hash.clone());
    let verdict = app.hasher.verify(password.to_owned(), stored).await.map_err(hashing_failed)?;
    let Some(user) = credentials.filter(|_| verdict.is_right()).map(|credentials| credentials.user) else {
        return Ok(None);
    };
    if verdict == Verdict::RightButOld {
        let hash = app.hasher.hash(password.to_owned()).await.map_err(hashing_failed)?;
        app.db.write(move |conn| Ok(User::rehash_password(conn, user, &hash)?)).await?;
    }
    Ok(Some(user))
}

/// A full queue passes; anything else is ours to look at.
pub(super) fn hashing_failed(failure: HashingFailed) -> Error {
    match failure {
        HashingFailed::Busy => Error::Busy("too many passwords are being checked"),
        other => Error::Internal(other.into()),
    }
}

fn throttled(layout: Layout, form: &SignInForm, wait: i64) -> Result<HttpResponse> {
    let message = format!("Too many attempts. Please try again in {}.", words::wait(wait));
    let mut answer = render::refused(&SignInPage { layout, form: typed(form, Invalid::field("", message)) })?;
    *answer.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    answer.headers_mut().insert(header::RETRY_AFTER, wait.into());
    Ok(answer)
}

fn typed(form: &SignInForm, invalid: Invalid) -> FormView {
    as_typed([("username", &form.username), ("return_to", &form.return_to)], invalid)
}
