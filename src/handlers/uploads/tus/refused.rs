//! A refusal as tus has it: the sentence and the fields, for the client to show.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;

use super::protocol::{VERSION, answer};
use crate::error::Error;
use crate::handlers::uploads::resumable::{Refusal, in_words};
use crate::handlers::uploads::room::NO_DISK;

/// What a client reads.
#[derive(Serialize)]
struct Told<'a> {
    message: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    fields: BTreeMap<&'a str, &'a str>,
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    fn error_response(&self) -> HttpResponse {
        let message = match self {
            Self::Site(Error::Invalid(invalid)) => in_words(invalid),
            Self::Site(Error::DiskFull) => NO_DISK.to_owned(),
            // The site's own pages, and the way to sign in.
            Self::Site(error) => return error.error_response(),
            refusal => refusal.to_string(),
        };
        let fields = match self {
            Self::Site(Error::Invalid(invalid)) | Self::TooManyOpen(invalid) => {
                invalid.fields().iter().map(|(name, message)| (*name, message.as_str())).collect()
            }
            _ => BTreeMap::new(),
        };
        let mut answer = answer(self.status_code());
        if let Self::Version(_) = self {
            answer.insert_header(("Tus-Version", VERSION));
        }
        answer.json(Told { message, fields })
    }
}
