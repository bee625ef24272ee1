//! Requests for another site's name are not ours to answer: 421.

use actix_web::HttpResponse;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::{Error, http::StatusCode};

use crate::app::App;

/// Health checks come by address and are answered under any name.
const ANY_NAME: [&str; 2] = ["/healthz", "/readyz"];

pub async fn middleware(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    if ANY_NAME.contains(&request.path()) || is_ours(&request) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let refusal = HttpResponse::build(StatusCode::MISDIRECTED_REQUEST).finish();
    Ok(request.into_response(refusal).map_into_right_body())
}

fn is_ours(request: &ServiceRequest) -> bool {
    let Some(app) = request.app_data::<App>() else { return false };
    let host = request.headers().get(header::HOST).and_then(|value| value.to_str().ok());
    host.or_else(|| request.uri().authority().map(|authority| authority.as_str()))
        .is_some_and(|host| app.origins.accepts_host(host))
}
