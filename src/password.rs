//! Passwords: how they are kept, checked and judged.
//!
//! Kept as `v1$` and a bcrypt of `base64(HMAC-SHA-384(key, password))`: bcrypt alone cuts at 72 bytes and reads `ab` and `ab\0ab` as one
//! password; the HMAC makes 64 printable characters of any length and ties every hash to this site's key. The prefix names the scheme, so
//! that another can follow. Nothing here logs or returns a password; throttling is not here, it comes before the hash.

mod hasher;
mod rules;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha384;

pub use self::hasher::{Hasher, HashingFailed};
pub use self::rules::{PasswordRefused, PasswordRules};
use crate::keys::MasterKey;

/// More than anyone types; what is longer is refused before it costs anything.
pub const PASSWORD_BYTES: usize = 1024;

const SCHEME: &str = "v1$";

/// The keys under which passwords are hashed: the site's present one, and the one before it while a rotation lasts.
#[derive(Clone)]
pub struct PasswordKeys {
    current: [u8; 32],
    old: Option<[u8; 32]>,
}

impl PasswordKeys {
    pub fn derived_from(key: &MasterKey) -> Self {
        Self { current: key.derive("password"), old: key.derive_old("password") }
    }
}

impl std::fmt::Debug for PasswordKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordKeys(***)")
    }
}

/// What a typed password is to a stored hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Wrong,
    Right,
    /// Right, and kept in an old way: by an old key, or at another cost. It wants to be hashed anew.
    RightButOld,
}

impl Verdict {
    pub fn is_right(self) -> bool {
        self != Self::Wrong
    }
}

#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// No hash is made of it: it has a NUL or more than 1,024 bytes.
    #[error("the password cannot be hashed")]
    Unusable,
    #[error("the stored hash is not one of ours")]
    UnknownScheme,
    #[error("bcrypt failed: {0}")]
    Bcrypt(#[from] bcrypt::BcryptError),
}

/// What is stored for a password. Takes about 0.2 s of one processor at cost 12: see [`Hasher`].
pub fn hash(keys: &PasswordKeys, password: &str, cost: u32) -> Result<String, PasswordError> {
    if !is_usable(password) {
        return Err(PasswordError::Unusable);
    }
    Ok(format!("{SCHEME}{}", bcrypt::hash(digest(&keys.current, password), cost)?))
}

/// Compares, at the cost of one hash (two while a rotation lasts and the password is not hashed with the present key).
pub fn verify(
    keys: &PasswordKeys,
    password: &str,
    stored: &str,
    cost: u32,
) -> Result<Verdict, PasswordError> {
    let kept = stored.strip_prefix(SCHEME).ok_or(PasswordError::UnknownScheme)?;
    // No unusable password was ever hashed; the work is done all the same, so that the answer takes as long.
    let usable = is_usable(password);
    let compared = if usable { password } else { "" };
    if bcrypt::verify(digest(&keys.current, compared), kept)? {
        return Ok(match (usable, needs_rehash(stored, cost)) {
            (false, _) => Verdict::Wrong,
            (true, true) => Verdict::RightButOld,
            (true, false) => Verdict::Right,
        });
    }
    match &keys.old {
        Some(old) if bcrypt::verify(digest(old, compared), kept)? && usable => Ok(Verdict::RightButOld),
        _ => Ok(Verdict::Wrong),
    }
}

/// Whether a stored hash is of another scheme or cost than new ones.
pub fn needs_rehash(stored: &str, cost: u32) -> bool {
    let kept_cost =
        || stored.strip_prefix(SCHEME)?.parse::<bcrypt::HashParts>().ok().map(|parts| parts.get_cost());
    kept_cost() != Some(cost)
}

fn is_usable(password: &str) -> bool {
    password.len() <= PASSWORD_BYTES && !password.contains('\0')
}

fn digest(key: &[u8; 32], password: &str) -> String {
    // HMAC pads a short key with zeros to the block's 128 bytes; done here, the length is the type's and cannot be wrong.
    let mut block = [0; 128];
    block[..32].copy_from_slice(key);
    let mut mac = <Hmac<Sha384> as KeyInit>::new(&block.into());
    mac.update(password.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::{PasswordError, PasswordKeys, Verdict, hash, needs_rehash, verify};
    use crate::keys::{MasterKey, Secret};

    const COST: u32 = 4;

    fn keys(current: char, old: Option<char>) -> PasswordKeys {
        let secret = |letter: char| Secret::new(letter.to_string().repeat(32));
        let key = MasterKey::from_secrets(&secret(current), old.map(secret).as_ref()).unwrap();
        PasswordKeys::derived_from(&key)
    }

    fn check(keys: &PasswordKeys, password: &str, stored: &str) -> Verdict {
        verify(keys, password, stored, COST).unwrap()
    }

    #[test]
    fn au_08_every_byte_counts_up_to_the_limit() {
        let keys = keys('a', None);
        for length in [71, 72, 73, 500, 1024] {
            let password = format!("{}x", "p".repeat(length - 1));
            let stored = hash(&keys, &password, COST).unwrap();
            assert_eq!(check(&keys, &password, &stored), Verdict::Right, "{length} bytes");
            assert_eq!(
                check(&keys, &format!("{}y", "p".repeat(length - 1)), &stored),
                Verdict::Wrong,
                "{length} bytes"
            );
        }
        let emoji = "🦀".repeat(64);
        let stored = hash(&keys, &emoji, COST).unwrap();
        assert_eq!(check(&keys, &emoji, &stored), Verdict::Right);
        assert_eq!(check(&keys, &"🦀".repeat(63), &stored), Verdict::Wrong);
    }

    #[test]
    fn au_08_a_nul_and_5_kb_are_refused() {
        let keys = keys('a', None);
        assert!(matches!(hash(&keys, "ab\0ab", COST), Err(PasswordError::Unusable)));
        assert!(matches!(hash(&keys, &"p".repeat(5000), COST), Err(PasswordError::Unusable)));
        let stored = hash(&keys, "ab", COST).unwrap();
        assert_eq!(check(&keys, "ab\0ab", &stored), Verdict::Wrong);
        let empty = hash(&keys, "", COST).unwrap();
        assert_eq!(check(&keys, "\0", &empty), Verdict::Wrong, "no unusable password equals the empty one");
    }

    #[test]
    fn a_hash_says_how_it_was_made_and_is_never_twice_the_same() {
        let keys = keys('a', None);
        let stored = hash(&keys, "a fine long password", COST).unwrap();
        assert!(stored.starts_with("v1$$2b$04$"), "{stored}");
        assert_ne!(stored, hash(&keys, "a fine long password", COST).unwrap());
        assert!(!needs_rehash(&stored, COST));
        assert!(needs_rehash(&stored, COST + 1));
        assert!(needs_rehash("$2b$12$abc", COST));
        assert_eq!(verify(&keys, "a fine long password", &stored, COST + 1).unwrap(), Verdict::RightButOld);
    }

    #[test]
    fn au_15_a_password_survives_the_rotation_of_the_key() {
        let stored = hash(&keys('a', None), "a fine long password", COST).unwrap();
        assert_eq!(check(&keys('b', Some('a')), "a fine long password", &stored), Verdict::RightButOld);
        assert_eq!(check(&keys('b', Some('a')), "another password", &stored), Verdict::Wrong);
        assert_eq!(check(&keys('b', None), "a fine long password", &stored), Verdict::Wrong);
    }

    #[test]
    fn a_corrupt_hash_is_an_error_and_never_a_match() {
        let keys = keys('a', None);
        for stored in ["", "v1$", "v1$plain", "v1$$2b$04$ééééé", "v2$x", "$2b$04$abcdefghijklmnopqrstuu"]
        {
            assert!(verify(&keys, "x", stored, COST).is_err(), "{stored}");
        }
    }
}
