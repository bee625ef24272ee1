//! Takes in one found video: as an upload of its new owner, with its words, its date, its captions, chapters and picture.
//!
//! The UUID follows from the owner and the found video's key, so that what is here already is noticed however often an import is begun
//! again. Everything of one video is written in one transaction; its file is processed by the uploads' own task.

use std::fs;
use std::path::Path;

use crate::app::App;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{UserId, Uuid};
use crate::error::{Invalid, Result};
use crate::import::{Destination, FoundVideo};
use crate::models::captions::{CaptionsDetails, NewCaptions, VideoCaptions};
use crate::models::chapter::{ChapterDetails, Chapters};
use crate::models::import::{Import, ImportItem, Outcome};
use crate::models::video::details::{DESCRIPTION_CHARACTERS, TAG_CHARACTERS, TAGS, TITLE_CHARACTERS};
use crate::models::video::{NewUpload, Video, VideoDetails, VideoSettings, title_of_file};
use crate::storage::Workspace;
use crate::text::captions::Captions;
use crate::text::language::Language;
use crate::text::{chapters, plain};

const PURPOSE: &str = "imported video";

impl App {
    /// Writes the video, and in the same transaction what became of the item.
    pub(super) fn take_in(
        &self,
        import: &Import,
        item: &ImportItem,
        uuid: Uuid,
        found: &FoundVideo,
        into: &Destination,
    ) -> Result<Outcome> {
        let owner = import.user_id;
        let mut left = found.left.clone();
        let details = details(found, import.privacy.as_str(), &mut left)?;
        let language = found.language.as_deref().and_then(Language::parse);
        let captions = self.read_captions(found, &mut left);
        let marks = chapters_of(found, &mut left);
        if found.comments > 0 {
            left.push(format!("{} comments: their authors have no account here", found.comments));
        }
        let upload = NewUpload {
            uuid,
            bytes: self.receive(uuid, &found.file, into)?,
            channel: import.channel.clone(),
            quota_bytes: self.quota_bytes(),
        };
        self.receive_picture(uuid, found, &mut left)?;
        let (now, shown_at) =
            (self.now(), found.shown_at.map(|seconds| Timestamp::from_millis(seconds.saturating_mul(1000))));
        let settings = VideoSettings { sensitive: found.sensitive, ..VideoSettings::default() };
        let (item, outcome) = (item.clone(), Outcome::Taken { uuid, left });
        let settled = outcome.clone();
        self.db.write_blocking(move |conn| {
            let video = Video::upload(conn, owner, &details, &upload, now)?;
            if let Some(shown_at) = shown_at.filter(|shown_at| *shown_at < now) {
                Video::backdate(conn, video.id, shown_at)?;
            }
            settings.apply(conn, video.id)?;
            if let Some(language) = &language {
                Video::set_language(conn, video.id, language)?;
            }
            for new in &captions {
                VideoCaptions::create_own(conn, owner, uuid, new, now)?;
            }
            write_chapters(conn, owner, uuid, &marks)?;
            Ok(item.settle(conn, &settled, now)?)
        })?;
        self.wake_workers();
        Ok(outcome)
    }

    /// Removes what was fetched for nothing.
    pub(super) fn forget_fetched(&self, uuid: Uuid) -> Result<()> {
        self.workspace.remove_incoming(uuid.as_str())?;
        Ok(self.workspace.remove_incoming(&picture_of(&uuid))?)
    }

    /// The same for the same video at every import, and no stranger can tell it.
    pub(super) fn uuid_of_import(&self, owner: UserId, key: &str) -> Uuid {
        let signature = self.keys.signer(PURPOSE).sign(format!("{owner} {key}").as_bytes());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&signature[..16]);
        Uuid::from(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }

    /// The film in the incoming folder, where the task looks for it.
    fn receive(&self, uuid: Uuid, file: &Path, into: &Destination) -> Result<i64> {
        let incoming = self.workspace.incoming(uuid.as_str())?;
        if !into.is_film(file) {
            self.workspace.remove_incoming(uuid.as_str())?;
            into.check_size(file.metadata()?.len())
                .map_err(|refused| Invalid::field("file", refused.to_string()))?;
            fs::copy(file, &incoming)?;
        }
        let bytes = incoming.metadata()?.len();
        if bytes == 0 {
            return Err(Invalid::field("file", "The file is empty.").into());
        }
        if bytes > self.config.limits.upload_bytes {
            return Err(Invalid::field("file", "The file is larger than the site takes.").into());
        }
        Ok(i64::try_from(bytes).unwrap_or(i64::MAX))
    }

    /// The picture beside it, for when the video is prepared.
    fn receive_picture(&self, uuid: Uuid, found: &FoundVideo, left: &mut Vec<String>) -> Result<()> {
        let Some(picture) = &found.picture else { return Ok(()) };
        let is_taken = match (&self.media, picture.metadata()) {
            (Ok(engine), Ok(file)) => (1..=engine.limits.max_image_bytes).contains(&file.len()),
            _ => false,
        };
        if is_taken {
            fs::copy(picture, self.workspace.incoming(&picture_of(&uuid))?)?;
        } else {
            left.push("its picture".to_owned());
        }
        Ok(())
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

fn picture_of(uuid: &Uuid) -> String {
    Workspace::picture_of(uuid.as_str())
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
