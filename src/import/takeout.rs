//! YouTube's part of a Google Takeout: its archives, a folder with them in it, or what was unpacked from them.
//!
//! Folders and columns have other names in every language, so the tables are known by what stands in them: one column of YouTube's
//! ids, and one with the titles after which the films are named. Films outside the folder that holds such a table belong to some other
//! service and are left alone.

mod files;
mod table;
mod videos;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use self::files::{Entry, Files};
use self::videos::{Described, described_in_json, described_in_table, is_beginning, plain};
use super::source::{Destination, ListedItem, Listing, Source, SourceError};
use super::{FoundPlaylist, FoundVideo};

/// How a playlist's file ends behind its title, in several languages and small letters.
const ENDINGS: [&str; 5] = ["videos", "vídeos", "vidéos", "video", "video's"];
const FILMS: [&str; 14] =
    ["mp4", "mkv", "webm", "mov", "m4v", "avi", "flv", "ogv", "ts", "3gp", "wmv", "mpg", "mpeg", "mts"];

pub struct TakeoutSource {
    path: PathBuf,
    read: Option<Read>,
}

/// What the archives hold, as far as it concerns videos.
struct Read {
    files: Files,
    films: Vec<Film>,
    playlists: Vec<Playlist>,
    passed_over: Vec<(String, String)>,
}

struct Film {
    entry: Entry,
    described: Option<Described>,
}

struct Playlist {
    entry: Entry,
    /// YouTube's ids.
    videos: Vec<String>,
}

impl TakeoutSource {
    pub fn new(path: PathBuf) -> Self {
        Self { path, read: None }
    }

    fn read(&mut self) -> Result<&mut Read, SourceError> {
        let read = match self.read.take() {
            Some(read) => read,
            None => read(&self.path)?,
        };
        Ok(self.read.insert(read))
    }
}

impl Source for TakeoutSource {
    fn list(&mut self) -> Result<Listing, SourceError> {
        let read = self.read()?;
        let item = |film: &Film| ListedItem { key: film.key(), reference: film.key(), title: film.title() };
        let playlist = |playlist: &Playlist| ListedItem {
            key: playlist.key(),
            reference: playlist.key(),
            title: playlist.title().to_owned(),
        };
        Ok(Listing {
            items: read.films.iter().map(item).collect(),
            playlists: read.playlists.iter().map(playlist).collect(),
            passed_over: read.passed_over.clone(),
        })
    }

    fn fetch(&mut self, reference: &str, into: &Destination) -> Result<FoundVideo, SourceError> {
        let Read { files, films, .. } = self.read()?;
        let film = films.iter().find(|film| film.key() == reference).ok_or_else(gone)?;
        into.check_size(film.entry.bytes)?;
        let file = files.film(&film.entry, into)?;
        let described = film.described.clone().unwrap_or_default();
        Ok(FoundVideo {
            key: film.key(),
            title: film.title(),
            description: described.description,
            tags: described.tags,
            page_url: None,
            shown_at: described.shown_at,
            language: described.language,
            file,
            ..FoundVideo::default()
        })
    }

    fn playlist(&mut self, reference: &str) -> Result<FoundPlaylist, SourceError> {
        let playlists = &self.read()?.playlists;
        let playlist = playlists.iter().find(|playlist| playlist.key() == reference).ok_or_else(gone)?;
        Ok(FoundPlaylist {
            title: playlist.title().to_owned(),
            description: String::new(),
            videos: playlist.videos.iter().map(|id| key(id)).collect(),
        })
    }
}

fn gone() -> SourceError {
    SourceError::Refused("It is no longer in the archive.".to_owned())
}

/// The same as of a video that yt-dlp fetched, so that it is not taken from both.
fn key(id: &str) -> String {
    format!("youtube {id}")
}

impl Film {
    fn key(&self) -> String {
        match &self.described {
            Some(described) => key(&described.id),
            None => format!("takeout {}", self.entry.name),
        }
    }

    fn title(&self) -> String {
        match &self.described {
            Some(described) if !described.title.is_empty() => described.title.clone(),
            _ => self.entry.stem().to_owned(),
        }
    }
}

impl Playlist {
    fn key(&self) -> String {
        format!("takeout playlist {}", self.entry.name)
    }

    /// As the file is called: `Ships-videos`.
    fn title(&self) -> &str {
        match self.entry.stem().rsplit_once('-') {
            Some((title, ending)) if ENDINGS.contains(&ending.to_lowercase().as_str()) => title,
            _ => self.entry.stem(),
        }
    }
}

fn read(path: &Path) -> Result<Read, SourceError> {
    let mut files = Files::open(path)?;
    let mut described: Vec<Described> = Vec::new();
    let mut homes: Vec<String> = Vec::new();
    let mut playlists = Vec::new();
    let mut passed_over = files.passed_over();
    let films: Vec<Entry> = files.entries().filter(|entry| is_film(entry)).cloned().collect();
    let stems: Vec<String> = films.iter().map(|film| plain(film.title_part())).collect();
    let texts: Vec<Entry> = files
        .entries()
        .filter(|entry| matches!(entry.extension().as_str(), "csv" | "json"))
        .cloned()
        .collect();
    for entry in &texts {
        let Some(text) = files.text(entry)? else { continue };
        let found = match entry.extension().as_str() {
            "csv" => described_in_table(&text, &stems),
            _ => described_in_json(&text),
        };
        if !found.is_empty() {
            homes.push(entry.grandparent().to_owned());
            described.extend(found);
        } else if let Some(videos) = table::playlist_of(&text) {
            playlists.push(Playlist { entry: entry.clone(), videos });
        }
    }
    let is_at_home = |entry: &Entry| {
        homes.iter().any(|home| entry.name.starts_with(home.as_str())) || entry.name.contains("YouTube")
    };
    let films: Vec<Entry> = films.into_iter().filter(is_at_home).collect();
    if films.is_empty() {
        return Err(SourceError::Refused(
            "There are no films of YouTube in it. Choose “YouTube” with its videos when you order the archive.".to_owned(),
        ));
    }
    let (films, without_film) = matched(films, described);
    let without = |one: Described| (one.title, "its film is in none of the archives".to_owned());
    passed_over.extend(without_film.into_iter().map(without));
    Ok(Read { files, films, playlists, passed_over })
}

fn is_film(entry: &Entry) -> bool {
    FILMS.contains(&entry.extension().as_str())
}

/// Gives each film what is said of it: by its whole title first, then by the beginning of one. Of films of the same title the first gets
/// the first description.
fn matched(mut entries: Vec<Entry>, described: Vec<Described>) -> (Vec<Film>, Vec<Described>) {
    entries.sort_by_key(|entry| (entry.title_part().to_owned(), entry.number(), entry.name.clone()));
    let mut waiting: BTreeMap<usize, Described> = BTreeMap::new();
    for one in described {
        if waiting.values().all(|known| known.id != one.id) {
            waiting.insert(waiting.len(), one);
        }
    }
    let mut films: Vec<Film> = entries.into_iter().map(|entry| Film { entry, described: None }).collect();
    let is_whole = |title: &str, stem: &str| title == stem;
    for fits in [&is_whole as &dyn Fn(&str, &str) -> bool, &is_beginning] {
        for film in films.iter_mut().filter(|film| film.described.is_none()) {
            let stem = plain(film.entry.title_part());
            let place =
                waiting.iter().find(|(_, one)| fits(&plain(&one.title), &stem)).map(|(place, _)| *place);
            film.described = place.and_then(|place| waiting.remove(&place));
        }
    }
    (films, waiting.into_values().collect())
}
