//! What went wrong, for programs: RFC 9457's problem details, with the sentence once more as `error`, where older clients look.

use std::collections::BTreeMap;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, HttpResponseBuilder};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::Invalid;

pub const TYPE: &str = "application/problem+json";

/// What went wrong ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    #[serde(rename = "type")]
    #[schema(format = "uri-reference", examples("about:blank"))]
    kind: &'static str,
    /// What the status is called.
    #[schema(examples("Not Found"))]
    title: &'static str,
    #[schema(minimum = 400, maximum = 599, examples(404))]
    status: u16,
    /// A sentence for people.
    #[schema(examples("The address may be mistyped, or what was here has gone or is private."))]
    detail: String,
    /// The same sentence, where older clients look.
    #[schema(examples("The address may be mistyped, or what was here has gone or is private."))]
    error: String,
    /// The fields that were refused, by their names.
    #[serde(rename = "invalid-params", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    invalid_params: Option<BTreeMap<String, InvalidParam>>,
}

/// Why a field was refused.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvalidParam {
    msg: String,
}

/// The answer in the place of an error page. `invalid` names the fields that were refused.
pub fn answer(status: StatusCode, detail: &str, invalid: Option<&Invalid>) -> HttpResponse {
    let problem = Problem {
        kind: "about:blank",
        title: status.canonical_reason().unwrap_or("Error"),
        status: status.as_u16(),
        detail: detail.to_owned(),
        error: detail.to_owned(),
        invalid_params: invalid.map(params),
    };
    let mut response = HttpResponseBuilder::new(status);
    if status == StatusCode::UNAUTHORIZED {
        response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
    }
    response
        .insert_header((header::CONTENT_TYPE, TYPE))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .json(problem)
}

fn params(invalid: &Invalid) -> BTreeMap<String, InvalidParam> {
    let param = |(name, reason): (&&str, &String)| (name.to_string(), InvalidParam { msg: reason.clone() });
    invalid.fields().iter().map(param).collect()
}
