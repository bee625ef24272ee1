//! A file in one form, from a program.

use actix_web::{HttpRequest, HttpResponse, web};

use super::present;
use super::wishes::{self, Wishes};
use crate::app::App;
use crate::error::{Error, Invalid, Result};
use crate::handlers::uploads::receive::{Received, ReceivedFile, Uploader, announced_bytes, receive_part};
use crate::handlers::uploads::{keep, uploader};
use crate::http::api;
use crate::http::bearer::MayUpload;
use crate::http::multipart_form::{FilePart, MultipartForm};

const FILE: &str = "videofile";
/// Other files that PeerTube's clients send along: read, so that the video behind them arrives, and left. A video's picture is chosen when
/// there is a video.
const PICTURES: [&str; 2] = ["thumbnailfile", "previewfile"];
const PICTURE_BYTES: usize = 8 * 1024 * 1024;

/// `POST /api/v1/videos/upload`
pub async fn create(
    app: App,
    MayUpload(owner): MayUpload,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse> {
    let (uploader, announced) = (uploader(&app, owner.id).await, announced_bytes(&request));
    let read = async |form: &mut MultipartForm| read(&app, &uploader, announced, form).await;
    let (_, received) = MultipartForm::read(&app, &request, payload, &[], read).await;
    let kept = match received {
        Ok(received) => keep(&app, owner.id, received).await,
        Err(error) => Err(error),
    };
    let video = kept.map_err(|error| match error {
        Error::Invalid(invalid) => wishes::renamed(invalid, FILE).into(),
        error => error,
    })?;
    api::made(&present::upload::uploaded(&video))
}

async fn read(app: &App, uploader: &Uploader, announced: u64, form: &mut MultipartForm) -> Result<Received> {
    let mut received: Option<(ReceivedFile, String)> = None;
    while let Some(part) = form.next_file().await? {
        let Some(part) = pass_picture(form, part).await? else { continue };
        if part.name != FILE || received.is_some() {
            return Err(Invalid::field("file", "Send one file.").into());
        }
        // What has been said before the file is refused before it is read.
        let file_name = part.file_name.clone();
        let wishes = Wishes::of_form(form, Some(&file_name))?;
        wishes.details()?;
        wishes.settings()?;
        wishes.channel(app, uploader.user).await?;
        received = Some((receive_part(app, uploader, announced, form, part).await?, file_name));
    }
    uploader.ready.clone()?;
    let Some((received, file_name)) = received.filter(|(received, _)| received.file.bytes > 0) else {
        return Err(Invalid::field("file", "Send a file.").into());
    };
    let ReceivedFile { mut file, room } = received;
    let wishes = Wishes::of_form(form, Some(&file_name))?;
    file.channel = wishes.channel(app, uploader.user).await?;
    Ok(Received { file, details: wishes.details()?, settings: wishes.settings()?, room })
}

/// Leaves a picture behind; what is none comes back.
pub async fn pass_picture(form: &mut MultipartForm, part: FilePart) -> Result<Option<FilePart>> {
    if !PICTURES.contains(&part.name.as_str()) {
        return Ok(Some(part));
    }
    let held = form.hold(part, PICTURE_BYTES).await?;
    held.ok_or_else(|| Invalid::field("thumbnailfile", "A picture may have at most 8 MB."))?;
    Ok(None)
}
