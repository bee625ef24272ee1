//! Why a request came to nothing, in the kinds that a task or its owner can tell apart.

use std::error::Error;
use std::io;

use super::AddressRefused;

#[derive(Debug, thiserror::Error)]
pub enum OutgoingError {
    /// The address, or one it led to, is not dialled: the same tomorrow, as far as anybody can tell.
    #[error("{0}")]
    Refused(#[from] AddressRefused),
    /// What an answer said that is of no use.
    #[error("It answered with the status {0}.")]
    Status(u16),
    #[error("It is larger than {bytes} bytes.")]
    TooLarge { bytes: u64 },
    #[error("It did not answer in time.")]
    TooSlow,
    /// Nobody there, no trust in who is there, or they broke off.
    #[error("It could not be reached: {0}.")]
    Unreachable(String),
    /// This machine's fault, or the caller's wish to end.
    #[error("{0}")]
    Local(#[from] io::Error),
}

impl OutgoingError {
    /// Whether asking again a moment later may well help.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::TooSlow | Self::Unreachable(_) => true,
            Self::Status(status) => matches!(status, 408 | 425 | 429 | 500..),
            Self::Refused(_) | Self::TooLarge { .. } | Self::Local(_) => false,
        }
    }
}

impl From<reqwest::Error> for OutgoingError {
    fn from(error: reqwest::Error) -> Self {
        if error.is_timeout() {
            return Self::TooSlow;
        }
        if error.is_builder() {
            return Self::Local(io::Error::other(error));
        }
        // The outer words repeat the address; the innermost say what happened.
        let mut innermost: &dyn Error = &error;
        while let Some(source) = innermost.source() {
            innermost = source;
        }
        Self::Unreachable(innermost.to_string())
    }
}
