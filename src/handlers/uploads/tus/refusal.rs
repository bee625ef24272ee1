//! Why a request was refused, as a status that every client of the protocol knows and a sentence for people.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;

use super::protocol::{VERSION, answer};
use crate::error::{Error, Invalid};
use crate::handlers::uploads::room::NO_DISK;

#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("This server speaks version {VERSION} of the protocol.")]
    Version,
    #[error("{0}")]
    Malformed(&'static str),
    #[error("The next byte to send is number {0}.")]
    WrongOffset(u64),
    #[error("This upload is finished.")]
    Finished,
    #[error("Another request is writing this upload.")]
    Locked,
    #[error("This upload waited too long and is over.")]
    Expired,
    #[error("{0}")]
    TooLarge(String),
    #[error("Pieces are sent as application/offset+octet-stream.")]
    ContentType,
    #[error("The checksum does not match. The piece was discarded.")]
    Checksum,
    #[error("{}", in_words(.0))]
    TooManyOpen(Invalid),
    #[error("{NO_DISK}")]
    NoRoom,
    #[error(transparent)]
    Site(#[from] Error),
}

/// What a client reads.
#[derive(Serialize)]
struct Told<'a> {
    message: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    fields: BTreeMap<&'a str, &'a str>,
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Version => StatusCode::PRECONDITION_FAILED,
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::WrongOffset(_) | Self::Finished => StatusCode::CONFLICT,
            Self::Locked => StatusCode::LOCKED,
            Self::Expired => StatusCode::GONE,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::ContentType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            // The protocol's own.
            Self::Checksum => StatusCode::from_u16(460).unwrap_or(StatusCode::BAD_REQUEST),
            Self::TooManyOpen(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::NoRoom => StatusCode::INSUFFICIENT_STORAGE,
            Self::Site(error) => error.status_code(),
        }
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
        if let Self::Version = self {
            answer.insert_header(("Tus-Version", VERSION));
        }
        answer.json(Told { message, fields })
    }
}

impl From<Invalid> for Refusal {
    fn from(invalid: Invalid) -> Self {
        Self::Site(invalid.into())
    }
}

fn in_words(invalid: &Invalid) -> String {
    invalid.fields().values().cloned().collect::<Vec<_>>().join(" ")
}
