//! An address that somebody named, as far as its text can be judged.

use std::net::IpAddr;

use reqwest::Url;

const LONGEST: usize = 2048;

/// `https://` or `http://`, a host, a port that the web uses, and nothing that signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    url: Url,
    literal: Option<IpAddr>,
}

/// Why an address is not dialled, as a sentence for whoever named it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressRefused {
    #[error("Write a whole address, such as https://example.org/hook.")]
    Unreadable,
    #[error("The address must be shorter than 2,048 characters.")]
    TooLong,
    #[error("The address must begin with https:// or http://.")]
    Scheme,
    #[error("The address must not have a name or password in it.")]
    Credentials,
    #[error("The address must use the port 80, 443, or one above 1023.")]
    Port,
    #[error("The address does not lead to the public internet.")]
    NotPublic,
    #[error("The address leads from https:// to http://.")]
    Downgraded,
}

impl Address {
    pub fn parse(text: &str) -> Result<Self, AddressRefused> {
        let text = text.trim();
        if text.len() >= LONGEST {
            return Err(AddressRefused::TooLong);
        }
        // What a parser would silently leave out, people and logs would go on seeing.
        if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(AddressRefused::Unreadable);
        }
        Self::judged(Url::parse(text).map_err(|_| AddressRefused::Unreadable)?)
    }

    pub fn as_str(&self) -> &str {
        self.url.as_str()
    }

    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    pub(super) fn port(&self) -> u16 {
        self.url.port_or_known_default().unwrap_or_default()
    }

    /// The address itself, where it is written in digits of whatever base.
    pub(super) fn literal(&self) -> Option<IpAddr> {
        self.literal
    }

    /// Names that lead to this very machine or network by convention.
    pub(super) fn is_local_name(&self) -> bool {
        let host = self.host().trim_end_matches('.');
        !host.contains('.')
            || [".localhost", ".local", ".internal"].iter().any(|ending| host.ends_with(ending))
    }

    /// Where an answer from here points.
    pub fn follow(&self, location: &str) -> Result<Self, AddressRefused> {
        let next = self.url.join(location).map_err(|_| AddressRefused::Unreadable)?;
        let next = Self::judged(next)?;
        if self.url.scheme() == "https" && next.url.scheme() == "http" {
            return Err(AddressRefused::Downgraded);
        }
        Ok(next)
    }

    fn judged(mut url: Url) -> Result<Self, AddressRefused> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(AddressRefused::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(AddressRefused::Credentials);
        }
        if url.as_str().len() >= LONGEST {
            return Err(AddressRefused::TooLong);
        }
        match url.port_or_known_default() {
            // Below are the services of an operating system, which might take a request for something else.
            Some(80 | 443 | 1024..) => {}
            _ => return Err(AddressRefused::Port),
        }
        // The parser has read decimal, octal and hexadecimal forms already, and writes them all alike.
        let host = url.host_str().ok_or(AddressRefused::Unreadable)?;
        let literal = host.trim_start_matches('[').trim_end_matches(']').parse().ok();
        url.set_fragment(None);
        Ok(Self { url, literal })
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
