//! What people may say of themselves, parsed.

use crate::error::{Invalid, Result};
use crate::text::handle::Handle;
use crate::text::plain;

const NAME_CHARACTERS: usize = 50;
const ABOUT_CHARACTERS: usize = 1000;
const EMAIL_BYTES: usize = 254;

/// A new account, without its password. Made only by [`AccountDetails::parse`].
#[derive(Debug, Clone)]
pub struct AccountDetails {
    pub handle: Handle,
    pub email: String,
    pub display_name: String,
}

/// What others read about a person. Made only by [`ProfileDetails::parse`].
#[derive(Debug, Clone)]
pub struct ProfileDetails {
    pub display_name: String,
    pub about: String,
}

impl AccountDetails {
    pub fn parse(username: &str, email: &str) -> Result<Self, Invalid> {
        Self::checked(Handle::parse(username), username, email)
    }

    /// By the operator's hand: reserved names are theirs to give.
    pub fn parse_by_operator(username: &str, email: &str) -> Result<Self, Invalid> {
        Self::checked(Handle::parse_any(username), username, email)
    }

    fn checked(
        handle: std::result::Result<Handle, crate::text::handle::HandleRefused>,
        username: &str,
        email: &str,
    ) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let handle = invalid.take(handle.map_err(|refused| Invalid::field("username", refused.to_string())));
        let email = invalid.take(parse_email(email));
        match (handle, email) {
            (Some(handle), Some(email)) => {
                Ok(Self { handle, email, display_name: username.trim().to_owned() })
            }
            _ => Err(invalid),
        }
    }
}

impl ProfileDetails {
    pub fn parse(display_name: &str, about: &str) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let display_name = invalid.take(parse_name("display_name", display_name));
        let about = invalid.take(parse_about(about));
        match (display_name, about) {
            (Some(display_name), Some(about)) => Ok(Self { display_name, about }),
            _ => Err(invalid),
        }
    }
}

/// A name that people read, of a person or a channel.
pub fn parse_name(field: &'static str, text: &str) -> Result<String, Invalid> {
    let name = plain::clean_line(text);
    match name.chars().count() {
        0 => Err(Invalid::field(field, "Give a name.")),
        1..=NAME_CHARACTERS => Ok(name),
        _ => Err(Invalid::field(field, format!("A name has at most {NAME_CHARACTERS} characters."))),
    }
}

pub fn parse_about(text: &str) -> Result<String, Invalid> {
    let about = plain::clean_text(text);
    if about.chars().count() > ABOUT_CHARACTERS {
        return Err(Invalid::field("about", format!("Keep it to {ABOUT_CHARACTERS} characters.")));
    }
    Ok(about)
}

/// Only the shape: whether an address works is known when mail arrives there.
fn parse_email(text: &str) -> Result<String, Invalid> {
    let email = text.trim();
    let refused = || Invalid::field("email", "This does not look like an e-mail address.");
    let (local, domain) = email.rsplit_once('@').ok_or_else(refused)?;
    let plain = email
        .chars()
        .all(|c| !c.is_control() && !c.is_whitespace() && !matches!(c, '<' | '>' | ',' | ';' | '"'));
    if local.is_empty() || domain.is_empty() || !plain || email.len() > EMAIL_BYTES || domain.starts_with('.')
    {
        return Err(refused());
    }
    Ok(email.to_owned())
}
