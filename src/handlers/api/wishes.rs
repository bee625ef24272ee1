//! What a program says of a video that it uploads or changes, as PeerTube's clients say it: a form, or JSON. What is not named here is ignored.

use serde::Deserialize;
use utoipa::ToSchema;

use super::present;
use crate::app::App;
use crate::db::ids::{ChannelId, UserId};
use crate::db::types::Privacy;
use crate::error::{Error, Invalid, Result};
use crate::http::multipart_form::MultipartForm;
use crate::models::channel::Channel;
use crate::models::video::{VideoDetails, VideoEntry, VideoSettings, title_of_file};

/// What PeerTube's `commentsPolicy` calls them.
const COMMENTS_ENABLED: i64 = 1;
const COMMENTS_DISABLED: i64 = 2;

/// What is said of a video that is uploaded or changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
#[schema(as = UploadDetails)]
pub struct Wishes {
    /// A new video without one has the file's name.
    name: Option<String>,
    /// What the file is called; it stands for a name that is not given.
    filename: Option<String>,
    /// Markdown.
    description: Option<String>,
    tags: Option<Vec<String>>,
    /// 1 public, 2 unlisted, 3 private; a new video without one is public.
    privacy: Option<i64>,
    /// One of one's own; a new video without one is in the first.
    channel_id: Option<i64>,
    /// The same by its handle.
    channel: Option<String>,
    /// Whether it is for adults, or may upset.
    nsfw: Option<bool>,
    comments_enabled: Option<bool>,
    /// 1 enabled, 2 disabled.
    comments_policy: Option<i64>,
    download_enabled: Option<bool>,
}

impl Wishes {
    /// As far as the form has arrived.
    pub fn of_form(form: &MultipartForm, file_name: Option<&str>) -> Result<Self> {
        let text = |name| form.given(name).map(str::to_owned);
        let mut tags: Vec<String> = form.list("tags").into_iter().map(str::to_owned).collect();
        tags.extend(text("tags"));
        Ok(Self {
            name: text("name"),
            filename: file_name.map(str::to_owned),
            description: text("description"),
            tags: Some(tags).filter(|tags| !tags.is_empty()),
            privacy: number(form, "privacy")?,
            channel_id: number(form, "channelId")?,
            channel: text("channel"),
            nsfw: truth(form, "nsfw")?,
            comments_enabled: truth(form, "commentsEnabled")?,
            comments_policy: number(form, "commentsPolicy")?,
            download_enabled: truth(form, "downloadEnabled")?,
        })
    }

    /// Parsed as strictly as the site's form. What was not said is public, as PeerTube has it.
    pub fn details(&self) -> Result<VideoDetails, Invalid> {
        let title = match self.name.as_deref().unwrap_or_default().trim() {
            "" => title_of_file(self.filename.as_deref().unwrap_or_default()),
            name => name.to_owned(),
        };
        let privacy = self.privacy(Privacy::Public);
        let tags = self.tags.as_deref().unwrap_or_default().join(",");
        VideoDetails::parse(&title, self.description.as_deref().unwrap_or_default(), &tags, privacy)
    }

    pub fn settings(&self) -> Result<VideoSettings, Invalid> {
        self.settings_beside(VideoSettings::default())
    }

    /// Of a video that is there, with its tags: what was not said stays as it is.
    pub fn changes(
        &self,
        entry: &VideoEntry,
        tags: &[String],
    ) -> Result<(VideoDetails, VideoSettings), Invalid> {
        let video = &entry.video;
        let details = VideoDetails::parse(
            self.name.as_deref().unwrap_or(&video.title),
            self.description.as_deref().unwrap_or(&video.description),
            &self.tags.as_deref().unwrap_or(tags).join(","),
            self.privacy(video.privacy),
        );
        let settings = self.settings_beside(VideoSettings {
            sensitive: entry.sensitive,
            comments_enabled: video.comments_enabled,
            downloads_enabled: video.downloads_enabled,
        });
        let mut invalid = Invalid::default();
        invalid.take(details).zip(invalid.take(settings)).ok_or(invalid)
    }

    fn privacy(&self, usual: Privacy) -> &'static str {
        match self.privacy {
            Some(number) => present::video::privacy_numbered(number).map_or("", Privacy::as_str),
            None => usual.as_str(),
        }
    }

    fn settings_beside(&self, usual: VideoSettings) -> Result<VideoSettings, Invalid> {
        let comments_enabled = match (self.comments_policy, self.comments_enabled) {
            (Some(COMMENTS_ENABLED), _) => true,
            (Some(COMMENTS_DISABLED), _) => false,
            (Some(_), _) => {
                let message = "Comments are enabled (1) or disabled (2) here.";
                return Err(Invalid::field("commentsPolicy", message));
            }
            (None, said) => said.unwrap_or(usual.comments_enabled),
        };
        Ok(VideoSettings {
            sensitive: self.nsfw.unwrap_or(usual.sensitive),
            comments_enabled,
            downloads_enabled: self.download_enabled.unwrap_or(usual.downloads_enabled),
        })
    }

    /// The handle of the channel that was named; one of somebody else's is not found.
    pub async fn channel(&self, app: &App, owner: UserId) -> Result<Option<String>> {
        let (id, handle) = (self.channel_id.map(ChannelId), self.channel.clone());
        let handle = handle.filter(|handle| !handle.is_empty());
        if id.is_none() && handle.is_none() {
            return Ok(None);
        }
        let own = app.db.read(move |conn| Ok(Channel::of_user(conn, owner)?)).await?;
        let is_named = |own: &Channel| {
            id.is_none_or(|id| own.id == id) && handle.as_ref().is_none_or(|handle| own.handle == *handle)
        };
        own.into_iter().find(is_named).map(|own| Some(own.handle)).ok_or(Error::NotFound)
    }
}

/// The fields by the names that programs know.
pub fn renamed(invalid: Invalid, file: &'static str) -> Invalid {
    invalid.renamed("title", "name").renamed("file", file)
}

fn number(form: &MultipartForm, name: &'static str) -> Result<Option<i64>> {
    let Some(text) = form.given(name).filter(|text| !text.is_empty()) else { return Ok(None) };
    text.parse().map(Some).map_err(|_| misread(name, "This is a number."))
}

fn truth(form: &MultipartForm, name: &'static str) -> Result<Option<bool>> {
    match form.given(name) {
        Some("true" | "1") => Ok(Some(true)),
        Some("false" | "0") => Ok(Some(false)),
        Some("") | None => Ok(None),
        Some(_) => Err(misread(name, "This is true or false.")),
    }
}

fn misread(field: &str, reason: &str) -> Error {
    Error::Misread { field: field.to_owned(), reason: reason.to_owned() }
}
