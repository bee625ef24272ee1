//! Why something was refused, as a sentence for people and a status that every protocol here means alike.

use actix_web::ResponseError;
use actix_web::http::StatusCode;

use crate::error::{Error, Invalid};
use crate::handlers::uploads::room::NO_DISK;

#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("This server speaks version {0} of the protocol.")]
    Version(&'static str),
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
    #[error("Pieces are sent as {0}.")]
    ContentType(&'static str),
    #[error("The checksum does not match. The piece was discarded.")]
    Checksum,
    #[error("{}", in_words(.0))]
    TooManyOpen(Invalid),
    #[error("{NO_DISK}")]
    NoRoom,
    #[error(transparent)]
    Site(#[from] Error),
}

impl Refusal {
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Version(_) => StatusCode::PRECONDITION_FAILED,
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::WrongOffset(_) | Self::Finished => StatusCode::CONFLICT,
            Self::Locked => StatusCode::LOCKED,
            Self::Expired => StatusCode::GONE,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::ContentType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            // Of tus.
            Self::Checksum => StatusCode::from_u16(460).unwrap_or(StatusCode::BAD_REQUEST),
            Self::TooManyOpen(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::NoRoom => StatusCode::INSUFFICIENT_STORAGE,
            Self::Site(error) => error.status_code(),
        }
    }
}

impl From<Invalid> for Refusal {
    fn from(invalid: Invalid) -> Self {
        Self::Site(invalid.into())
    }
}

/// Everything that is wrong, one sentence after the other.
pub fn in_words(invalid: &Invalid) -> String {
    invalid.fields().values().cloned().collect::<Vec<_>>().join(" ")
}
