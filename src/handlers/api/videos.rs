//! `/api/v1/videos` and below.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{listed, present};
use crate::app::{App, Attention, Watcher};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::http::api::{self, Params};
use crate::http::bearer::Caller;
use crate::http::render::Caches;
use crate::models::captions::VideoCaptions;
use crate::models::chapter::Chapters;
use crate::models::video::{MediaFile, Rendition, Video, VideoEntry, VideoRef};
use crate::models::viewer::Viewer;
use crate::views::api::List;
use crate::views::api::video::Description;

/// Everything that a whole video tells.
pub(super) struct Whole {
    pub entry: VideoEntry,
    pub tags: Vec<String>,
    pub files: Vec<MediaFile>,
    pub renditions: Vec<Rendition>,
}

/// `GET /api/v1/videos`
pub async fn index(app: App, request: HttpRequest, params: Params) -> Result<HttpResponse> {
    listed(app, &request, &params, |_, filter| Ok(filter)).await
}

/// `GET /api/v1/videos/{id}`
pub async fn show(
    app: App,
    request: HttpRequest,
    Caller(viewer): Caller,
    id: web::Path<String>,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let whole = app.db.read(move |conn| gather(conn, &viewer, reference)).await?;
    let caches = Caches::of(&Viewer::Anonymous, &whole.entry.video);
    api::answer(&request, caches, &present::video::whole(&app, &whole))
}

/// `GET /api/v1/videos/{id}/description`
pub async fn description(
    app: App,
    request: HttpRequest,
    Caller(viewer): Caller,
    id: web::Path<String>,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let video = app.db.read(move |conn| Ok(Video::visible_to(conn, &viewer, reference)?)).await?;
    let caches = Caches::of(&Viewer::Anonymous, &video);
    api::answer(&request, caches, &Description { description: video.description })
}

/// `GET /api/v1/videos/{id}/captions`
pub async fn captions(
    app: App,
    request: HttpRequest,
    Caller(viewer): Caller,
    id: web::Path<String>,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let read = app.db.read(move |conn| {
        let video = Video::visible_to(conn, &viewer, reference)?;
        Ok((VideoCaptions::of_video(conn, video.id)?, video))
    });
    let (captions, video) = read.await?;
    let data: Vec<_> = captions.iter().map(|of| present::video::caption(&app, &video, of)).collect();
    let total = i64::try_from(data.len()).unwrap_or(i64::MAX);
    api::answer(&request, Caches::of(&Viewer::Anonymous, &video), &List { total, data })
}

/// `GET /api/v1/videos/{id}/chapters`
pub async fn chapters(
    app: App,
    request: HttpRequest,
    Caller(viewer): Caller,
    id: web::Path<String>,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let read = app.db.read(move |conn| {
        let video = Video::visible_to(conn, &viewer, reference)?;
        Ok((Chapters::of_video(conn, &video)?, video))
    });
    let (chapters, video) = read.await?;
    api::answer(&request, Caches::of(&Viewer::Anonymous, &video), &present::video::chapters(&chapters))
}

/// `GET /api/v1/videos/{id}/storyboards`
pub async fn storyboards(
    app: App,
    request: HttpRequest,
    Caller(viewer): Caller,
    id: web::Path<String>,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let read = app.db.read(move |conn| {
        let video = Video::visible_to(conn, &viewer, reference)?;
        Ok((files_of(conn, &video)?, video))
    });
    let (files, video) = read.await?;
    let caches = Caches::of(&Viewer::Anonymous, &video);
    api::answer(&request, caches, &present::video::storyboards(&app, &video, &files))
}

/// `GET /api/v1/videos/{id}/recommendations`: what the watch page shows beside the video, each with its reason.
pub async fn recommendations(
    app: App,
    request: HttpRequest,
    watcher: Watcher,
    id: web::Path<String>,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    // Whether anybody looks at a program's list is not known, so it teaches nothing.
    let watcher = Watcher { attention: Attention::Nobody, ..watcher };
    let asked = app.clone();
    let read = app.db.read(move |conn| {
        let video = Video::visible_to(conn, &watcher.viewer, reference)?;
        let cards = asked.up_next(conn, &watcher, &video)?;
        let ids: Vec<_> = cards.iter().map(|feed| feed.card.id).collect();
        Ok((cards, VideoEntry::listed_in_order(conn, &ids)?, video))
    });
    let (cards, entries, video) = read.await?;
    let caches = Caches::of(&Viewer::Anonymous, &video);
    api::answer(&request, caches, &present::video::recommendations(&app, &cards, &entries))
}

fn gather(conn: &mut Conn, viewer: &Viewer, reference: VideoRef) -> Result<Whole> {
    let entry = VideoEntry::visible_to(conn, viewer, reference)?;
    let (tags, files) = (Video::tags(conn, entry.video.id)?, files_of(conn, &entry.video)?);
    let renditions = match &entry.video.media_version {
        Some(version) => MediaFile::renditions(conn, entry.video.id, version)?,
        None => Vec::new(),
    };
    Ok(Whole { entry, tags, files, renditions })
}

fn files_of(conn: &mut Conn, video: &Video) -> Result<Vec<MediaFile>> {
    match &video.media_version {
        Some(version) => Ok(MediaFile::of_version(conn, video.id, version)?),
        None => Ok(Vec::new()),
    }
}
