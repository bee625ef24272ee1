//! Addresses of media files: `/m/{uuid}/{version}/{file}` for public videos, `/m/{signature}.{expiry}/{uuid}/{version}/{file}` for others.
//!
//! Who has an address may read: cookies decide nothing here, so embeds work. The signature covers the video, the version, the video's
//! `media_epoch` and the expiry; a change of privacy or a block raises the epoch, and every address given out before is dead. It stands before
//! the path, so that the relative names in a playlist inherit it. Whether an unsigned address may be answered is the caller's question:
//! only if the video is public.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::keys::Signer;

const VALID_SECONDS: i64 = 12 * 3600;
/// Expiries fall on whole hours, so that one page shows one address for an hour and a browser's cache is of use.
const ROUNDED_SECONDS: i64 = 3600;

/// The purpose of the key that signs.
pub const PURPOSE: &str = "media address";

/// How the files of one video are reached.
#[derive(Clone, Copy)]
pub enum Access<'a> {
    Public,
    Signed {
        signer: &'a Signer,
        media_epoch: i64,
        now_seconds: i64,
        /// When whoever gets the address may no longer watch, if that is known to come.
        until_seconds: Option<i64>,
    },
}

/// An address that was asked for, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MediaPath<'a> {
    pub uuid: &'a str,
    pub version: &'a str,
    pub file: &'a str,
    grant: Option<Grant>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Grant {
    signature: [u8; 32],
    expires: i64,
}

/// The address of a file.
pub fn file(access: Access<'_>, uuid: &str, version: &str, file: &str) -> String {
    format!("{}/{file}", folder(access, uuid, version))
}

/// The address of a version's folder, without a slash at its end.
pub fn folder(access: Access<'_>, uuid: &str, version: &str) -> String {
    let Access::Signed { signer, media_epoch, now_seconds, until_seconds } = access else {
        return format!("/m/{uuid}/{version}");
    };
    let rounded = (now_seconds + VALID_SECONDS + ROUNDED_SECONDS - 1) / ROUNDED_SECONDS * ROUNDED_SECONDS;
    let expires = until_seconds.map_or(rounded, |until| rounded.min(until));
    let signature = signer.sign(message(uuid, version, media_epoch, expires).as_bytes());
    format!("/m/{}.{expires}/{uuid}/{version}", URL_SAFE_NO_PAD.encode(signature))
}

impl<'a> MediaPath<'a> {
    /// Takes an address apart; None for everything that we would not have written so.
    pub fn parse(path: &'a str) -> Option<Self> {
        let mut segments: Vec<&str> = path.strip_prefix("/m/")?.splitn(5, '/').collect();
        let grant = match segments.len() {
            3 => None,
            4 => Some(Grant::parse(segments.remove(0))?),
            _ => return None,
        };
        let [uuid, version, file] = segments.as_slice() else { return None };
        if !is_uuid(uuid) || !is_name(version) || !is_name(file) {
            return None;
        }
        Some(Self { uuid, version, file, grant })
    }

    pub fn is_signed(&self) -> bool {
        self.grant.is_some()
    }

    /// Whether the address was given out for this video's present epoch and is still valid. Never true of an unsigned one.
    pub fn is_granted(&self, signer: &Signer, media_epoch: i64, now_seconds: i64) -> bool {
        let Some(grant) = &self.grant else { return false };
        let signed = message(self.uuid, self.version, media_epoch, grant.expires);
        signer.verify(signed.as_bytes(), &grant.signature) && now_seconds < grant.expires
    }
}

impl Grant {
    fn parse(text: &str) -> Option<Self> {
        let (signature, expires) = text.split_once('.')?;
        let digits = (1..=12).contains(&expires.len()) && expires.bytes().all(|b| b.is_ascii_digit());
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?.try_into().ok()?;
        if digits { Some(Self { signature, expires: expires.parse().ok()? }) } else { None }
    }
}

/// No part can contain the slash between them.
fn message(uuid: &str, version: &str, media_epoch: i64, expires: i64) -> String {
    format!("{uuid}/{version}/{media_epoch}/{expires}")
}

/// In the one form in which ids are stored.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
        })
}

fn is_name(text: &str) -> bool {
    (1..=150).contains(&text.len())
        && !text.starts_with(['.', '-'])
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

#[cfg(test)]
mod tests;
