//! Asking a site: documents, what lies beside a film, and the film.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use serde::de::DeserializeOwned;

use super::source::{Destination, SourceError};
use crate::outgoing::{Address, Caps, Client, OutgoingError, Progress};

const DOCUMENT: Caps =
    Caps { bytes: 16 << 20, whole: Duration::from_secs(60), silence: Duration::from_secs(20) };
const BESIDE: Caps =
    Caps { bytes: 10 << 20, whole: Duration::from_secs(120), silence: Duration::from_secs(20) };
const FILM_WHOLE: Duration = Duration::from_secs(24 * 3600);
const FILM_SILENCE: Duration = Duration::from_secs(60);

pub struct Site {
    client: Client,
    /// What somebody typed: everything else is asked for at its host.
    pub address: Address,
}

impl Site {
    pub fn new(client: Client, address: &str) -> Result<Self, SourceError> {
        let address = Address::parse(address).map_err(|refused| SourceError::Refused(refused.to_string()))?;
        Ok(Self { client, address })
    }

    /// The parts of the typed path, as they stand there.
    pub fn path(&self) -> Vec<&str> {
        let text = self.address.as_str();
        let (_, rest) = text.split_once("://").unwrap_or_default();
        let path = rest.split(['?', '#']).next().unwrap_or_default();
        path.split('/').skip(1).filter(|part| !part.is_empty()).collect()
    }

    /// A value of the typed query, as it stands there.
    pub fn query(&self, name: &str) -> Option<&str> {
        let (_, query) = self.address.as_str().split_once('?')?;
        query
            .split('&')
            .find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name))
            .map(|(_, value)| value)
    }

    pub fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, SourceError> {
        let address = self.at(path)?;
        let answer = self.client.get(&address, &DOCUMENT).map_err(in_words)?;
        match answer.status {
            200 => serde_json::from_slice(&answer.body).map_err(|error| {
                SourceError::Refused(format!(
                    "{address} answers with something else than was expected: {error}"
                ))
            }),
            401 | 403 => Err(SourceError::Refused(format!("{address} is not open to everybody."))),
            404 | 410 => Err(SourceError::Refused(format!("There is nothing at {address}."))),
            status @ (408 | 425 | 429 | 500..) => {
                Err(SourceError::Unreachable(format!("{address} answers with the status {status}.")))
            }
            status => Err(SourceError::Refused(format!("{address} answers with the status {status}."))),
        }
    }

    /// A small file beside the film; an error in words, for what is then left.
    pub fn beside(&self, url: &str, name: &str, into: &Destination) -> Result<PathBuf, String> {
        let address = self.at(url).map_err(|error| error.to_string())?;
        let answer = self.client.get(&address, &BESIDE).map_err(|error| error.to_string())?;
        if answer.status != 200 {
            return Err(format!("the site answers with the status {}", answer.status));
        }
        let path = into.beside(name).map_err(|error| error.to_string())?;
        std::fs::write(&path, answer.body).map_err(|error| error.to_string())?;
        Ok(path)
    }

    /// The film, from where an earlier attempt was cut off.
    pub fn film(&self, url: &str, into: &Destination) -> Result<PathBuf, SourceError> {
        let address = self.at(url)?;
        let caps = Caps { bytes: into.most_bytes, whole: FILM_WHOLE, silence: FILM_SILENCE };
        let mut on_piece = |_: Progress| match (into.is_cancelled)() {
            true => Err(io::Error::from(io::ErrorKind::Interrupted)),
            false => Ok(()),
        };
        match self.client.download(&address, &into.film, &caps, &mut on_piece) {
            Ok(_) => Ok(into.film.clone()),
            Err(_) if (into.is_cancelled)() => Err(SourceError::Cancelled),
            Err(OutgoingError::TooLarge { bytes }) => {
                into.check_size(bytes.saturating_add(1))?;
                Err(SourceError::Refused("The film is too large.".to_owned()))
            }
            Err(error) => Err(in_words(error)),
        }
    }

    fn at(&self, url: &str) -> Result<Address, SourceError> {
        self.address.follow(url).map_err(|refused| SourceError::Refused(refused.to_string()))
    }
}

/// Only what a machine may mend by itself is tried again.
fn in_words(error: OutgoingError) -> SourceError {
    match error {
        OutgoingError::Local(_) => SourceError::Unreachable(error.to_string()),
        _ if error.is_passing() => SourceError::Unreachable(error.to_string()),
        _ => SourceError::Refused(error.to_string()),
    }
}

/// Whether a name from an address may stand in an address of ours: no path, no query.
pub fn is_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'@' | b'%');
    !text.is_empty() && text.len() <= 200 && text.bytes().all(plain) && !text.starts_with('.')
}
