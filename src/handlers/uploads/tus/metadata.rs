//! What is said of a file when its upload begins: `Upload-Metadata`, names with values in Base64.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::error::Invalid;
use crate::handlers::uploads::resumable::Refusal;
use crate::models::video::{VideoDetails, title_of_file};

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    values: BTreeMap<String, String>,
}

impl Metadata {
    /// A name may stand alone, and stands once.
    pub fn parse(header: &str) -> Result<Self, Refusal> {
        let mut values = BTreeMap::new();
        for pair in header.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once(' ').unwrap_or((pair, ""));
            let value = STANDARD.decode(value.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            let Some(value) = value else { return Err(UNREADABLE) };
            if values.insert(name.to_owned(), value).is_some() {
                return Err(UNREADABLE);
            }
        }
        Ok(Self { values })
    }

    /// The same details as the form's, and as strictly; without a title the file's name stands for it.
    pub fn details(&self) -> Result<VideoDetails, Invalid> {
        let title = match self.text("title").trim() {
            "" => title_of_file(self.text("filename")),
            title => title.to_owned(),
        };
        VideoDetails::parse(&title, self.text("description"), self.text("tags"), self.text("privacy"))
    }

    /// The handle of the channel, where one was chosen.
    pub fn channel(&self) -> Option<String> {
        Some(self.text("channel").to_owned()).filter(|channel| !channel.is_empty())
    }

    fn text(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }
}

const UNREADABLE: Refusal = Refusal::Malformed("Upload-Metadata could not be read.");

#[cfg(test)]
mod tests {
    use super::Metadata;

    #[test]
    fn names_have_values_in_base64() {
        let metadata = Metadata::parse(
            "filename YV9iLm1wNA==,is_empty, privacy cHVibGlj,title w4RwZmVs,filetype dmlkZW8=",
        );
        let metadata = metadata.unwrap();
        assert_eq!(metadata.text("title"), "Äpfel");
        assert_eq!(metadata.details().unwrap().title, "Äpfel");
        assert_eq!(metadata.channel(), None);
        let without = Metadata::parse("filename YV9iLm1wNA==,privacy cHVibGlj").unwrap();
        assert_eq!(without.details().unwrap().title, "a b");
        assert_eq!(Metadata::parse("").unwrap(), Metadata::default());
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for header in ["title !", "title YQ", "title YQ==,title YQ==", "title //8=", "title YQ== YQ=="] {
            assert!(Metadata::parse(header).is_err(), "{header}");
        }
    }
}
