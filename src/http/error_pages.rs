//! Error pages that look like the site; a panic becomes one too, and the way to sign in where that would help.

use std::panic::AssertUnwindSafe;

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse};
use askama::Template;
use futures_util::FutureExt;

use super::errors::{Explanation, NeedsSignIn, Refused};
use super::problem::Problem;
use super::request_id::RequestId;
use super::{api, assets, flash, referrer};
use crate::app::App;
use crate::paths;
use crate::views::ActionView;
use crate::views::error::ErrorPage;

/// Gives every bare error answer its page.
pub async fn middleware(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    Ok(explained(next.call(request).await?.map_into_boxed_body()))
}

/// Around each resource, after routing: a panicking handler costs its own request, nothing else.
pub async fn catch_panics(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let original = request.request().clone();
    match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(response) => Ok(response?.map_into_boxed_body()),
        Err(_) => {
            log::error!("a handler panicked at {}", original.match_pattern().unwrap_or_default());
            Ok(ServiceResponse::new(original, HttpResponse::InternalServerError().finish()))
        }
    }
}

fn explained(response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let status = response.status();
    let needs_page = status.is_client_error() || status.is_server_error();
    if !needs_page || already_has_page(&response) {
        return response;
    }
    let request = response.request().clone();
    if request.path().starts_with(api::ROOT) {
        return told_to_a_program(response, status);
    }
    if response.response().extensions().get::<NeedsSignIn>().is_some() {
        return to_sign_in(response, &request);
    }
    let explanation = response.response().extensions().get::<Explanation>().map(|told| told.0.clone());
    let Ok(body) = page(&request, status, explanation).render() else { return response };
    let mut response = response.map_body(|_, _| BoxBody::new(body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}

fn told_to_a_program(response: ServiceResponse<BoxBody>, status: StatusCode) -> ServiceResponse<BoxBody> {
    let extensions = response.response().extensions();
    let told = extensions.get::<Explanation>().map(|told| told.0.clone());
    let refused = extensions.get::<Refused>().map(|refused| refused.0.clone());
    drop(extensions);
    let detail = told.unwrap_or_else(|| words(status).1.to_owned());
    let mut problem = Problem::new(status, &detail);
    if let Some(fields) = &refused {
        problem = problem.with_fields(fields.iter().map(|(name, reason)| (name.as_str(), reason.as_str())));
    }
    let mut problem = problem.answer();
    if let Some(seconds) = response.headers().get(header::RETRY_AFTER) {
        problem.headers_mut().insert(header::RETRY_AFTER, seconds.clone());
    }
    response.into_response(problem)
}

/// What a handler wrote itself stays: a refused form, a JSON answer.
fn already_has_page(response: &ServiceResponse<BoxBody>) -> bool {
    let has_type = response.headers().get(header::CONTENT_TYPE).is_some_and(|value| {
        value.as_bytes().starts_with(b"text/html") || value.as_bytes().starts_with(b"application/")
    });
    has_type && !matches!(response.response().body().size(), BodySize::None | BodySize::Sized(0))
}

/// Back to where they were: the page itself, or for a form the page it stood on.
fn to_sign_in(response: ServiceResponse<BoxBody>, request: &HttpRequest) -> ServiceResponse<BoxBody> {
    let return_to = match *request.method() {
        Method::GET => request.uri().path_and_query().map(ToString::to_string),
        _ => referrer::path(request).map(|path| path.to_string()),
    };
    match flash::see_other(paths::sign_in(&return_to.unwrap_or_else(paths::home))) {
        Ok(redirect) => response.into_response(redirect),
        Err(_) => response,
    }
}

fn page(request: &HttpRequest, status: StatusCode, explanation: Option<String>) -> ErrorPage {
    let assets = assets::urls();
    let (title, message) = words(status);
    ErrorPage {
        site_name: request.app_data::<App>().map_or_else(String::new, |app| app.config.site.name.clone()),
        css_url: assets.css.clone(),
        pages_css_url: assets.pages_css.clone(),
        icon_url: assets.icon.clone(),
        status: status.as_u16(),
        title: title.to_owned(),
        message: explanation.unwrap_or_else(|| message.to_owned()),
        actions: vec![ActionView { label: "Go to the home page".to_owned(), url: paths::home() }],
        request_id: status
            .is_server_error()
            .then(|| request.extensions().get::<RequestId>().map(|id| id.0.clone()))
            .flatten(),
    }
}

fn words(status: StatusCode) -> (&'static str, &'static str) {
    match status.as_u16() {
        400 => ("That request makes no sense", "Something in the address or the form could not be read."),
        403 => (
            "That is not allowed",
            "The request did not come from a page of this site. Go back, reload and try again.",
        ),
        404 => {
            ("There is nothing here", "The address may be mistyped, or what was here has gone or is private.")
        }
        405 => ("That cannot be done here", "This address does not answer that kind of request."),
        408 => ("That took too long", "The request did not arrive in time. Please try again."),
        409 => ("Something changed meanwhile", "Please reload the page and try again."),
        413 => ("That is too large", "The site does not take that much at once."),
        421 => ("Wrong address", "This server does not answer under that name."),
        422 => ("That was not accepted", "Please go back and check what you typed."),
        429 => ("Too many attempts", "Please wait a moment and try again."),
        503 => ("One moment, please", "The site is busy. Please try again in a few seconds."),
        507 => ("The site is full", "There is no room left to keep anything new. Please try again later."),
        _ if status.is_server_error() => {
            ("Something went wrong", "It is our fault, not yours. Please try again.")
        }
        _ => ("That did not work", "Please go back and try again."),
    }
}
