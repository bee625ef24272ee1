//! `Content-Range` of a request: `bytes 0-99/200` of a piece, `bytes */200` of a question; either may say `*` for the whole length.

use actix_web::HttpRequest;
use actix_web::http::header;

use crate::handlers::uploads::resumable::Refusal;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContentRange {
    /// The first byte and the last; None of a question.
    bytes: Option<(u64, u64)>,
    length: Option<u64>,
}

const UNREADABLE: Refusal =
    Refusal::Malformed("Say in Content-Range which bytes these are, such as: bytes 0-99/200.");

impl ContentRange {
    pub fn of(request: &HttpRequest) -> Result<Self, Refusal> {
        let mut values = request.headers().get_all(header::CONTENT_RANGE);
        let text = values.next().and_then(|value| value.to_str().ok());
        match (text.and_then(Self::parse), values.next()) {
            (Some(range), None) => Ok(range),
            _ => Err(UNREADABLE),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let (bytes, length) = text.strip_prefix("bytes ")?.trim().split_once('/')?;
        let bytes = match bytes {
            "*" => None,
            bytes => {
                let (first, last) = bytes.split_once('-')?;
                let bytes = (number(first)?, number(last)?);
                Some(Some(bytes).filter(|(first, last)| first <= last)?)
            }
        };
        let length = match length {
            "*" => None,
            length => Some(number(length)?),
        };
        Some(Self { bytes, length })
    }

    /// The piece, which must be one of a file of this length; None of a question.
    pub fn checked(self, length: u64) -> Result<Option<(u64, u64)>, Refusal> {
        if self.length.is_some_and(|said| said != length) {
            return Err(Refusal::Malformed("The file was announced with another length."));
        }
        match self.bytes {
            Some((_, last)) if last >= length => {
                Err(Refusal::TooLarge("That is more than was announced.".to_owned()))
            }
            bytes => Ok(bytes),
        }
    }
}

fn number(text: &str) -> Option<u64> {
    // `parse` would take a sign, too.
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::ContentRange;

    #[test]
    fn a_range_is_of_a_piece_or_a_question() {
        let parsed = |text| ContentRange::parse(text).map(|range| (range.bytes, range.length));
        assert_eq!(parsed("bytes 0-99/200"), Some((Some((0, 99)), Some(200))));
        assert_eq!(parsed("bytes 7-7/*"), Some((Some((7, 7)), None)));
        assert_eq!(parsed("bytes */200"), Some((None, Some(200))));
        assert_eq!(parsed("bytes */*"), Some((None, None)));
    }

    #[test]
    fn up_10_ranges_that_mean_nothing_are_refused() {
        for text in [
            "",
            "bytes",
            "bytes ",
            "0-1/2",
            "bytes=0-1/2",
            "bytes 0-1",
            "bytes 2-1/9",
            "bytes -1/9",
            "bytes 1-/9",
            "bytes +1-2/9",
            "bytes 0-1/-2",
            "bytes 0--1/9",
            "bytes */",
            "octets 0-1/2",
            "bytes 0-18446744073709551616/*",
            "bytes 0-1,2-3/9",
            "bytes ٠-١/٩",
        ] {
            assert_eq!(ContentRange::parse(text), None, "{text:?}");
        }
        let range = |text| ContentRange::parse(text).unwrap();
        assert!(range("bytes 0-9/10").checked(10).is_ok());
        assert!(range("bytes 0-9/*").checked(9).is_err());
        assert!(range("bytes 0-8/10").checked(9).is_err());
        assert!(range("bytes */10").checked(9).is_err());
    }
}
