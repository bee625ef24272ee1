//! Signing in and out.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use crate::app::{App, Device, SignInAttempt, SignInOutcome};
use crate::error::{Invalid, Result};
use crate::http::flash::{Done, Flash};
use crate::http::form::{Form, Query, as_typed};
use crate::http::place::Place;
use crate::http::return_to::LocalPath;
use crate::http::{known_device, render, sessions};
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
    let is_known = known_device::is_known(&app, &request, &handle);
    let attempt = SignInAttempt {
        handle: handle.clone(),
        address_prefix: place.address_prefix.clone(),
        device: if is_known { Device::Known } else { Device::Unknown },
    };
    match app.try_password(&attempt, &form.password).await? {
        SignInOutcome::Right { user, .. } => {
            sessions::begin(&session, user, &place)?;
            let return_to = LocalPath::parse(&form.return_to).unwrap_or_default();
            let mut answer = flash.redirect(return_to.as_str(), Done::SignedIn)?;
            answer
                .add_cookie(&known_device::cookie(&app, &handle))
                .map_err(|error| anyhow::anyhow!(error))?;
            Ok(answer)
        }
        SignInOutcome::Wrong => {
            let invalid = Invalid::field("", "The user name or the password is not right.");
            render::refused(&SignInPage { layout, form: typed(&form, invalid) })
        }
        SignInOutcome::Wait { seconds } => throttled(layout, &form, seconds),
    }
}

/// `POST /sign-out`
pub async fn delete(session: Session, flash: Flash) -> Result<HttpResponse> {
    session.purge();
    flash.redirect(paths::home(), Done::SignedOut)
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
