//! What somebody wants to have imported, parsed.

use crate::db::types::{ImportSource, Privacy};
use crate::error::Invalid;
use crate::text::plain;

const ADDRESS_CHARACTERS: usize = 2000;

/// Made only by [`ImportDetails::parse`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportDetails {
    pub source: ImportSource,
    pub address: String,
    pub channel: Option<String>,
    pub privacy: Privacy,
}

impl ImportDetails {
    pub fn parse(source: &str, address: &str, channel: &str, privacy: &str) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let source = invalid.take(
            ImportSource::parse(source)
                .ok_or_else(|| Invalid::field("source", "Choose what kind of site it is.")),
        );
        let privacy = invalid.take(
            Privacy::parse(privacy)
                .ok_or_else(|| Invalid::field("privacy", "Choose who can watch the videos.")),
        );
        let address = invalid.take(parse_address(address, source));
        let channel = plain::clean_line(channel).to_lowercase();
        match (source, address, privacy) {
            (Some(source), Some(address), Some(privacy)) => {
                Ok(Self { source, address, channel: (!channel.is_empty()).then_some(channel), privacy })
            }
            _ => Err(invalid),
        }
    }
}

impl ImportSource {
    /// Whether it is reached over the network.
    pub fn is_site(self) -> bool {
        matches!(self, Self::Peertube | Self::Mediacms)
    }
}

fn parse_address(text: &str, source: Option<ImportSource>) -> Result<String, Invalid> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Invalid::field("address", "Say where the videos are."));
    }
    if text.chars().count() > ADDRESS_CHARACTERS || text.chars().any(char::is_control) {
        return Err(Invalid::field("address", "This is no address."));
    }
    let is_of_a_site = text.starts_with("https://") || text.starts_with("http://");
    if source.is_some_and(ImportSource::is_site) && !is_of_a_site {
        return Err(Invalid::field("address", "The address begins with https:// or http://."));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_says_from_where_and_for_whom() {
        let address = "https://videos.example.org/c/boats";
        let details = ImportDetails::parse("peertube", address, " Boats ", "private").unwrap();
        assert_eq!(details.source, ImportSource::Peertube);
        assert_eq!((details.address.as_str(), details.channel.as_deref()), (address, Some("boats")));
        let folder = ImportDetails::parse("folder", "/srv/films", "", "public").unwrap();
        assert_eq!(folder.channel, None);
    }

    #[test]
    fn every_refused_field_is_named() {
        let refused = ImportDetails::parse("gopher", "", "", "everyone").unwrap_err();
        let fields: Vec<_> = refused.fields().keys().copied().collect();
        assert_eq!(fields, ["address", "privacy", "source"]);
        for address in ["gopher://example.org", "file:///etc/passwd", "example.org", "https://x\n"] {
            let parsed = ImportDetails::parse("mediacms", &format!("{address}\u{7}"), "", "public");
            assert!(parsed.is_err(), "{address}");
        }
    }
}
