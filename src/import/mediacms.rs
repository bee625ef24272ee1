//! A MediaCMS site: somebody's videos, one video, or all that the site lists.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::FoundVideo;
use super::site::{Site, is_name};
use super::source::{Destination, ListedItem, Listing, MOST_ITEMS, Source, SourceError};
use crate::outgoing::Client;

/// Of pages of a list; each holds some dozens.
const MOST_PAGES: usize = 2000;

pub struct MediacmsSource {
    site: Site,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Page {
    next: Option<String>,
    results: Vec<Listed>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Listed {
    friendly_token: String,
    title: String,
    media_type: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Details {
    friendly_token: String,
    title: String,
    media_type: Option<String>,
    description: Option<String>,
    add_date: Option<String>,
    url: Option<String>,
    original_media_url: Option<String>,
    encodings_info: Option<BTreeMap<String, BTreeMap<String, Encoding>>>,
    tags_info: Option<Vec<Tag>>,
    subtitles_info: Option<Vec<Subtitles>>,
    poster_url: Option<String>,
    thumbnail_url: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Encoding {
    url: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Tag {
    title: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Subtitles {
    src: String,
    srclang: String,
}

impl MediacmsSource {
    pub fn new(client: Client, address: &str) -> Result<Self, SourceError> {
        Ok(Self { site: Site::new(client, address)? })
    }

    fn details(&self, token: &str) -> Result<Details, SourceError> {
        self.site.get(&format!("/api/v1/media/{token}"))
    }

    fn list_of(&self, query: &str) -> Result<Listing, SourceError> {
        let mut listing = Listing::default();
        for number in 1..=MOST_PAGES {
            let page: Page = self.site.get(&format!("/api/v1/media?{query}page={number}"))?;
            let is_last = page.next.is_none() || page.results.is_empty();
            for listed in page.results {
                self.add(&mut listing, listed);
            }
            if is_last || listing.items.len() >= MOST_ITEMS {
                break;
            }
        }
        Ok(listing)
    }

    fn add(&self, listing: &mut Listing, listed: Listed) {
        let kind = listed.media_type.as_deref().unwrap_or("video");
        if !is_name(&listed.friendly_token) {
            listing.passed_over.push((listed.title, "the site names it in a way that is none".to_owned()));
        } else if !matches!(kind, "video" | "audio") {
            listing.passed_over.push((listed.title, "no video".to_owned()));
        } else {
            listing.items.push(ListedItem {
                key: self.key(&listed.friendly_token),
                reference: listed.friendly_token,
                title: listed.title,
            });
        }
    }

    /// A token is short and of one site alone.
    fn key(&self, token: &str) -> String {
        format!("mediacms {} {token}", self.site.address.host())
    }

    fn captions(&self, details: &Details, into: &Destination, found: &mut FoundVideo) {
        for (number, subtitles) in details.subtitles_info.iter().flatten().enumerate() {
            match self.site.beside(&subtitles.src, &format!("captions-{number}"), into) {
                Ok(file) => found.captions.push((subtitles.srclang.clone(), file)),
                Err(reason) => found.left.push(format!("captions in {}: {reason}", subtitles.srclang)),
            }
        }
    }

    fn picture(&self, details: &Details, into: &Destination, found: &mut FoundVideo) {
        let Some(url) = details.poster_url.as_deref().or(details.thumbnail_url.as_deref()) else { return };
        match self.site.beside(url, "picture", into) {
            Ok(file) => found.picture = Some(file),
            Err(reason) => found.left.push(format!("its picture: {reason}")),
        }
    }
}

impl Source for MediacmsSource {
    fn list(&mut self) -> Result<Listing, SourceError> {
        let path = self.site.path();
        match path.as_slice() {
            [] => self.list_of(""),
            ["user", name, ..] if is_name(name) => self.list_of(&format!("author={name}&")),
            ["view"] => {
                let token = self.site.query("m").filter(|token| is_name(token)).ok_or_else(not_understood)?;
                let details = self.details(token)?;
                let mut listing = Listing::default();
                let Details { friendly_token, title, media_type, .. } = details;
                self.add(&mut listing, Listed { friendly_token, title, media_type });
                Ok(listing)
            }
            _ => Err(not_understood()),
        }
    }

    fn fetch(&mut self, reference: &str, into: &Destination) -> Result<FoundVideo, SourceError> {
        let details = self.details(reference)?;
        let url = details
            .original_media_url
            .clone()
            .filter(|url| !url.is_empty())
            .or_else(|| largest(&details))
            .ok_or_else(|| SourceError::Refused("The site offers no file of it.".to_owned()))?;
        let mut found = FoundVideo {
            key: self.key(reference),
            file: self.site.film(&url, into)?,
            title: details.title.clone(),
            description: details.description.clone().unwrap_or_default(),
            tags: details.tags_info.iter().flatten().map(|tag| tag.title.clone()).collect(),
            page_url: details
                .url
                .clone()
                .filter(|url| url.starts_with("https://") || url.starts_with("http://")),
            shown_at: shown_at(details.add_date.as_deref()),
            left: vec!["its comments, if there are any".to_owned()],
            ..FoundVideo::default()
        };
        self.captions(&details, into, &mut found);
        self.picture(&details, into, &mut found);
        Ok(found)
    }
}

fn not_understood() -> SourceError {
    SourceError::Refused(
        "Give the address of somebody's page (/user/…), a video (/view?m=…) or of the whole site.".to_owned(),
    )
}

/// The largest picture, in the codec that most can read.
fn largest(details: &Details) -> Option<String> {
    let encodings = details.encodings_info.as_ref()?;
    let of = |codecs: &BTreeMap<String, Encoding>| {
        let mut known = codecs.get("h264").into_iter().chain(codecs.values());
        known.find_map(|encoding| encoding.url.clone())
    };
    let urls =
        encodings.iter().filter_map(|(height, codecs)| Some((height.parse::<u32>().ok()?, of(codecs)?)));
    urls.max_by_key(|(height, _)| *height).map(|(_, url)| url)
}

fn shown_at(told: Option<&str>) -> Option<i64> {
    chrono::DateTime::parse_from_rfc3339(told?).ok().map(|moment| moment.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_the_original_the_largest_picture_is_taken() {
        let details: Details = serde_json::from_value(serde_json::json!({
            "friendly_token": "t", "title": "T", "original_media_url": null,
            "encodings_info": {
                "240": { "h264": { "url": "/240.mp4" } },
                "1080": { "vp9": { "url": "/1080.webm" }, "h264": { "url": null } },
                "720": { "h264": { "url": "/720.mp4" } },
                "preview": {},
            },
            "add_date": "2024-05-01T10:00:00.123456+00:00",
        }))
        .unwrap();
        assert_eq!(largest(&details).as_deref(), Some("/1080.webm"));
        assert_eq!(shown_at(details.add_date.as_deref()), Some(1_714_557_600));
    }
}
