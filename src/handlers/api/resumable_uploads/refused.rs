//! A refusal as the API has them: a problem, and for a piece that belongs elsewhere the bytes that there are.

use std::fmt;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};

use crate::error::Error;
use crate::handlers::uploads::resumable::Refusal;
use crate::handlers::uploads::room::NO_DISK;
use crate::http::problem::Problem;

#[derive(Debug)]
pub struct Refused(Refusal);

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl ResponseError for Refused {
    fn status_code(&self) -> StatusCode {
        self.0.status()
    }

    fn error_response(&self) -> HttpResponse {
        let detail = match &self.0 {
            Refusal::Site(Error::DiskFull) => NO_DISK.to_owned(),
            // Becomes a problem on its way out.
            Refusal::Site(error) => return error.error_response(),
            refusal => refusal.to_string(),
        };
        let mut answer = Problem::new(self.status_code(), &detail).answer();
        if let Refusal::WrongOffset(offset) = self.0
            && let Some(last) = offset.checked_sub(1)
            && let Ok(range) = header::HeaderValue::from_str(&format!("bytes=0-{last}"))
        {
            answer.headers_mut().insert(header::RANGE, range);
        }
        answer
    }
}
