//! The headers of a request, read strictly: each once, as text, and numbers as digits.

use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderName};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::protocol::{
    CHECKSUM, CONCATENATION, DEFER_LENGTH, LENGTH, OFFSET, PIECE_TYPE, RESUMABLE, VERSION,
};
use crate::handlers::uploads::resumable::{CHECKED_BYTES, Piece, Refusal, announced};

pub fn check_version(request: &HttpRequest) -> Result<(), Refusal> {
    match single(request, &RESUMABLE) {
        Ok(Some(VERSION)) => Ok(()),
        _ => Err(Refusal::Version(VERSION)),
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

/// Refuses what cannot be a piece, or is more than the `left` bytes that are missing.
pub fn piece(request: &HttpRequest, left: u64) -> Result<Piece, Refusal> {
    check_piece_type(request)?;
    let piece = Piece { announced: announced(request), checksum: checksum(request)?, most: left };
    let announced = piece.announced.unwrap_or(0);
    if announced > left {
        return Err(Refusal::TooLarge("That is more than was announced.".to_owned()));
    }
    if piece.checksum.is_some() && announced > CHECKED_BYTES {
        return Err(Refusal::TooLarge(format!("{CHECKSUM} is for pieces of at most {CHECKED_BYTES} bytes.")));
    }
    Ok(piece)
}

/// That of a request which makes an upload; None where it has no body.
pub fn piece_of_creation(request: &HttpRequest, length: u64) -> Result<Option<Piece>, Refusal> {
    if announced(request) == Some(0) {
        return Ok(None);
    }
    piece(request, length).map(Some)
}

pub fn check_piece_type(request: &HttpRequest) -> Result<(), Refusal> {
    match single(request, &header::CONTENT_TYPE)? {
        Some(PIECE_TYPE) => Ok(()),
        _ => Err(Refusal::ContentType(PIECE_TYPE)),
    }
}

/// The SHA-256 that the piece must have, where the client says one.
fn checksum(request: &HttpRequest) -> Result<Option<[u8; 32]>, Refusal> {
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
