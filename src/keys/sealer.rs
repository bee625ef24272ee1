//! Texts that only this site can read again: AES-256-GCM under one purpose's key, for secrets that have to be used and not just compared.

use anyhow::anyhow;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use super::{Secret, hex, random_bytes, unhex};

#[derive(Clone)]
pub struct Sealer {
    pub(super) current: [u8; 32],
    pub(super) old: Option<[u8; 32]>,
}

/// What was sealed.
#[derive(Debug)]
pub struct Opened {
    pub secret: Secret,
    /// By the key that is being rotated out: it wants to be sealed anew.
    pub is_old: bool,
}

impl Sealer {
    /// `context` says what the secret belongs to: moved to another place, it opens no more.
    pub fn seal(&self, context: &str, secret: &Secret) -> anyhow::Result<String> {
        let nonce: [u8; NONCE_LEN] = random_bytes()?;
        let mut sealed = secret.expose().as_bytes().to_vec();
        key(&self.current)?
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(context), &mut sealed)
            .map_err(|_| anyhow!("a secret could not be sealed"))?;
        Ok(hex(&nonce) + &hex(&sealed))
    }

    pub fn open(&self, context: &str, sealed: &str) -> anyhow::Result<Opened> {
        if let Ok(secret) = opened(&self.current, context, sealed) {
            return Ok(Opened { secret, is_old: false });
        }
        let old = self.old.as_ref().ok_or_else(unreadable)?;
        Ok(Opened { secret: opened(old, context, sealed)?, is_old: true })
    }
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealer(***)")
    }
}

fn opened(bytes: &[u8; 32], context: &str, sealed: &str) -> anyhow::Result<Secret> {
    let sealed = unhex(sealed).ok_or_else(unreadable)?;
    let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN).ok_or_else(unreadable)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| unreadable())?;
    let mut sealed = sealed.to_vec();
    let secret =
        key(bytes)?.open_in_place(nonce, Aad::from(context), &mut sealed).map_err(|_| unreadable())?;
    Ok(Secret::new(String::from_utf8(secret.to_vec())?))
}

fn key(bytes: &[u8; 32]) -> anyhow::Result<LessSafeKey> {
    let key = UnboundKey::new(&AES_256_GCM, bytes).map_err(|_| anyhow!("a key could not be used"))?;
    Ok(LessSafeKey::new(key))
}

fn unreadable() -> anyhow::Error {
    anyhow!(
        "a sealed secret is not of this site's key: was KINORA_SECRET_KEY changed without KINORA_SECRET_KEY_OLD?"
    )
}

#[cfg(test)]
mod tests {
    use crate::keys::{MasterKey, Secret};

    fn key(current: char, old: Option<char>) -> MasterKey {
        let secret = |letter: char| Secret::new(letter.to_string().repeat(32));
        MasterKey::from_secrets(&secret(current), old.map(secret).as_ref()).unwrap()
    }

    #[test]
    fn what_was_sealed_opens_in_its_place_alone() {
        let sealer = key('a', None).sealer("x");
        let sealed = sealer.seal("here", &Secret::new("hello".to_owned())).unwrap();
        assert_eq!(sealer.open("here", &sealed).unwrap().secret.expose(), "hello");
        assert_ne!(sealed, sealer.seal("here", &Secret::new("hello".to_owned())).unwrap());
        let tampered = sealed.replacen(&sealed[30..31], if &sealed[30..31] == "0" { "1" } else { "0" }, 1);
        assert!(sealer.open("there", &sealed).is_err());
        assert!(key('a', None).sealer("y").open("here", &sealed).is_err());
        for text in ["", "00", "zz", &sealed[2..], &tampered] {
            assert!(sealer.open("here", text).is_err(), "{text}");
        }
    }

    #[test]
    fn au_15_a_sealed_secret_survives_the_rotation_of_the_key() {
        let sealed = key('a', None).sealer("x").seal("here", &Secret::new("hello".to_owned())).unwrap();
        assert!(key('b', Some('a')).sealer("x").open("here", &sealed).unwrap().is_old);
        assert!(key('b', None).sealer("x").open("here", &sealed).is_err());
    }
}
