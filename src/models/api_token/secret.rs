//! The secret itself: `kin_` and 48 hexadecimal digits, of which the last eight are a check.
//!
//! The beginning is for programs that look for secrets where none should be, and the check spares them, and the database, what only
//! looks like one: `kin[ar]?_[0-9a-f]{48}`.

use sha2::{Digest, Sha256};

use crate::db::types::TokenKind;
use crate::keys;

const RANDOM_DIGITS: usize = 40;
const CHECK_DIGITS: usize = 8;
/// How much of a token its owner goes on seeing, beyond what all tokens begin with.
const SHOWN_DIGITS: usize = 4;

#[derive(Clone, PartialEq, Eq)]
pub struct TokenSecret(String);

impl TokenSecret {
    pub fn random(kind: TokenKind) -> anyhow::Result<Self> {
        let digits = keys::hex(&keys::random_bytes::<{ RANDOM_DIGITS / 2 }>()?);
        let start = start_of(kind);
        Ok(Self(format!("{start}{digits}{}", check(start, &digits))))
    }

    /// None for what was never a token.
    pub fn parse(text: &str) -> Option<Self> {
        let at = text.find('_')? + 1;
        let (start, digits) = text.split_at(at);
        let is_known = TokenKind::ALL.iter().any(|kind| start_of(*kind) == start);
        let is_hex = digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !is_known || !is_hex || digits.len() != RANDOM_DIGITS + CHECK_DIGITS {
            return None;
        }
        let (random, checked) = digits.split_at(RANDOM_DIGITS);
        (check(start, random) == checked).then(|| Self(text.to_owned()))
    }

    /// To be shown to whom it is made for, once.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Under which it is found. The token is random, so its hash needs no key.
    pub fn hash(&self) -> String {
        keys::hex(&Sha256::digest(self.0.as_bytes()))
    }

    /// By which its owner knows it again.
    pub fn beginning(&self) -> &str {
        let start = self.0.find('_').map_or(0, |at| at + 1);
        &self.0[..(start + SHOWN_DIGITS).min(self.0.len())]
    }
}

impl std::fmt::Debug for TokenSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}…", self.beginning())
    }
}

fn start_of(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Personal => "kin_",
        TokenKind::Access => "kina_",
        TokenKind::Refresh => "kinr_",
    }
}

fn check(start: &str, digits: &str) -> String {
    let digest = Sha256::digest(format!("{start}{digits}").as_bytes());
    keys::hex(&digest)[..CHECK_DIGITS].to_owned()
}

#[cfg(test)]
mod tests {
    use super::TokenSecret;
    use crate::db::types::TokenKind;

    #[test]
    fn in_06_a_token_says_what_it_is_and_nothing_else_is_one() {
        for (kind, start) in
            [(TokenKind::Personal, "kin_"), (TokenKind::Access, "kina_"), (TokenKind::Refresh, "kinr_")]
        {
            let secret = TokenSecret::random(kind).unwrap();
            assert!(secret.expose().starts_with(start) && secret.expose().len() == start.len() + 48);
            assert_eq!(TokenSecret::parse(secret.expose()).unwrap().hash(), secret.hash());
            assert_eq!(
                format!("{secret:?}").chars().count(),
                start.len() + 5,
                "a log shows its beginning alone"
            );
            assert_ne!(secret, TokenSecret::random(kind).unwrap());
        }
        let secret = TokenSecret::random(TokenKind::Personal).unwrap().expose().to_owned();
        let other_check =
            secret[..44].to_owned() + if secret.ends_with('0') { "00000001" } else { "00000000" };
        for text in
            ["", "kin_", "kin", &secret[1..], &format!("{secret}0"), &other_check, &secret.to_uppercase()]
        {
            assert!(TokenSecret::parse(text).is_none(), "{text}");
        }
    }
}
