//! How many requests of the API one network may make, counted before anything is looked up for them; media and pages are not counted.
//!
//! Every answer tells where the network stands, in the fields of the IETF's draft on rate limits, so that a program slows down by itself;
//! the older `X-RateLimit-…` are not sent, as no client that is known here reads them.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error as ActixError, HttpResponse};

use super::problem::Problem;
use super::{api, client_addr};
use crate::app::{App, Standing};
use crate::text::words;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

pub async fn middleware(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, ActixError> {
    let Some(standing) = counted(&request) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let mut response = if standing.is_over {
        request.into_response(refused(standing))
    } else {
        next.call(request).await?.map_into_boxed_body()
    };
    for (name, text) in [
        (POLICY, format!("\"api\";q={};w={}", standing.allowed, standing.window_seconds)),
        (LIMIT, format!("\"api\";r={};t={}", standing.remaining, standing.resets_in_seconds)),
    ] {
        let value = HeaderValue::from_str(&text).map_err(|error| anyhow::anyhow!(error));
        response.headers_mut().insert(name, value.map_err(crate::error::Error::from)?);
    }
    Ok(response)
}

/// None of what is not counted, or not limited.
fn counted(request: &ServiceRequest) -> Option<Standing> {
    // A question of a browser whether it may ask comes with every question.
    if !request.path().starts_with(api::ROOT) || request.method() == Method::OPTIONS {
        return None;
    }
    let app = request.app_data::<App>()?;
    app.count_api_request(&client_addr::prefix(client_addr::client_of(request.request(), app)))
}

fn refused(standing: Standing) -> HttpResponse {
    let wait = standing.resets_in_seconds;
    let detail = format!("Too many requests from your network. Please try again in {}.", words::wait(wait));
    let mut answer =
        Problem::new(StatusCode::TOO_MANY_REQUESTS, &detail).with_code("too_many_requests").answer();
    answer.headers_mut().insert(header::RETRY_AFTER, wait.into());
    answer
}
