//! Takes an upload's form apart: the texts first, then the file, which streams into the incoming folder.
//!
//! What can be refused is refused before the file is read; a file that is refused, or whose sender goes away, is not left behind.

use std::collections::BTreeMap;
use std::time::Duration;

use actix_web::http::header;
use actix_web::{HttpRequest, web};

use super::room::{LOOK_EVERY_BYTES, check_disk, check_size, signed};
use crate::app::{App, OpenUpload};
use crate::db::ids::{UserId, Uuid};
use crate::error::{Error, Invalid, Result};
use crate::http::multipart_form::{FilePart, MultipartForm};
use crate::models::video::{VideoDetails, VideoSettings, title_of_file};

const FIELDS: [&str; 5] = ["title", "description", "tags", "privacy", "channel"];

pub type Typed = BTreeMap<&'static str, String>;

/// Who uploads, and whether a file could be processed at all.
pub struct Uploader {
    pub user: UserId,
    pub ready: Result<(), Invalid>,
}

/// A whole form with a whole file.
pub struct Received {
    pub file: IncomingFile,
    pub details: VideoDetails,
    pub settings: VideoSettings,
    /// Held until the database counts the file.
    pub room: OpenUpload,
}

/// A file in the incoming folder, removed unless it is kept.
pub struct IncomingFile {
    app: App,
    pub uuid: Uuid,
    pub bytes: u64,
    pub channel: Option<String>,
    is_kept: bool,
}

/// Reads the whole form; answers what was typed in either case.
pub async fn receive(
    app: &App,
    uploader: Uploader,
    request: &HttpRequest,
    payload: web::Payload,
) -> (Typed, Result<Received>) {
    let stall = Duration::from_secs(app.config.limits.stall_seconds);
    let mut form = MultipartForm::new(request, payload, stall);
    let announced = announced_bytes(request);
    let received = read(app, &uploader, announced, &mut form).await;
    if matches!(received, Err(Error::Invalid(_))) && announced <= app.config.limits.upload_bytes {
        form.drain().await;
    }
    (typed(&form), received)
}

async fn read(app: &App, uploader: &Uploader, announced: u64, form: &mut MultipartForm) -> Result<Received> {
    let mut received: Option<(ReceivedFile, String)> = None;
    while let Some(part) = form.next_file().await? {
        if part.name != "file" || received.is_some() {
            return Err(Invalid::field("file", "Choose one file.").into());
        }
        uploader.ready.clone()?;
        let file_name = part.file_name.clone();
        // Who sends the texts behind the file is told later what is wrong with them.
        if !form.text("privacy").is_empty() {
            details(form, &file_name)?;
        }
        received = Some((receive_part(app, uploader, announced, form, part).await?, file_name));
    }
    uploader.ready.clone()?;
    let Some((received, file_name)) = received.filter(|(received, _)| received.file.bytes > 0) else {
        return Err(without_file(form));
    };
    let ReceivedFile { mut file, room } = received;
    let details = details(form, &file_name)?;
    file.channel = Some(form.text("channel").to_owned()).filter(|channel| !channel.is_empty());
    Ok(Received { file, details, settings: VideoSettings::default(), room })
}

/// A whole file without any words.
pub struct ReceivedFile {
    pub file: IncomingFile,
    /// Held until the database counts the file.
    pub room: OpenUpload,
}

/// Reads a form that holds one file and nothing else.
pub async fn receive_file(
    app: &App,
    uploader: Uploader,
    request: &HttpRequest,
    payload: web::Payload,
) -> Result<ReceivedFile> {
    let stall = Duration::from_secs(app.config.limits.stall_seconds);
    let mut form = MultipartForm::new(request, payload, stall);
    let announced = announced_bytes(request);
    let received = read_file(app, &uploader, announced, &mut form).await;
    if matches!(received, Err(Error::Invalid(_))) && announced <= app.config.limits.upload_bytes {
        form.drain().await;
    }
    received
}

async fn read_file(
    app: &App,
    uploader: &Uploader,
    announced: u64,
    form: &mut MultipartForm,
) -> Result<ReceivedFile> {
    let mut received: Option<ReceivedFile> = None;
    while let Some(part) = form.next_file().await? {
        if part.name != "file" || received.is_some() {
            return Err(Invalid::field("file", "Choose one file.").into());
        }
        received = Some(receive_part(app, uploader, announced, form, part).await?);
    }
    uploader.ready.clone()?;
    received
        .filter(|received| received.file.bytes > 0)
        .ok_or_else(|| Invalid::field("file", "Choose a file.").into())
}

/// Streams the one part that is a video into the incoming folder, where there is room for it.
pub async fn receive_part(
    app: &App,
    uploader: &Uploader,
    announced: u64,
    form: &mut MultipartForm,
    part: FilePart,
) -> Result<ReceivedFile> {
    uploader.ready.clone()?;
    check_size(app, announced)?;
    let mut room = OpenUpload::begin(app, uploader.user, signed(announced)).await?;
    let file = save(app, &mut room, form, part).await?;
    Ok(ReceivedFile { file, room })
}

async fn save(
    app: &App,
    room: &mut OpenUpload,
    form: &mut MultipartForm,
    part: FilePart,
) -> Result<IncomingFile> {
    let mut file = IncomingFile::new(app);
    let path = app.workspace.incoming(file.uuid.as_str())?;
    let mut next_look = 0;
    file.bytes = form
        .save(part, &path, |size| {
            room.grow(signed(size))?;
            if size >= next_look {
                next_look = size + LOOK_EVERY_BYTES;
                check_size(app, size)?;
                check_disk(app)?;
            }
            Ok(check_size(app, size)?)
        })
        .await?;
    Ok(file)
}

/// An empty title falls back on the file's name.
fn details(form: &MultipartForm, file_name: &str) -> Result<VideoDetails, Invalid> {
    let fallback;
    let title = match form.text("title").trim() {
        "" => {
            fallback = title_of_file(file_name);
            fallback.as_str()
        }
        title => title,
    };
    VideoDetails::parse(title, form.text("description"), form.text("tags"), form.text("privacy"))
}

/// The words of the fields too, so that everything can be mended at once.
fn without_file(form: &MultipartForm) -> Error {
    let mut invalid = details(form, form.text("title")).err().unwrap_or_default();
    invalid.add("file", "Choose a file.");
    invalid.into()
}

/// The texts count too, but they are small.
pub fn announced_bytes(request: &HttpRequest) -> u64 {
    let value = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    value.and_then(|value| value.parse().ok()).unwrap_or(0)
}

fn typed(form: &MultipartForm) -> Typed {
    FIELDS.into_iter().map(|name| (name, form.text(name).to_owned())).collect()
}

impl IncomingFile {
    fn new(app: &App) -> Self {
        Self { app: app.clone(), uuid: Uuid::random(), bytes: 0, channel: None, is_kept: false }
    }

    /// Leaves the file to the task that was enqueued for it.
    pub fn keep(mut self) {
        self.is_kept = true;
    }
}

impl Drop for IncomingFile {
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        if let Err(error) = self.app.workspace.remove_incoming(self.uuid.as_str()) {
            log::warn!("the file {} is left to the sweep: {error}", self.uuid);
        }
    }
}
