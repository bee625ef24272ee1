//! Where a request comes from, as far as we keep it: the network's prefix and what the browser calls itself.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};

use super::client_addr;
use crate::error::{Error, Result};
use crate::text::plain;

/// Longer names than this are somebody's experiment.
const AGENT_CHARACTERS: usize = 200;

const UNKNOWN: &str = "An unknown browser";

#[derive(Debug, Clone)]
pub struct Place {
    /// `192.0.2.0/24` or `2001:db8:1:2::/64`: what limits count and sessions show.
    pub address_prefix: String,
    pub user_agent: String,
}

impl FromRequest for Place {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(of(request))
    }
}

pub fn of(request: &HttpRequest) -> Result<Place> {
    let app = super::app::of(request)?;
    let agent =
        request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Ok(Place {
        address_prefix: client_addr::prefix(client_addr::client_of(request, &app)),
        user_agent: plain::clean_line(agent).chars().take(AGENT_CHARACTERS).collect(),
    })
}

/// "Firefox on Linux": enough to recognise one's own devices.
pub fn device_words(user_agent: &str) -> String {
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, words)| *words)
    };
    let browser = first(&[
        ("Firefox/", "Firefox"),
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => UNKNOWN.to_owned(),
    }
}

/// What a program calls itself, without the versions of all it is built with: "NewPipe", "Firefox on Linux".
pub fn program_words(user_agent: &str) -> String {
    let browser = device_words(user_agent);
    if user_agent.starts_with("Mozilla/") && browser != UNKNOWN {
        return browser;
    }
    let name: String =
        user_agent.split(['/', '(']).next().unwrap_or_default().trim().chars().take(60).collect();
    if name.is_empty() { "A program".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::{device_words, program_words};

    #[test]
    fn common_browsers_are_named() {
        let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36";
        assert_eq!(device_words(chrome), "Chrome on Linux");
        assert_eq!(device_words(""), "An unknown browser");
        assert_eq!(program_words(chrome), "Chrome on Linux");
        assert_eq!(program_words("python-requests/2.32.3"), "python-requests");
        assert_eq!(program_words("Grayjay"), "Grayjay");
        assert_eq!(program_words(""), "A program");
    }
}
