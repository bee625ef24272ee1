//! Captions: what players load, and the pages where a video's creator adds, replaces and deletes them.

pub mod form;
mod present;

use actix_web::{HttpRequest, HttpResponse, web};

use crate::app::App;
use crate::db::ids::Uuid;
use crate::error::{Error, Invalid, Result};
use crate::http::flash::{Done, Flash};
use crate::http::form::as_typed;
use crate::http::viewer::{Reader, SignedIn};
use crate::http::{render, text_track};
use crate::models::captions::{CaptionsDetails, NewCaptions, VideoCaptions, parse_label_of};
use crate::models::video::{Video, VideoRef};
use crate::paths;
use crate::text::Language;
use crate::text::captions::Captions;
use crate::views::{FormView, Layout};

/// `GET /w/{id}/captions/{language}.vtt`
pub async fn show(
    app: App,
    Reader(viewer): Reader,
    path: web::Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let (id, language) = path.into_inner();
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let language = Language::parse(&language).ok_or(Error::NotFound)?;
    let read = app.db.read(move |conn| {
        let video = Video::visible_to(conn, &viewer, reference)?;
        Ok((video.audience(), VideoCaptions::webvtt(conn, video.id, language.as_str())?))
    });
    let (audience, webvtt) = read.await?;
    Ok(text_track::answer(&request, audience, webvtt))
}

/// `GET /my/videos/{uuid}/captions`
pub async fn index(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    uuid: web::Path<String>,
) -> Result<HttpResponse> {
    let listed = load(&app, &viewer, &uuid).await?;
    render::private(&present::index(&app, layout, &listed, FormView::default()))
}

/// `POST /my/videos/{uuid}/captions`
pub async fn create(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    flash: Flash,
    uuid: web::Path<String>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse> {
    let listed = load(&app, &viewer, &uuid).await?;
    let (typed, file) = form::read(&app, &request, payload).await;
    let (language, label) = (typed["language"].as_str(), typed["label"].as_str());
    let outcome = match file {
        Ok(file) => add(&app, &viewer, listed.video.uuid, language, label, file).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => flash.redirect(paths::videos::own_captions(&listed.video.uuid), Done::CaptionsAdded),
        Err(Error::Invalid(invalid)) => {
            let form = FormView { values: typed, errors: invalid.fields().clone() };
            render::refused(&present::index(&app, layout, &listed, form))
        }
        Err(error) => Err(error),
    }
}

/// `GET /my/videos/{uuid}/captions/{language}`
pub async fn edit(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    let (uuid, language) = path.into_inner();
    let listed = load(&app, &viewer, &uuid).await?;
    let captions = listed.named(&language)?;
    let form = as_typed([("label", captions.label.as_str())], Invalid::default());
    render::private(&present::edit(&app, layout, &listed.video, captions, form))
}

/// `POST /my/videos/{uuid}/captions/{language}`
pub async fn update(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    flash: Flash,
    path: web::Path<(String, String)>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse> {
    let (uuid, language) = path.into_inner();
    let listed = load(&app, &viewer, &uuid).await?;
    let captions = listed.named(&language)?;
    let (typed, file) = form::read(&app, &request, payload).await;
    let outcome = match file {
        Ok(file) => save(&app, &viewer, listed.video.uuid, captions, typed["label"].as_str(), file).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => flash.redirect(paths::videos::own_captions(&listed.video.uuid), Done::CaptionsSaved),
        Err(Error::Invalid(invalid)) => {
            let form = FormView { values: typed, errors: invalid.fields().clone() };
            render::refused(&present::edit(&app, layout, &listed.video, captions, form))
        }
        Err(error) => Err(error),
    }
}

/// `POST /my/videos/{uuid}/captions/{language}/delete`
pub async fn delete(
    app: App,
    viewer: SignedIn,
    flash: Flash,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    let (uuid, language) = path.into_inner();
    let (uuid, owner) = (Uuid::parse(&uuid).ok_or(Error::NotFound)?, viewer.id);
    app.db.write(move |conn| VideoCaptions::delete_own(conn, owner, uuid, &language)).await?;
    flash.redirect(paths::videos::own_captions(&uuid), Done::CaptionsDeleted)
}

/// One of one's own videos and its captions.
struct Listed {
    video: Video,
    captions: Vec<VideoCaptions>,
}

impl Listed {
    fn named(&self, language: &str) -> Result<&VideoCaptions> {
        self.captions.iter().find(|captions| captions.language == language).ok_or(Error::NotFound)
    }
}

async fn load(app: &App, viewer: &SignedIn, uuid: &str) -> Result<Listed> {
    let (uuid, owner) = (Uuid::parse(uuid).ok_or(Error::NotFound)?, viewer.id);
    let read = app.db.read(move |conn| {
        let video = Video::find_own(conn, owner, uuid)?;
        Ok(Listed { captions: VideoCaptions::of_video(conn, video.id)?, video })
    });
    read.await
}

async fn add(
    app: &App,
    viewer: &SignedIn,
    uuid: Uuid,
    language: &str,
    label: &str,
    file: Option<Captions>,
) -> Result<()> {
    let mut invalid = Invalid::default();
    let details = invalid.take(CaptionsDetails::parse(language, label));
    let file = invalid.take(file.ok_or_else(|| Invalid::field("file", "Choose a WebVTT or SRT file.")));
    let (Some(details), Some(file)) = (details, file) else { return Err(invalid.into()) };
    let new = NewCaptions::new(details, &file, app.quota_bytes());
    let (owner, now) = (viewer.id, app.now());
    app.db.write(move |conn| VideoCaptions::create_own(conn, owner, uuid, &new, now)).await
}

async fn save(
    app: &App,
    viewer: &SignedIn,
    uuid: Uuid,
    captions: &VideoCaptions,
    label: &str,
    file: Option<Captions>,
) -> Result<()> {
    let label = parse_label_of(&captions.language, label)?;
    let words = file
        .map(|file| {
            let details = CaptionsDetails::parse(&captions.language, &label)?;
            Ok::<_, Invalid>(NewCaptions::new(details, &file, app.quota_bytes()))
        })
        .transpose()?;
    let (owner, language, now) = (viewer.id, captions.language.clone(), app.now());
    let written = app.db.write(move |conn| {
        VideoCaptions::update_own(conn, owner, uuid, &language, &label, words.as_ref(), now)
    });
    written.await
}
