//! What went wrong, for programs: RFC 9457's problem details, with the sentence once more as `error`, where older clients look.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, HttpResponseBuilder};
use serde_json::{Value, json};

use crate::error::Invalid;

const TYPE: &str = "application/problem+json";

/// The answer in the place of an error page. `invalid` names the fields that were refused.
pub fn answer(status: StatusCode, detail: &str, invalid: Option<&Invalid>) -> HttpResponse {
    let mut problem = json!({
        "type": "about:blank",
        "title": status.canonical_reason().unwrap_or("Error"),
        "status": status.as_u16(),
        "detail": detail,
        "error": detail,
    });
    if let Some(invalid) = invalid {
        let field = |(name, reason): (&&str, &String)| (name.to_string(), json!({ "msg": reason }));
        problem["invalid-params"] = Value::Object(invalid.fields().iter().map(field).collect());
    }
    let mut response = HttpResponseBuilder::new(status);
    if status == StatusCode::UNAUTHORIZED {
        response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
    }
    response
        .insert_header((header::CONTENT_TYPE, TYPE))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .body(problem.to_string())
}
