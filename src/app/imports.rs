//! Takes in what was found elsewhere, a video at a time: as an upload of its new owner, with its words, its date, its captions and chapters.
//!
//! The UUID follows from the owner and the found video's key, so that what is here already is noticed however often an import is begun
//! again. Everything of one video is written in one transaction; its file is processed by the uploads' own task.

use std::fs;
use std::path::Path;

use super::App;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{UserId, Uuid};
use crate::error::{Error, Invalid, Result};
use crate::import::FoundVideo;
use crate::models::captions::{CaptionsDetails, NewCaptions, VideoCaptions};
use crate::models::chapter::{ChapterDetails, Chapters};
use crate::models::video::details::{DESCRIPTION_CHARACTERS, TAG_CHARACTERS, TAGS, TITLE_CHARACTERS};
use crate::models::video::{NewUpload, Video, VideoDetails, title_of_file};
use crate::text::captions::Captions;
use crate::text::{chapters, plain};

const PURPOSE: &str = "imported video";

/// Whose it becomes, and who may see it.
#[derive(Debug, Clone)]
pub struct ImportWish {
    pub owner: UserId,
    /// The handle of one of the owner's channels; None for their first.
    pub channel: Option<String>,
    pub privacy: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// With what could not be taken along, in words.
    Taken { uuid: Uuid, left: Vec<String> },
    /// An earlier import took it.
    ThereAlready { uuid: Uuid },
}

impl App {
    pub fn import_video(&self, wish: &ImportWish, found: &FoundVideo) -> Result<Imported> {
        let (owner, uuid) = (wish.owner, self.uuid_of_import(wish.owner, &found.key));
        let is_there =
            self.db.read_blocking(|conn| match Video::find_own(conn, owner, uuid).map_err(Error::from) {
                Ok(_) => Ok(true),
                Err(Error::NotFound) => Ok(false),
                Err(error) => Err(error),
            })?;
        if is_there {
            return Ok(Imported::ThereAlready { uuid });
        }
        let mut left = Vec::new();
        let details = details(found, &wish.privacy, &mut left)?;
        let captions = self.read_captions(found, &mut left);
        let marks = chapters_of(found, &mut left);
        if found.comments > 0 {
            left.push(format!("{} comments: their authors have no account here", found.comments));
        }
        if found.picture.is_some() {
            left.push("its picture: the site makes some to choose from".to_owned());
        }
        let upload = NewUpload {
            uuid,
            bytes: self.receive_copy(uuid, &found.file)?,
            channel: wish.channel.clone(),
            quota_bytes: self.quota_bytes(),
        };
        let (now, shown_at) =
            (self.now(), found.shown_at.map(|seconds| Timestamp::from_millis(seconds * 1000)));
        let written = self.db.write_blocking(move |conn| {
            let video = Video::upload(conn, owner, &details, &upload, now)?;
            if let Some(shown_at) = shown_at.filter(|shown_at| *shown_at < now) {
                Video::backdate(conn, video.id, shown_at)?;
            }
            for new in &captions {
                VideoCaptions::create_own(conn, owner, uuid, new, now)?;
            }
            write_chapters(conn, owner, uuid, &marks)
        });
        if let Err(error) = written {
            self.workspace.remove_incoming(uuid.as_str())?;
            return Err(error);
        }
        Ok(Imported::Taken { uuid, left })
    }

    /// The same for the same video at every import, and no stranger can tell it.
    fn uuid_of_import(&self, owner: UserId, key: &str) -> Uuid {
        let signature = self.keys.signer(PURPOSE).sign(format!("{owner} {key}").as_bytes());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&signature[..16]);
        Uuid::from(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }

    /// A copy in the incoming folder, where the task looks for it.
    fn receive_copy(&self, uuid: Uuid, file: &Path) -> Result<i64> {
        let incoming = self.workspace.incoming(uuid.as_str())?;
        self.workspace.remove_incoming(uuid.as_str())?;
        let bytes = fs::copy(file, &incoming)?;
        let limit = self.config.limits.upload_bytes;
        if bytes == 0 || bytes > limit {
            self.workspace.remove_incoming(uuid.as_str())?;
            let reason =
                if bytes == 0 { "The file is empty." } else { "The file is larger than the site takes." };
            return Err(Invalid::field("file", reason).into());
        }
        Ok(i64::try_from(bytes).unwrap_or(i64::MAX))
    }

    fn read_captions(&self, found: &FoundVideo, left: &mut Vec<String>) -> Vec<NewCaptions> {
        let mut read = Vec::new();
        for (language, path) in &found.captions {
            let words = fs::read(path).map_err(|error| error.to_string());
            let captions =
                words.and_then(|words| Captions::parse(&words).map_err(|refused| refused.to_string()));
            let details = CaptionsDetails::parse(language, "").map_err(|refused| refused.to_string());
            let quota = self.quota_bytes();
            match captions.and_then(|captions| Ok(NewCaptions::new(details?, &captions, quota))) {
                Ok(new) => read.push(new),
                Err(reason) => left.push(format!("captions in {language}: {reason}")),
            }
        }
        read
    }
}

/// What is longer than the site takes is cut, and said.
fn details(found: &FoundVideo, privacy: &str, left: &mut Vec<String>) -> Result<VideoDetails, Invalid> {
    let mut title = plain::clean_line(&found.title);
    if title.is_empty() {
        title = title_of_file(&found.file.to_string_lossy());
    }
    let mut description = found.description.clone();
    if let Some(url) = found.page_url.as_ref().filter(|url| !description.contains(url.as_str())) {
        description = format!("{description}\n\n{url}");
    }
    let mut cut = |text: &mut String, most: usize, what: &str| {
        if text.chars().count() > most {
            *text = text.chars().take(most).collect();
            left.push(format!("the end of the {what}, which is longer than {most} characters"));
        }
    };
    cut(&mut title, TITLE_CHARACTERS, "title");
    cut(&mut description, DESCRIPTION_CHARACTERS, "description");
    let fitting: Vec<&str> = found
        .tags
        .iter()
        .map(|tag| tag.trim())
        .filter(|tag| !tag.is_empty() && !tag.contains(',') && tag.chars().count() <= TAG_CHARACTERS)
        .take(TAGS)
        .collect();
    if fitting.len() < found.tags.len() {
        left.push(format!("{} of {} tags", found.tags.len() - fitting.len(), found.tags.len()));
    }
    VideoDetails::parse(&title, &description, &fitting.join(","), privacy)
}

fn chapters_of(found: &FoundVideo, left: &mut Vec<String>) -> Option<ChapterDetails> {
    if found.chapters.is_empty() {
        return None;
    }
    let mark = |(start, title): &(i64, String)| chapters::ChapterMark {
        start_ms: start * 1000,
        title: title.clone(),
    };
    let lines = chapters::lines(&found.chapters.iter().map(mark).collect::<Vec<_>>());
    match ChapterDetails::parse(&lines, 0) {
        Ok(details) => Some(details),
        Err(refused) => {
            left.push(format!("chapters: {refused}"));
            None
        }
    }
}

fn write_chapters(conn: &mut Conn, owner: UserId, uuid: Uuid, marks: &Option<ChapterDetails>) -> Result<()> {
    match marks {
        Some(marks) => Chapters::set_own(conn, owner, uuid, marks),
        None => Ok(()),
    }
}
