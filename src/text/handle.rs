//! Handles: the names under which accounts and channels are found, `[a-z0-9_]{1,50}`.
//!
//! ASCII alone, and of those that still look alike, such as `max` and `rnax`, only one may be taken. Users and channels share one namespace;
//! whether a handle is taken is the database's to say.

use std::fmt;

/// The longest handle; also what its columns hold.
pub const HANDLE_LENGTH: usize = 50;

const OWN_CHANNEL: &str = "_channel";

/// Names that speak for the site, or that programs use for nobody.
#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "abuse", "account", "accounts", "admin", "administrator", "administrators", "anonymous", "api", "assets",
    "channel", "channels", "deleted", "everyone", "explore", "feeds", "help", "home", "hostmaster", "info",
    "instance", "kinora", "login", "logout", "mail", "me", "media", "mod", "moderation", "moderator",
    "moderators", "my", "nobody", "noreply", "null", "official", "operator", "owner", "postmaster", "privacy",
    "register", "root", "search", "security", "settings", "sign_in", "sign_out", "sign_up", "signin",
    "signout", "signup", "site", "staff", "static", "support", "system", "team", "terms", "undefined",
    "upload", "user", "users", "video", "videos", "watch", "webmaster", "www",
];

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Handle(String);

/// Why a handle was refused, as a sentence for the one who typed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HandleRefused {
    #[error("Choose a name.")]
    Empty,
    #[error("A name has at most 50 characters.")]
    TooLong,
    #[error("A name has only the letters a to z, digits and underscores.")]
    Characters,
    #[error("This name is reserved. Choose another one.")]
    Reserved,
}

impl Handle {
    /// A name that somebody chooses: reserved ones are refused, capitals become small letters.
    pub fn parse(text: &str) -> Result<Self, HandleRefused> {
        let handle = Self::parse_any(text)?;
        if handle.is_reserved() { Err(HandleRefused::Reserved) } else { Ok(handle) }
    }

    /// A name that is looked up or given by an operator: every well-formed one.
    pub fn parse_any(text: &str) -> Result<Self, HandleRefused> {
        let text = text.trim();
        if text.is_empty() {
            return Err(HandleRefused::Empty);
        }
        if !text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            return Err(HandleRefused::Characters);
        }
        if text.len() > HANDLE_LENGTH {
            return Err(HandleRefused::TooLong);
        }
        Ok(Self(text.to_ascii_lowercase()))
    }

    pub fn is_reserved(&self) -> bool {
        RESERVED.binary_search(&self.0.as_str()).is_ok()
    }

    /// The channel that a new account gets: `ann` has `ann_channel`.
    pub fn own_channel(&self) -> Self {
        let room = HANDLE_LENGTH - OWN_CHANNEL.len();
        Self(format!("{}{OWN_CHANNEL}", super::plain::truncated(&self.0, room)))
    }

    /// The same name with a number behind it, for when it is taken.
    pub fn numbered(&self, number: u32) -> Self {
        let number = number.to_string();
        let room = HANDLE_LENGTH - number.len() - 1;
        Self(format!("{}_{number}", super::plain::truncated(&self.0, room)))
    }

    /// How the name looks: names with one skeleton are taken for one another. Unicode Technical Standard 39, section 4, for the
    /// characters that a handle may have.
    pub fn skeleton(&self) -> String {
        let mut skeleton = String::with_capacity(self.0.len());
        for character in self.0.chars() {
            match character {
                '0' => skeleton.push('o'),
                '1' => skeleton.push('l'),
                'm' => skeleton.push_str("rn"),
                other => skeleton.push(other),
            }
        }
        skeleton
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Handle, HandleRefused, RESERVED};

    #[test]
    fn a_handle_is_small_letters_digits_and_underscores() {
        assert_eq!(Handle::parse(" Ann_9 ").unwrap().as_str(), "ann_9");
        assert_eq!(Handle::parse(""), Err(HandleRefused::Empty));
        assert_eq!(Handle::parse("ann!"), Err(HandleRefused::Characters));
        assert_eq!(Handle::parse("an%n"), Err(HandleRefused::Characters));
        assert_eq!(Handle::parse("а"), Err(HandleRefused::Characters), "a Cyrillic letter");
        assert!(Handle::parse(&"a".repeat(50)).is_ok());
        assert_eq!(Handle::parse(&"a".repeat(51)), Err(HandleRefused::TooLong));
    }

    #[test]
    fn names_that_speak_for_the_site_are_kept_back_from_sign_up_only() {
        assert_eq!(Handle::parse("Admin"), Err(HandleRefused::Reserved));
        assert_eq!(Handle::parse_any("Admin").unwrap().as_str(), "admin");
        assert!(RESERVED.is_sorted(), "the list is searched by halves");
    }

    #[test]
    fn xs_06_names_that_look_alike_have_one_skeleton() {
        let skeleton = |name| Handle::parse(name).unwrap().skeleton();
        assert_eq!(skeleton("max_01"), skeleton("rnax_ol"));
        assert_ne!(skeleton("ann"), skeleton("anna"));
    }

    #[test]
    fn the_own_channel_always_fits() {
        assert_eq!(Handle::parse("ann").unwrap().own_channel().as_str(), "ann_channel");
        assert_eq!(Handle::parse(&"a".repeat(50)).unwrap().own_channel().as_str().len(), 50);
    }
}
