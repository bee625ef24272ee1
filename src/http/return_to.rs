//! Where to go after signing in: a path of this site, or home.
//!
//! What comes back in a form may have been put there by anyone. Only a path is accepted that every browser reads in one way and as ours:
//! plain ASCII, one slash at its start, nothing encoded that a server in between might decode into a slash.

use std::fmt;

use actix_web::HttpRequest;
use actix_web::http::header;

use crate::app::App;

const LENGTH: usize = 2000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalPath(String);

/// The page of this site that a form was sent from, or home.
pub fn referrer(app: &App, request: &HttpRequest) -> LocalPath {
    let referrer = request.headers().get(header::REFERER).and_then(|value| value.to_str().ok());
    let path = referrer.and_then(|address| {
        let (scheme, rest) = address.split_once("://")?;
        let (host, _) = rest.split_once('/')?;
        let origin = format!("{scheme}://{host}");
        app.origins.accepts_origin(&origin).then(|| LocalPath::parse(address.get(origin.len()..)?))?
    });
    path.unwrap_or_default()
}

impl LocalPath {
    pub fn parse(text: &str) -> Option<Self> {
        let printable =
            text.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'\\' | b'"' | b'<' | b'>' | b'`'));
        if text.len() > LENGTH || !printable {
            return None;
        }
        let path = text.split(['?', '#']).next()?;
        let encoded = path.to_ascii_lowercase();
        let tricky =
            ["//", "/./", "/../", "%2f", "%5c", "%2e", "%25"].iter().any(|trick| encoded.contains(trick));
        if !path.starts_with('/')
            || tricky
            || path.ends_with("/..")
            || path.ends_with("/.")
            || hides_control(text)
        {
            return None;
        }
        Some(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Home.
impl Default for LocalPath {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

impl fmt::Display for LocalPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `%00` to `%1f` and `%7f`, anywhere.
fn hides_control(text: &str) -> bool {
    text.as_bytes().windows(3).any(|part| matches!(part, [b'%', b'0' | b'1', _] | [b'%', b'7', b'f' | b'F']))
}

#[cfg(test)]
mod tests {
    use super::LocalPath;

    #[test]
    fn a_path_of_this_site_is_kept_as_it_is() {
        for path in [
            "/",
            "/w/kkGMgK9ZtnKfYAgnEtQxbv?t=83#comments",
            "/search?q=%C3%A9t%C3%A9&page=2",
            "/search?q=a//b%2Fc",
            "/c/ann_channel",
        ] {
            assert_eq!(LocalPath::parse(path).unwrap().as_str(), path);
        }
        assert_eq!(LocalPath::default().to_string(), "/");
    }

    #[test]
    fn rl_07_nothing_leads_away() {
        let attempts = [
            "",
            "home",
            "//evil",
            "///evil",
            "/\\evil",
            "\\\\evil",
            "/\t/evil",
            "\t//evil",
            " //evil",
            "/ /evil",
            "https:evil",
            "https://evil",
            "javascript:alert(1)",
            "data:text/html,x",
            "/%2f%2fevil",
            "/%2Fevil",
            "/%5cevil",
            "%2f%2fevil",
            "/.//evil",
            "/..//evil",
            "/../x",
            "/x/..",
            "/%2e%2e/x",
            "/%252fevil",
            "/x\r\nSet-Cookie: a=b",
            "/x%0d%0aSet-Cookie:%20a=b",
            "/x?y=%0Az",
            "/x%00",
            "/é",
            "/x\u{202E}",
            "@evil",
            "/<script>",
            "?x",
            "#x",
        ];
        for attempt in attempts {
            assert_eq!(LocalPath::parse(attempt), None, "{attempt:?}");
        }
        assert_eq!(LocalPath::parse(&format!("/{}", "x".repeat(5000))), None);
    }
}
