//! Keys: one secret for the site, and from it a key for each named purpose.
//!
//! During a rotation the old secret still verifies what it signed; nothing new is signed with it.

mod sealer;

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

pub use self::sealer::{Opened, Sealer};

/// A text that is never shown: logs and `config print` say `***`.
#[derive(Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// 32 random bytes in hexadecimal.
    pub fn random() -> anyhow::Result<Self> {
        Ok(Self(hex(&random_bytes::<32>()?)))
    }

    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// The site's secret, and the one before it while a rotation lasts.
#[derive(Clone)]
pub struct MasterKey {
    current: Vec<u8>,
    old: Option<Vec<u8>>,
}

impl MasterKey {
    pub fn from_secrets(current: &Secret, old: Option<&Secret>) -> Result<Self, String> {
        Ok(Self { current: material(current)?, old: old.map(material).transpose()? })
    }

    /// A key for one purpose (HKDF-SHA-256, RFC 5869): knowing it tells nothing of the others.
    pub fn derive<const N: usize>(&self, purpose: &'static str) -> [u8; N] {
        expand(&self.current, purpose)
    }

    /// The same from the secret that is being rotated out.
    pub fn derive_old<const N: usize>(&self, purpose: &'static str) -> Option<[u8; N]> {
        self.old.as_deref().map(|old| expand(old, purpose))
    }

    /// Seals and opens for one purpose.
    pub fn sealer(&self, purpose: &'static str) -> Sealer {
        Sealer { current: self.derive(purpose), old: self.derive_old(purpose) }
    }

    /// Signs and verifies for one purpose.
    pub fn signer(&self, purpose: &'static str) -> Signer {
        Signer { current: self.derive(purpose), old: self.derive_old(purpose) }
    }
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(***)")
    }
}

/// HMAC-SHA-256 under one purpose's key.
#[derive(Clone)]
pub struct Signer {
    current: [u8; 32],
    old: Option<[u8; 32]>,
}

impl Signer {
    pub fn sign(&self, message: &[u8]) -> [u8; 32] {
        mac(&self.current, message).finalize().into_bytes().into()
    }

    /// In constant time, against the current key and then the old one.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        let keys = std::iter::once(&self.current).chain(self.old.as_ref());
        keys.into_iter().any(|key| mac(key, message).verify_slice(signature).is_ok())
    }
}

/// Bytes from the system's random source.
pub fn random_bytes<const N: usize>() -> anyhow::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| anyhow::anyhow!("the system's random source failed: {error}"))?;
    Ok(bytes)
}

pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What [`hex`] wrote; None for anything else.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

fn material(secret: &Secret) -> Result<Vec<u8>, String> {
    if secret.0.len() < 32 {
        return Err(
            "must have at least 32 characters, from a random source (openssl rand -hex 32)".to_owned()
        );
    }
    Ok(secret.0.as_bytes().to_vec())
}

fn expand<const N: usize>(secret: &[u8], purpose: &'static str) -> [u8; N] {
    let mut key = [0; N];
    // Fails only beyond 255 blocks of 32 bytes, which no purpose asks for.
    if let Err(error) = Hkdf::<Sha256>::new(Some(b"kinora"), secret).expand(purpose.as_bytes(), &mut key) {
        log::error!("a key for {purpose} could not be derived: {error}");
    }
    key
}

fn mac(key: &[u8; 32], message: &[u8]) -> Hmac<Sha256> {
    // HMAC pads a short key with zeros to the block's 64 bytes; done here, the length is the type's and cannot be wrong.
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
    mac.update(message);
    mac
}

#[cfg(test)]
mod tests {
    use super::{MasterKey, Secret};

    fn secret(letter: char) -> Secret {
        Secret::new(letter.to_string().repeat(32))
    }

    #[test]
    fn purposes_have_different_keys() {
        let key = MasterKey::from_secrets(&secret('a'), None).unwrap();
        assert_ne!(key.derive::<32>("session cookie"), key.derive::<32>("media url"));
        assert_eq!(key.derive::<32>("media url"), key.derive::<32>("media url"));
    }

    #[test]
    fn au_15_the_old_key_verifies_during_a_rotation() {
        let before = MasterKey::from_secrets(&secret('a'), None).unwrap().signer("x");
        let during = MasterKey::from_secrets(&secret('b'), Some(&secret('a'))).unwrap().signer("x");
        let after = MasterKey::from_secrets(&secret('b'), None).unwrap().signer("x");
        let signature = before.sign(b"hello");
        assert!(during.verify(b"hello", &signature));
        assert!(!after.verify(b"hello", &signature));
        assert!(!during.verify(b"hell", &signature));
    }

    #[test]
    fn a_short_secret_is_refused_and_none_is_shown() {
        let short = Secret::new("short".to_owned());
        assert!(MasterKey::from_secrets(&short, None).is_err());
        assert_eq!(format!("{short:?}"), "***");
    }
}
