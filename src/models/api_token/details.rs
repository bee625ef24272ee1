//! What somebody says of a token that they make, parsed.

use super::Scopes;
use crate::clock::Timestamp;
use crate::config::Network;
use crate::error::Invalid;
use crate::text::plain;

const NAME_CHARACTERS: usize = 60;

/// How long a new token lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenLife {
    pub value: &'static str,
    pub label: &'static str,
    days: Option<i64>,
}

impl TokenLife {
    pub const ALL: [Self; 5] = [
        Self { value: "week", label: "One week", days: Some(7) },
        Self { value: "month", label: "30 days", days: Some(30) },
        Self { value: "quarter", label: "90 days", days: Some(90) },
        Self { value: "year", label: "One year", days: Some(365) },
        Self { value: "unlimited", label: "Until it is revoked", days: None },
    ];
}

/// Made only by [`TokenDetails::parse`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenDetails {
    name: String,
    scopes: Scopes,
    life: TokenLife,
    address_range: Option<String>,
}

impl TokenDetails {
    /// An empty range means everywhere.
    pub fn parse<'a>(
        name: &str,
        scopes: impl IntoIterator<Item = &'a str>,
        life: &str,
        address_range: &str,
    ) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let name = invalid.take(parse_name(name));
        let scopes = invalid.take(parse_scopes(scopes));
        let life = TokenLife::ALL.into_iter().find(|known| known.value == life);
        let life =
            invalid.take(life.ok_or_else(|| Invalid::field("expires", "Choose how long it is to live.")));
        let address_range = invalid.take(parse_range(address_range));
        match (name, scopes, life, address_range) {
            (Some(name), Some(scopes), Some(life), Some(address_range)) => {
                Ok(Self { name, scopes, life, address_range })
            }
            _ => Err(invalid),
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn scopes(&self) -> Scopes {
        self.scopes
    }

    pub fn address_range(&self) -> Option<&str> {
        self.address_range.as_deref()
    }

    pub fn expires_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.life.days.map(|days| now.plus_days(days))
    }
}

fn parse_name(text: &str) -> Result<String, Invalid> {
    let name = plain::clean_line(text);
    match name.chars().count() {
        0 => Err(Invalid::field("name", "Give it a name, so that you know later what it is for.")),
        1..=NAME_CHARACTERS => Ok(name),
        _ => Err(Invalid::field("name", format!("Keep it to {NAME_CHARACTERS} characters."))),
    }
}

fn parse_scopes<'a>(words: impl IntoIterator<Item = &'a str>) -> Result<Scopes, Invalid> {
    match Scopes::parse(words) {
        Some(scopes) if scopes != Scopes::NONE => Ok(scopes),
        _ => Err(Invalid::field("scopes", "Choose what it may do: read, write, upload.")),
    }
}

fn parse_range(text: &str) -> Result<Option<String>, Invalid> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let refused = "Give an address, or a range such as 192.0.2.0/24 that ends in zeros.";
    let range = Network::parse(text).map_err(|_| Invalid::field("address_range", refused))?;
    Ok(Some(range.to_string()))
}

#[cfg(test)]
mod tests {
    use super::TokenDetails;

    #[test]
    fn every_refused_field_is_named() {
        let refused = TokenDetails::parse(" \u{200B}", ["admin"], "ever", "10.0.0.1/8").unwrap_err();
        let fields: Vec<_> = refused.fields().keys().copied().collect();
        assert_eq!(fields, ["address_range", "expires", "name", "scopes"]);
        assert!(TokenDetails::parse("x", [], "week", "").is_err());
        let details =
            TokenDetails::parse(" Back\u{202E}up ", ["upload", "read"], "week", " 10.0.0.0/8 ").unwrap();
        assert_eq!((details.name(), details.scopes().as_str()), ("Backup", "read upload"));
        assert_eq!(details.address_range(), Some("10.0.0.0/8"));
    }
}
