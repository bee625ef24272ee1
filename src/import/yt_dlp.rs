//! A folder that yt-dlp wrote with `--write-info-json`, and `--write-subs`, `--write-thumbnail`, `--write-comments` as one liked.
//!
//! Beside each `NAME.info.json` lie `NAME.mp4` (or another film), `NAME.en.vtt` for each language, `NAME.jpg`. Folders within are read too,
//! for its usual templates make one for each uploader.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::walk::{self, extension, name_of};
use super::{FoundFolder, FoundVideo};

const INFO: &str = ".info.json";
/// Comments make it long; nothing else does.
const MOST_INFO_BYTES: u64 = 200 << 20;
/// From this age on a video is for adults.
const ADULT: f64 = 18.0;
const FILMS: [&str; 16] = [
    "mp4", "mkv", "webm", "mov", "m4v", "avi", "flv", "ogv", "ts", "3gp", "mp3", "m4a", "opus", "ogg",
    "flac", "wav",
];
const PICTURES: [&str; 4] = ["jpg", "jpeg", "png", "webp"];
const CAPTIONS: [&str; 2] = ["vtt", "srt"];

/// The fields of an info file that mean something here. Any may be absent or null.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Info {
    id: Option<String>,
    extractor_key: Option<String>,
    extractor: Option<String>,
    #[serde(rename = "_type")]
    kind: Option<String>,
    title: Option<String>,
    fulltitle: Option<String>,
    description: Option<String>,
    tags: Option<Vec<Option<String>>>,
    webpage_url: Option<String>,
    timestamp: Option<f64>,
    release_timestamp: Option<f64>,
    /// `20260131`
    upload_date: Option<String>,
    chapters: Option<Vec<Chapter>>,
    comments: Option<Vec<serde_json::Value>>,
    language: Option<String>,
    age_limit: Option<f64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Chapter {
    start_time: Option<f64>,
    title: Option<String>,
}

/// Everything that the folder holds. What cannot be understood is passed over and named; a folder that cannot be read is an error.
pub fn read_folder(folder: &Path) -> io::Result<FoundFolder> {
    let mut found = FoundFolder::default();
    let files = walk::files(folder)?;
    for info in files.iter().filter(|file| name_of(file).ends_with(INFO)) {
        match read(info, &files) {
            Ok(Some(video)) => found.videos.push(video),
            // A playlist's own description is no video.
            Ok(None) => {}
            Err(reason) => found.passed_over.push((info.clone(), reason)),
        }
    }
    Ok(found)
}

fn read(path: &Path, files: &[PathBuf]) -> Result<Option<FoundVideo>, String> {
    let in_words = |error: io::Error| error.to_string();
    if path.metadata().map_err(in_words)?.len() > MOST_INFO_BYTES {
        return Err("too large to be read".to_owned());
    }
    let text = fs::read(path).map_err(in_words)?;
    let info: Info =
        serde_json::from_slice(&text).map_err(|error| format!("no description of a video: {error}"))?;
    if info.kind.as_deref().is_some_and(|kind| kind != "video") {
        return Ok(None);
    }
    let stem = name_of(path).trim_end_matches(INFO).to_owned();
    let beside: Vec<&PathBuf> = files.iter().filter(|file| is_beside(file, path, &stem)).collect();
    let with = |extensions: &[&str]| {
        let is_that = |file: &&&PathBuf| extensions.contains(&extension(file).as_str());
        beside.iter().filter(is_that).map(|file| (*file).clone()).collect::<Vec<PathBuf>>()
    };
    let film =
        with(&FILMS).into_iter().find(|file| name_of(file).len() == stem.len() + 1 + extension(file).len());
    let file = film.ok_or_else(|| "there is no film beside it".to_owned())?;
    let captions: BTreeMap<String, PathBuf> =
        with(&CAPTIONS).into_iter().filter_map(|file| Some((language(&file, &stem)?, file))).collect();
    Ok(Some(FoundVideo {
        key: key(&info, &stem),
        title: info.fulltitle.or(info.title).unwrap_or_else(|| stem.clone()),
        description: info.description.unwrap_or_default(),
        tags: info.tags.unwrap_or_default().into_iter().flatten().collect(),
        page_url: info.webpage_url.filter(|url| url.starts_with("https://") || url.starts_with("http://")),
        shown_at: shown_at(info.timestamp.or(info.release_timestamp), info.upload_date.as_deref()),
        captions: captions.into_iter().collect(),
        chapters: chapters(info.chapters.unwrap_or_default()),
        picture: with(&PICTURES).into_iter().next(),
        comments: info.comments.map_or(0, |comments| comments.len()),
        language: info.language,
        sensitive: info.age_limit.is_some_and(|age| age >= ADULT),
        left: Vec::new(),
        file,
    }))
}

/// The site's name for it where it is told; else the file's.
fn key(info: &Info, stem: &str) -> String {
    match (info.extractor_key.as_ref().or(info.extractor.as_ref()), &info.id) {
        (Some(site), Some(id)) => format!("{} {id}", site.to_lowercase()),
        _ => format!("file {stem}"),
    }
}

fn is_beside(file: &Path, info: &Path, stem: &str) -> bool {
    file.parent() == info.parent()
        && name_of(file).strip_prefix(stem).is_some_and(|rest| rest.starts_with('.'))
}

/// `en` of `NAME.en.vtt`
fn language(file: &Path, stem: &str) -> Option<String> {
    let name = name_of(file);
    let language =
        name.strip_prefix(stem)?.strip_prefix('.')?.strip_suffix(&format!(".{}", extension(file)))?;
    (!language.is_empty() && !language.contains('.')).then(|| language.to_owned())
}

fn chapters(told: Vec<Chapter>) -> Vec<(i64, String)> {
    let told = told.into_iter().filter_map(|chapter| {
        let start = chapter.start_time.filter(|start| start.is_finite() && *start >= 0.0)?;
        Some((start as i64, chapter.title?))
    });
    told.collect()
}

fn shown_at(timestamp: Option<f64>, date: Option<&str>) -> Option<i64> {
    if let Some(seconds) = timestamp.filter(|seconds| seconds.is_finite() && *seconds > 0.0) {
        return Some(seconds as i64);
    }
    let date = chrono::NaiveDate::parse_from_str(date?, "%Y%m%d").ok()?;
    Some(date.and_hms_opt(12, 0, 0)?.and_utc().timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    #[test]
    fn a_video_is_found_with_all_that_lies_beside_it() {
        let info = r#"{"id": "x1", "extractor_key": "Youtube", "title": "T", "fulltitle": "The title", "description": "D",
            "tags": ["a", null, "b"], "webpage_url": "https://example.org/x1", "timestamp": 1700000000.5, "upload_date": "20200101",
            "chapters": [{"start_time": 0, "title": "Begin"}, {"start_time": 61.7, "title": "On"}, {"title": "Nowhere"}],
            "comments": [{"text": "hi"}, {}], "language": "en", "age_limit": 18, "unknown": {"nested": []}}"#;
        let folder = folder(&[
            ("ann/T [x1].info.json", info),
            ("ann/T [x1].webm", ""),
            ("ann/T [x1].f137.mp4", ""),
            ("ann/T [x1].en.vtt", ""),
            ("ann/T [x1].pt-BR.srt", ""),
            ("ann/T [x1].webp", ""),
            ("ann/T [x12].mp4", ""),
            ("ann/other.mp4", ""),
        ]);
        let found = read_folder(folder.path()).unwrap();
        let at = |name: &str| folder.path().join("ann").join(name);
        assert!(found.passed_over.is_empty());
        let expected = FoundVideo {
            key: "youtube x1".to_owned(),
            file: at("T [x1].webm"),
            title: "The title".to_owned(),
            description: "D".to_owned(),
            tags: vec!["a".to_owned(), "b".to_owned()],
            page_url: Some("https://example.org/x1".to_owned()),
            shown_at: Some(1_700_000_000),
            captions: vec![
                ("en".to_owned(), at("T [x1].en.vtt")),
                ("pt-BR".to_owned(), at("T [x1].pt-BR.srt")),
            ],
            chapters: vec![(0, "Begin".to_owned()), (61, "On".to_owned())],
            picture: Some(at("T [x1].webp")),
            language: Some("en".to_owned()),
            sensitive: true,
            comments: 2,
            left: Vec::new(),
        };
        assert_eq!(found.videos, [expected]);
    }

    #[test]
    fn what_is_no_video_is_passed_over_and_named() {
        let folder = folder(&[
            ("list.info.json", r#"{"_type": "playlist", "title": "All"}"#),
            ("gone.info.json", r#"{"id": "1"}"#),
            ("torn.info.json", "{\"id\": "),
            ("plain.info.json", r#"{"title": null, "upload_date": "20240229"}"#),
            ("plain.mp4", ""),
        ]);
        let found = read_folder(folder.path()).unwrap();
        let names: Vec<String> = found.passed_over.iter().map(|(path, _)| name_of(path)).collect();
        assert_eq!(names, ["gone.info.json", "torn.info.json"]);
        assert_eq!(found.videos.len(), 1);
        let plain = &found.videos[0];
        assert_eq!((plain.key.as_str(), plain.title.as_str()), ("file plain", "plain"));
        assert_eq!(plain.shown_at, Some(1_709_208_000));
        assert!(read_folder(&folder.path().join("nowhere")).is_err());
    }
}
