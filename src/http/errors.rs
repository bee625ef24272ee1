//! An error as an answer: the status here, the page in `error_pages`.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};

use crate::error::{Error, Invalid};
use crate::text::words;

/// What the error page tells: left in the answer's extensions.
#[derive(Debug, Clone)]
pub struct Explanation(pub String);

/// Left in the answer's extensions where fields were refused, for programs: each with the reason.
#[derive(Debug, Clone)]
pub struct Refused(pub Vec<(String, String)>);

/// Left in the answer's extensions when signing in would help.
#[derive(Debug, Clone, Copy)]
pub struct NeedsSignIn;

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignInRequired => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::Malformed(_) | Self::Misread { .. } => StatusCode::BAD_REQUEST,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
            Self::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status_code());
        match self {
            Self::Internal(error) => log::error!("{error:?}"),
            Self::DiskFull => log::error!("the disk is full"),
            Self::Busy(reason) => {
                log::warn!("answered busy: {reason}");
                response.headers_mut().insert(header::RETRY_AFTER, 2.into());
            }
            Self::TooMany { retry_after } => {
                response.headers_mut().insert(header::RETRY_AFTER, (*retry_after).max(1).into());
            }
            Self::SignInRequired => {
                response.extensions_mut().insert(NeedsSignIn);
            }
            Self::Invalid(invalid) => {
                response.extensions_mut().insert(Refused(fields(invalid)));
            }
            Self::Misread { field, reason } if !field.is_empty() => {
                response.extensions_mut().insert(Refused(vec![(field.clone(), reason.clone())]));
            }
            _ => {}
        }
        if let Some(explanation) = explanation(self) {
            response.extensions_mut().insert(Explanation(explanation));
        }
        response
    }
}

fn fields(invalid: &Invalid) -> Vec<(String, String)> {
    invalid.fields().iter().map(|(name, reason)| ((*name).to_owned(), reason.clone())).collect()
}

fn explanation(error: &Error) -> Option<String> {
    match error {
        Error::Forbidden(reason) | Error::Malformed(reason) => Some((*reason).to_owned()),
        Error::Misread { field, reason } if field.is_empty() => Some(reason.clone()),
        Error::Misread { field, reason } => Some(format!("{field}: {reason}")),
        Error::Conflict(reason) | Error::TooLarge(reason) => Some(reason.clone()),
        Error::Invalid(invalid) => Some(invalid.fields().values().cloned().collect::<Vec<_>>().join(" ")),
        Error::TooMany { retry_after } => Some(format!("Please try again in {}.", words::wait(*retry_after))),
        _ => None,
    }
}
