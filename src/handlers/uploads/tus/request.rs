//! The headers of a request, read strictly: each once, as text, and numbers as digits.

use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderName};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::protocol::{
    CHECKSUM, CONCATENATION, DEFER_LENGTH, LENGTH, OFFSET, PIECE_TYPE, RESUMABLE, VERSION,
};
use super::refusal::Refusal;

pub fn check_version(request: &HttpRequest) -> Result<(), Refusal> {
    match single(request, &RESUMABLE) {
        Ok(Some(VERSION)) => Ok(()),
        _ => Err(Refusal::Version),
    }
}

/// How large the whole file will be.
pub fn upload_length(request: &HttpRequest) -> Result<u64, Refusal> {
    if single(request, &DEFER_LENGTH)?.is_some() {
        return Err(Refusal::Malformed("Say how large the file is when the upload begins."));
    }
    if single(request, &CONCATENATION)?.is_some() {
        return Err(Refusal::Malformed("Uploads cannot be put together here."));
    }
    let text = single(request, &LENGTH)?.unwrap_or_default();
    match number(text) {
        Some(Number::Fits(length)) => Ok(length),
        Some(Number::TooLarge) => Ok(u64::MAX),
        Some(Number::Negative) | None => {
            Err(Refusal::Malformed("Say in Upload-Length how large the file is."))
        }
    }
}

/// Refuses a piece that does not begin where the file ends.
pub fn check_offset(request: &HttpRequest, offset: u64) -> Result<(), Refusal> {
    match number(single(request, &OFFSET)?.unwrap_or_default()) {
        Some(Number::Fits(given)) if given == offset => Ok(()),
        Some(_) => Err(Refusal::WrongOffset(offset)),
        None => Err(Refusal::Malformed("Say in Upload-Offset where the piece begins.")),
    }
}

/// How long the body says it is; None where it comes without saying.
pub fn announced(request: &HttpRequest) -> Option<u64> {
    if request.headers().contains_key(header::TRANSFER_ENCODING) {
        return None;
    }
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    Some(length.and_then(|value| value.parse().ok()).unwrap_or(0))
}

pub fn check_piece_type(request: &HttpRequest) -> Result<(), Refusal> {
    match single(request, &header::CONTENT_TYPE)? {
        Some(PIECE_TYPE) => Ok(()),
        _ => Err(Refusal::ContentType),
    }
}

/// The SHA-256 that the piece must have, where the client says one.
pub fn checksum(request: &HttpRequest) -> Result<Option<[u8; 32]>, Refusal> {
    let Some(text) = single(request, &CHECKSUM)? else { return Ok(None) };
    let hash = text.strip_prefix("sha256 ").and_then(|hash| STANDARD.decode(hash).ok());
    let hash = hash.and_then(|hash| <[u8; 32]>::try_from(hash).ok());
    hash.map(Some)
        .ok_or(Refusal::Malformed("Checksums are written as: sha256, a space, and the hash in Base64."))
}

pub fn single<'a>(request: &'a HttpRequest, name: &HeaderName) -> Result<Option<&'a str>, Refusal> {
    let mut values = request.headers().get_all(name);
    let Some(value) = values.next() else { return Ok(None) };
    match (value.to_str(), values.next()) {
        (Ok(text), None) => Ok(Some(text)),
        _ => Err(Refusal::Malformed("A header could not be read.")),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Number {
    Fits(u64),
    TooLarge,
    Negative,
}

fn number(text: &str) -> Option<Number> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if digits.len() < text.len() {
        return Some(Number::Negative);
    }
    Some(digits.parse().map_or(Number::TooLarge, Number::Fits))
}

#[cfg(test)]
mod tests {
    use super::{Number, number};

    #[test]
    fn numbers_are_digits_and_may_be_out_of_reach() {
        assert_eq!(number("0"), Some(Number::Fits(0)));
        assert_eq!(number("18446744073709551615"), Some(Number::Fits(u64::MAX)));
        assert_eq!(number("18446744073709551616"), Some(Number::TooLarge));
        assert_eq!(number("-1"), Some(Number::Negative));
        for text in ["", "-", "+1", "1 ", "1.0", "0x1", "one", "٣"] {
            assert_eq!(number(text), None, "{text:?}");
        }
    }
}
