//! One line a request, by route template: what was asked, what came of it, how long it took.
//!
//! No query strings, no addresses in full, no cookies: a log must be safe to show.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};

use super::request_id::RequestId;

pub async fn middleware(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let started = Instant::now();
    let method = request.method().clone();
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let response = next.call(request).await?;
    let route = response.request().match_pattern().unwrap_or_else(|| "(no route)".to_owned());
    log::info!(
        target: "kinora::access",
        "{method} {route} {} {:.1}ms request={id}",
        response.status().as_u16(),
        started.elapsed().as_secs_f64() * 1000.0,
    );
    Ok(response)
}
