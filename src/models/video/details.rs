//! What a creator says of a video, parsed.

use crate::db::types::{Privacy, RecommendationPolicy};
use crate::error::{Invalid, Result};
use crate::text::plain;

pub const TITLE_CHARACTERS: usize = 120;
pub const DESCRIPTION_CHARACTERS: usize = 10_000;
pub const TAGS: usize = 10;
pub const TAG_CHARACTERS: usize = 30;

/// Made only by [`VideoDetails::parse`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VideoDetails {
    pub title: String,
    /// Markdown, as typed.
    pub description: String,
    /// Small letters, each once, in the order typed.
    pub tags: Vec<String>,
    pub privacy: Privacy,
    /// Which videos may be shown beside it; None leaves that as it is.
    pub recommendation_policy: Option<RecommendationPolicy>,
}

impl VideoDetails {
    pub fn parse(title: &str, description: &str, tags: &str, privacy: &str) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let title = invalid.take(parse_title(title));
        let description = invalid.take(parse_description(description));
        let tags = invalid.take(parse_tags(tags));
        let privacy = invalid.take(
            Privacy::parse(privacy).ok_or_else(|| Invalid::field("privacy", "Choose who can watch it.")),
        );
        match (title, description, tags, privacy) {
            (Some(title), Some(description), Some(tags), Some(privacy)) => {
                Ok(Self { title, description, tags, privacy, recommendation_policy: None })
            }
            _ => Err(invalid),
        }
    }
}

/// Which videos may be shown beside one, for [`VideoDetails::recommendation_policy`].
pub fn parse_recommendation_policy(text: &str) -> Result<RecommendationPolicy, Invalid> {
    RecommendationPolicy::parse(text)
        .ok_or_else(|| Invalid::field("recommendation_policy", "Choose what is shown beside it."))
}

/// A title for a video whose creator typed none: the file's name without folders, ending and underscores.
pub fn title_of_file(name: &str) -> String {
    let name = plain::clean_line(plain::truncated(name, 2000));
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 5 => stem,
        _ => name,
    };
    let title = plain::clean_line(&stem.replace(['_', '.'], " "));
    let title: String = title.chars().take(TITLE_CHARACTERS).collect();
    if title.trim().is_empty() { "Untitled".to_owned() } else { title.trim().to_owned() }
}

fn parse_title(text: &str) -> Result<String, Invalid> {
    let title = plain::clean_line(text);
    match title.chars().count() {
        0 => Err(Invalid::field("title", "Give the video a title.")),
        1..=TITLE_CHARACTERS => Ok(title),
        _ => Err(Invalid::field("title", format!("A title has at most {TITLE_CHARACTERS} characters."))),
    }
}

fn parse_description(text: &str) -> Result<String, Invalid> {
    let description = plain::clean_text(text);
    if description.chars().count() > DESCRIPTION_CHARACTERS {
        return Err(Invalid::field("description", "Keep it to 10,000 characters."));
    }
    Ok(description)
}

fn parse_tags(text: &str) -> Result<Vec<String>, Invalid> {
    let mut tags: Vec<String> = Vec::new();
    for tag in text.split(',') {
        let tag = plain::clean_line(tag.trim_start_matches([' ', '#'])).to_lowercase();
        if tag.is_empty() || tags.contains(&tag) {
            continue;
        }
        if tag.chars().count() > TAG_CHARACTERS {
            return Err(Invalid::field("tags", format!("A tag has at most {TAG_CHARACTERS} characters.")));
        }
        tags.push(tag);
    }
    if tags.len() > TAGS {
        return Err(Invalid::field("tags", format!("Choose at most {TAGS} tags.")));
    }
    Ok(tags)
}

#[cfg(test)]
mod tests {
    use super::{VideoDetails, title_of_file};

    #[test]
    fn tags_are_small_clean_and_each_there_once() {
        let details = VideoDetails::parse("T", "", " Cats , #dogs,cats,, Big  Birds", "public").unwrap();
        assert_eq!(details.tags, ["cats", "dogs", "big birds"]);
    }

    #[test]
    fn every_refused_field_is_named() {
        let eleven = (0..11).map(|number| number.to_string()).collect::<Vec<_>>().join(",");
        let refused = VideoDetails::parse(" \u{200B}", &"x".repeat(10_001), &eleven, "everyone").unwrap_err();
        let fields: Vec<_> = refused.fields().keys().copied().collect();
        assert_eq!(fields, ["description", "privacy", "tags", "title"]);
        assert!(VideoDetails::parse(&"x".repeat(121), "", "", "public").is_err());
        assert!(VideoDetails::parse("x", "", &"x".repeat(31), "public").is_err());
    }

    #[test]
    fn up_08_a_file_name_becomes_words_and_nothing_else() {
        assert_eq!(title_of_file("Holiday_2026.final.MP4"), "Holiday 2026 final");
        assert_eq!(title_of_file("../../etc/passwd"), "passwd");
        assert_eq!(title_of_file("C:\\films\\a_b.mov"), "a b");
        assert_eq!(title_of_file("evil\u{202E}4pm.exe\0\r\n"), "evil4pm");
        assert_eq!(title_of_file("...mp4"), "Untitled");
        assert_eq!(title_of_file(""), "Untitled");
        assert_eq!(title_of_file(&"x".repeat(5000)).chars().count(), 120);
    }
}
