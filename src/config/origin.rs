//! The origin under which people reach the site: scheme, host and port, nothing more.

use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    scheme: &'static str,
    /// Host, and port where it is not the scheme's own.
    authority: String,
}

impl Origin {
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim().trim_end_matches('/');
        let (scheme, authority) = match text.split_once("://") {
            Some(("https", rest)) => ("https", rest),
            Some(("http", rest)) => ("http", rest),
            _ => return Err(format!("{text:?} must begin with http:// or https://")),
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']' | '_');
        if authority.is_empty() || !authority.chars().all(plain) {
            return Err(format!("{text:?} must be a scheme and a host, without a path"));
        }
        let standard = if scheme == "https" { ":443" } else { ":80" };
        let authority = authority.strip_suffix(standard).unwrap_or(authority).to_ascii_lowercase();
        Ok(Self { scheme, authority })
    }

    /// Plain HTTP at an address that a browser can type.
    pub fn http(authority: String) -> Self {
        Self {
            scheme: "http",
            authority: authority.strip_suffix(":80").map_or(authority.clone(), str::to_owned),
        }
    }

    pub fn is_secure(&self) -> bool {
        self.scheme == "https"
    }

    /// What the `Host` header says when someone comes this way.
    pub fn authority(&self) -> &str {
        &self.authority
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.authority)
    }
}

#[cfg(test)]
mod tests {
    use super::Origin;

    #[test]
    fn a_standard_port_is_left_out_as_browsers_do() {
        assert_eq!(Origin::parse("https://Video.example:443/").unwrap().to_string(), "https://video.example");
        assert_eq!(Origin::parse("http://localhost:8080").unwrap().authority(), "localhost:8080");
    }

    #[test]
    fn a_path_or_another_scheme_is_refused() {
        assert!(Origin::parse("https://video.example/kinora").is_err());
        assert!(Origin::parse("ftp://video.example").is_err());
        assert!(Origin::parse("video.example").is_err());
    }
}
