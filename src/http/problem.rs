//! What went wrong, for programs: RFC 9457's problem details, with the sentence once more as `error`, where older clients look.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, HttpResponseBuilder};
use serde_json::{Value, json};

const TYPE: &str = "application/problem+json";

/// The answer in the place of an error page.
pub struct Problem {
    status: StatusCode,
    told: Value,
}

impl Problem {
    pub fn new(status: StatusCode, detail: &str) -> Self {
        let told = json!({
            "type": "about:blank",
            "title": status.canonical_reason().unwrap_or("Error"),
            "status": status.as_u16(),
            "detail": detail,
            "error": detail,
        });
        Self { status, told }
    }

    /// A stable word for programs.
    pub fn with_code(mut self, code: &str) -> Self {
        self.told["code"] = Value::from(code);
        self
    }

    /// A refusal as RFC 6749 has it, where `error` is the word and the sentence stands elsewhere.
    pub fn of_oauth(status: StatusCode, code: &str, detail: &str) -> Self {
        let mut problem = Self::new(status, detail).with_code(code);
        problem.told["error"] = Value::from(code);
        problem.told["error_description"] = Value::from(detail);
        problem
    }

    /// Which fields were refused, and why.
    pub fn with_fields<'a>(mut self, fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let field = |(name, reason): (&str, &str)| (name.to_owned(), json!({ "msg": reason }));
        self.told["invalid-params"] = Value::Object(fields.into_iter().map(field).collect());
        self
    }

    pub fn answer(self) -> HttpResponse {
        let mut response = HttpResponseBuilder::new(self.status);
        if self.status == StatusCode::UNAUTHORIZED {
            let challenge = match self.told["code"].as_str() {
                Some(code) => format!("Bearer error=\"{code}\""),
                None => "Bearer".to_owned(),
            };
            response.insert_header((header::WWW_AUTHENTICATE, challenge));
        }
        response
            .insert_header((header::CONTENT_TYPE, TYPE))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
            .body(self.told.to_string())
    }
}
