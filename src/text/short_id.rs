//! Short ids: a UUID's 128 bits as 22 characters for page addresses, never stored.
//!
//! The alphabet is flickr's base 58 and the text is padded on the left with `1`, its zero, so that other programs translate the same way.

use uuid::Uuid;

const ALPHABET: &[u8; 58] = b"123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";
const LENGTH: usize = 22;

/// The short form of an id.
pub fn of(uuid: Uuid) -> String {
    let mut rest = uuid.as_u128();
    let mut digits = [ALPHABET[0]; LENGTH];
    for digit in digits.iter_mut().rev() {
        *digit = ALPHABET[(rest % 58) as usize];
        rest /= 58;
    }
    digits.iter().map(|&digit| char::from(digit)).collect()
}

/// The short form of an id in its 36-character text; None if it is none.
pub fn of_text(uuid: &str) -> Option<String> {
    parse_uuid(uuid).map(of)
}

/// The id whose short form this is. Exactly one text leads to each id.
pub fn parse(short: &str) -> Option<Uuid> {
    if short.len() != LENGTH {
        return None;
    }
    let mut number: u128 = 0;
    for byte in short.bytes() {
        let digit = ALPHABET.iter().position(|&letter| letter == byte)?;
        number = number.checked_mul(58)?.checked_add(digit as u128)?;
    }
    Some(Uuid::from_u128(number))
}

/// The id in either of its forms.
pub fn parse_any(text: &str) -> Option<Uuid> {
    parse(text).or_else(|| parse_uuid(text))
}

/// Only the hyphenated form: braces, `urn:uuid:` and bare hexadecimal would give one thing many addresses.
fn parse_uuid(text: &str) -> Option<Uuid> {
    if text.len() != 36 {
        return None;
    }
    Uuid::try_parse(text).ok()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{of, of_text, parse, parse_any};

    #[test]
    fn the_ends_of_the_range_are_padded_to_22() {
        assert_eq!(of(Uuid::nil()), "1".repeat(22));
        assert_eq!(of(Uuid::from_u128(58)), format!("{}21", "1".repeat(20)));
        assert_eq!(parse(&of(Uuid::max())), Some(Uuid::max()));
    }

    #[test]
    fn a_known_id_has_its_known_form() {
        // 255 = 4 * 58 + 23; the second one is published in PeerTube's own address of that video.
        assert_eq!(of_text("00000000-0000-0000-0000-0000000000ff").unwrap(), format!("{}5p", "1".repeat(20)));
        assert_eq!(of_text("9c9de5e8-0a1e-484a-b099-e80766180a6d").unwrap(), "kkGMgK9ZtnKfYAgnEtQxbv");
        assert_eq!(of_text("not an id"), None);
    }

    #[test]
    fn each_id_comes_back_from_both_forms() {
        for number in
            [1_u128, 57, 58, u128::MAX / 3, u128::MAX - 1, 0x1234_5678_9abc_4def_8123_4567_89ab_cdef]
        {
            let uuid = Uuid::from_u128(number);
            assert_eq!(parse_any(&of(uuid)), Some(uuid));
            assert_eq!(parse_any(&uuid.to_string()), Some(uuid));
            assert_eq!(parse_any(&uuid.to_string().to_uppercase()), Some(uuid));
        }
    }

    #[test]
    fn what_is_no_id_is_none() {
        let too_large = "Z".repeat(22);
        for text in [
            "",
            "1",
            "0000000000000000000000",
            "lllllllllllllllllllll1",
            &too_large,
            "../../../../../../etc/",
        ] {
            assert_eq!(parse_any(text), None, "{text}");
        }
        assert_eq!(parse_any("{12345678-9abc-4def-8123-456789abcdef}"), None);
        assert_eq!(parse_any("123456789abc4def8123456789abcdef"), None);
    }
}
