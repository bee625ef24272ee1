//! A PeerTube site, or any that answers in its shapes, as Kinora does: a channel, an account, a playlist, one video, or all that is
//! the site's own.

mod answers;

use serde::de::DeserializeOwned;

use self::answers::{Captions, Chapters, Description, Details, File, Listed, Page, Playlist};
use super::site::{Site, is_name};
use super::source::{Destination, ListedItem, Listing, MOST_ITEMS, Source, SourceError};
use super::{FoundPlaylist, FoundVideo};
use crate::outgoing::Client;

const PER_PAGE: usize = 100;
/// Older sites cut descriptions off here, and have the whole elsewhere.
const DESCRIPTION_CHARACTERS: usize = 250;

pub struct PeertubeSource {
    site: Site,
}

/// What an address of a page names.
#[derive(Debug, PartialEq, Eq)]
enum Named {
    Video(String),
    Playlist(String),
    /// A channel, an account or the site, by the path of its videos within the API, with the beginning of its query, and that of
    /// its playlists.
    Owner {
        videos: String,
        playlists: String,
    },
}

impl PeertubeSource {
    pub fn new(client: Client, address: &str) -> Result<Self, SourceError> {
        Ok(Self { site: Site::new(client, address)? })
    }

    fn list_of(&self, path: &str) -> Result<Listing, SourceError> {
        let mut listing = Listing::default();
        self.each(path, "&nsfw=both", |listed| add(&mut listing, listed))?;
        Ok(listing)
    }

    /// A site that knows no playlists has none.
    fn playlists_of(&self, path: &str) -> Result<Vec<ListedItem>, SourceError> {
        let mut found = Vec::new();
        let read = self.each(path, "", |playlist: Playlist| {
            if is_name(&playlist.uuid) && playlist.is_local != Some(false) {
                found.push(playlist.listed());
            }
        });
        match read {
            Ok(()) | Err(SourceError::Refused(_)) => Ok(found),
            Err(error) => Err(error),
        }
    }

    /// Reads a list page by page, asked for with `also` at the end of the query.
    fn each<T: DeserializeOwned + Default>(
        &self,
        path: &str,
        also: &str,
        mut take: impl FnMut(T),
    ) -> Result<(), SourceError> {
        let mut start = 0;
        while start < MOST_ITEMS {
            let page: Page<T> = self.site.get(&format!("{path}start={start}&count={PER_PAGE}{also}"))?;
            let found = page.data.len();
            page.data.into_iter().for_each(&mut take);
            start += found;
            if found == 0 || start >= page.total {
                break;
            }
        }
        Ok(())
    }

    fn playlist_details(&self, id: &str) -> Result<Playlist, SourceError> {
        let playlist: Playlist = self.site.get(&format!("/api/v1/video-playlists/{id}"))?;
        if is_name(&playlist.uuid) { Ok(playlist) } else { Err(not_understood()) }
    }

    fn details(&self, id: &str) -> Result<Details, SourceError> {
        let mut details: Details = self.site.get(&format!("/api/v1/videos/{id}"))?;
        let description = details.description.as_deref().unwrap_or_default();
        if description.chars().count() >= DESCRIPTION_CHARACTERS && description.ends_with("...") {
            let whole: Description = self.site.get(&format!("/api/v1/videos/{id}/description"))?;
            details.description = whole.description;
        }
        Ok(details)
    }

    /// What a site may not have, and what is worth a video without it.
    fn captions(&self, id: &str, into: &Destination, found: &mut FoundVideo) -> Result<(), SourceError> {
        let captions: Captions = match self.site.get(&format!("/api/v1/videos/{id}/captions")) {
            Err(SourceError::Refused(reason)) => {
                found.left.push(format!("captions: {reason}"));
                return Ok(());
            }
            captions => captions?,
        };
        for (number, caption) in captions.data.iter().enumerate() {
            let Some(url) = caption.file_url.as_deref().or(caption.caption_path.as_deref()) else { continue };
            match self.site.beside(url, &format!("captions-{number}"), into) {
                Ok(file) => found.captions.push((caption.language.id.clone().unwrap_or_default(), file)),
                Err(reason) => found.left.push(format!("captions: {reason}")),
            }
        }
        Ok(())
    }

    fn chapters(&self, id: &str, found: &mut FoundVideo) -> Result<(), SourceError> {
        match self.site.get::<Chapters>(&format!("/api/v1/videos/{id}/chapters")) {
            // Sites of an older version have none.
            Err(SourceError::Refused(_)) => Ok(()),
            chapters => {
                let chapters = chapters?.chapters.into_iter();
                found.chapters = chapters.map(|chapter| (chapter.timecode as i64, chapter.title)).collect();
                Ok(())
            }
        }
    }

    fn picture(&self, details: &Details, into: &Destination, found: &mut FoundVideo) {
        let Some(url) = details.picture() else { return };
        match self.site.beside(&url, "picture", into) {
            Ok(file) => found.picture = Some(file),
            Err(reason) => found.left.push(format!("its picture: {reason}")),
        }
    }
}

impl Source for PeertubeSource {
    fn list(&mut self) -> Result<Listing, SourceError> {
        match named(&self.site)? {
            Named::Owner { videos, playlists } => {
                let playlists = self.playlists_of(&playlists)?;
                Ok(Listing { playlists, ..self.list_of(&videos)? })
            }
            Named::Playlist(id) => {
                let playlist = self.playlist_details(&id)?.listed();
                let videos = self.list_of(&in_playlist(&id))?;
                Ok(Listing { playlists: vec![playlist], ..videos })
            }
            Named::Video(id) => {
                let details = self.details(&id)?;
                let mut listing = Listing::default();
                add(&mut listing, details.listed());
                Ok(listing)
            }
        }
    }

    fn fetch(&mut self, reference: &str, into: &Destination) -> Result<FoundVideo, SourceError> {
        let details = self.details(reference)?;
        let file = best(&details)
            .ok_or_else(|| SourceError::Refused("The site offers no file of it.".to_owned()))?;
        let url = file.file_url.as_deref().or(file.file_download_url.as_deref()).unwrap_or_default();
        into.check_size(file.size.unwrap_or(0.0) as u64)?;
        let mut found = FoundVideo {
            key: key(&details.uuid),
            file: self.site.film(url, into)?,
            title: details.name.clone(),
            description: details.description.clone().unwrap_or_default(),
            tags: details.tags.clone(),
            page_url: details
                .url
                .clone()
                .filter(|url| url.starts_with("https://") || url.starts_with("http://")),
            shown_at: details.shown_at(),
            language: details.language.id.clone(),
            sensitive: details.nsfw,
            comments: details.comments.map_or(0, |comments| comments as usize),
            ..FoundVideo::default()
        };
        self.captions(reference, into, &mut found)?;
        self.chapters(reference, &mut found)?;
        self.picture(&details, into, &mut found);
        Ok(found)
    }

    fn playlist(&mut self, reference: &str) -> Result<FoundPlaylist, SourceError> {
        let playlist = self.playlist_details(reference)?;
        let videos = self.list_of(&in_playlist(reference))?.items;
        Ok(FoundPlaylist {
            title: playlist.display_name,
            description: playlist.description.unwrap_or_default(),
            videos: videos.into_iter().map(|video| video.key).collect(),
        })
    }
}

impl Playlist {
    fn listed(self) -> ListedItem {
        ListedItem {
            key: format!("peertube playlist {}", self.uuid),
            reference: self.uuid,
            title: self.display_name,
        }
    }
}

fn in_playlist(id: &str) -> String {
    format!("/api/v1/video-playlists/{id}/videos?")
}

fn named(site: &Site) -> Result<Named, SourceError> {
    let path = site.path();
    if path.iter().any(|part| !is_name(part)) {
        return Err(not_understood());
    }
    Ok(match path.as_slice() {
        [] | ["videos", "local" | "browse"] => Named::Owner {
            videos: "/api/v1/videos?isLocal=true&sort=-publishedAt&".to_owned(),
            playlists: "/api/v1/video-playlists?".to_owned(),
        },
        ["w", "p", id] | ["videos", "watch", "playlist", id] => Named::Playlist((*id).to_owned()),
        ["w", id] | ["videos", "watch" | "embed", id] => Named::Video((*id).to_owned()),
        ["c" | "video-channels", handle, ..] => owner("video-channels", handle),
        ["a" | "accounts", handle, ..] => owner("accounts", handle),
        _ => return Err(not_understood()),
    })
}

fn owner(kind: &str, handle: &str) -> Named {
    Named::Owner {
        videos: format!("/api/v1/{kind}/{handle}/videos?sort=-publishedAt&"),
        playlists: format!("/api/v1/{kind}/{handle}/video-playlists?"),
    }
}

fn not_understood() -> SourceError {
    SourceError::Refused(
        "Give the address of a channel (/c/…), an account (/a/…), a playlist (/w/p/…), a video (/w/…) or of the whole site.".to_owned(),
    )
}

fn add(listing: &mut Listing, listed: Listed) {
    // The items of a playlist wrap their videos, which may be gone.
    let Some(video) = listed.video() else {
        listing.passed_over.push(("A place in the playlist".to_owned(), "its video is gone".to_owned()));
        return;
    };
    if !is_name(&video.uuid) {
        listing.passed_over.push((video.name, "the site names it in a way that is none".to_owned()));
    } else if video.is_live {
        listing.passed_over.push((video.name, "a live stream".to_owned()));
    } else {
        listing.items.push(ListedItem { key: key(&video.uuid), reference: video.uuid, title: video.name });
    }
}

/// A UUID is the same on every site that shows the video.
fn key(uuid: &str) -> String {
    format!("peertube {uuid}")
}

/// The largest picture with sound in one file; what has only one of them where there is nothing else.
fn best(details: &Details) -> Option<&File> {
    let all =
        details.files.iter().chain(details.streaming_playlists.iter().flat_map(|playlist| &playlist.files));
    let has_url = |file: &&File| file.file_url.is_some() || file.file_download_url.is_some();
    let height = |file: &&File| file.resolution.id.unwrap_or(0.0) as i64;
    let is_whole = |file: &&File| file.has_audio != Some(false) && file.has_video != Some(false);
    // Of equals the last is taken: turned around, the plain files come before the pieces of a stream.
    let turned: Vec<&File> = all.filter(has_url).collect();
    turned.into_iter().rev().max_by_key(|file| (is_whole(file), height(file)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outgoing::Networks;

    fn named_at(address: &str) -> Result<Named, SourceError> {
        named(&Site::new(Client::new(Networks::Public), address)?)
    }

    #[test]
    fn an_address_of_a_page_names_a_list_or_a_video() {
        let list = |videos: &str, playlists: &str| Named::Owner {
            videos: videos.to_owned(),
            playlists: playlists.to_owned(),
        };
        let at = |path: &str| named_at(&format!("https://videos.example.org{path}")).unwrap();
        assert_eq!(
            at("/c/boats@other.org/videos?s=1"),
            list(
                "/api/v1/video-channels/boats@other.org/videos?sort=-publishedAt&",
                "/api/v1/video-channels/boats@other.org/video-playlists?"
            )
        );
        assert_eq!(
            at("/a/ann/video-channels"),
            list("/api/v1/accounts/ann/videos?sort=-publishedAt&", "/api/v1/accounts/ann/video-playlists?")
        );
        assert_eq!(at("/w/p/abc"), Named::Playlist("abc".to_owned()));
        assert_eq!(at("/w/abc?start=3s"), Named::Video("abc".to_owned()));
        assert_eq!(at("/videos/watch/abc"), Named::Video("abc".to_owned()));
        assert_eq!(
            at(""),
            list("/api/v1/videos?isLocal=true&sort=-publishedAt&", "/api/v1/video-playlists?")
        );
        assert!(named_at("https://videos.example.org/about/instance").is_err());
        assert!(named_at("https://videos.example.org/c/%2e%2e/..%2fadmin/x y").is_err());
    }

    #[test]
    fn the_best_file_is_the_largest_with_picture_and_sound() {
        let details: Details = serde_json::from_value(serde_json::json!({
            "uuid": "u", "name": "n",
            "files": [
                { "resolution": { "id": 480 }, "fileUrl": "480" },
                { "resolution": { "id": 720 }, "fileUrl": "720" },
                { "resolution": { "id": 2160 } },
            ],
            "streamingPlaylists": [{ "files": [
                { "resolution": { "id": 1080 }, "fileUrl": "1080-silent", "hasAudio": false },
                { "resolution": { "id": 720 }, "fileUrl": "720-stream" },
            ] }],
        }))
        .unwrap();
        assert_eq!(best(&details).unwrap().file_url.as_deref(), Some("720"));
        assert!(best(&Details::default()).is_none());
    }
}
