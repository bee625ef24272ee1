//! What went wrong, for programs: RFC 9457's problem details, with the sentence once more as `error`, where older clients look.

use std::collections::BTreeMap;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, HttpResponseBuilder};
use serde::Serialize;
use utoipa::ToSchema;

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
    /// The same sentence, where older clients look; in the answers of OAuth, the same word as `code`.
    #[schema(examples("The address may be mistyped, or what was here has gone or is private."))]
    error: String,
    /// A word for programs, which stays what it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    code: Option<String>,
    /// In the answers of OAuth, the sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    error_description: Option<String>,
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

impl Problem {
    pub fn new(status: StatusCode, detail: &str) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: detail.to_owned(),
            error: detail.to_owned(),
            code: None,
            error_description: None,
            invalid_params: None,
        }
    }

    /// A stable word for programs.
    pub fn with_code(mut self, code: &str) -> Self {
        self.code = Some(code.to_owned());
        self
    }

    /// A refusal as RFC 6749 has it, where `error` is the word and the sentence stands elsewhere.
    pub fn of_oauth(status: StatusCode, code: &str, detail: &str) -> Self {
        let problem = Self::new(status, detail).with_code(code);
        Self { error: code.to_owned(), error_description: Some(detail.to_owned()), ..problem }
    }

    /// Which fields were refused, and why.
    pub fn with_fields<'a>(mut self, fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let field = |(name, reason): (&str, &str)| (name.to_owned(), InvalidParam { msg: reason.to_owned() });
        self.invalid_params = Some(fields.into_iter().map(field).collect());
        self
    }

    /// The answer in the place of an error page.
    pub fn answer(self) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = HttpResponseBuilder::new(status);
        if status == StatusCode::UNAUTHORIZED {
            let challenge = match &self.code {
                Some(code) => format!("Bearer error=\"{code}\""),
                None => "Bearer".to_owned(),
            };
            response.insert_header((header::WWW_AUTHENTICATE, challenge));
        }
        response
            .insert_header((header::CONTENT_TYPE, TYPE))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
            .json(self)
    }
}
