//! One's own videos: `/api/v1/users/me/videos` lists them, and `/api/v1/videos/{id}` is where they are changed and deleted.

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};

use super::found;
use super::uploads::pass_picture;
use super::wishes::{self, Wishes};
use crate::app::App;
use crate::db::ids::UserId;
use crate::error::{Error, Invalid, Result};
use crate::handlers::my_videos::{changed, remove};
use crate::http::api::{self, Params};
use crate::http::bearer::{MayRead, MayUpload};
use crate::http::json::Json;
use crate::http::multipart_form::MultipartForm;
use crate::http::render::Caches;
use crate::models::video::{Video, VideoEntry, VideoFilter, VideoRef, Whose};
use crate::text::query;

/// `GET /api/v1/users/me/videos?search=&sort=`
pub async fn index(
    app: App,
    request: HttpRequest,
    MayRead(viewer): MayRead,
    params: Params,
) -> Result<HttpResponse> {
    let words = query::tokens(params.value("search").unwrap_or_default());
    let list = found(&app, &params, "-createdAt", move |_, filter| {
        Ok(VideoFilter { whose: Whose::Own(viewer.id), words, ..filter })
    });
    api::answer(&request, Caches::Personal, &list.await?)
}

/// `PUT /api/v1/videos/{id}`
pub async fn update(
    app: App,
    MayUpload(owner): MayUpload,
    id: web::Path<String>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse> {
    let (owner, reference) = (owner.id, VideoRef::parse(&id).ok_or(Error::NotFound)?);
    // Nothing is read for a video that is somebody else's.
    app.db.read(move |conn| Ok(Video::find_own_named(conn, owner, reference)?)).await?;
    let wishes = read(&app, &request, payload).await?;
    let channel = wishes.channel(&app, owner).await?;
    let saved = save(&app, owner, reference, wishes, channel).await;
    let video = saved.map_err(|error| match error {
        Error::Invalid(invalid) => wishes::renamed(invalid, "file").into(),
        error => error,
    })?;
    changed(&app, &video);
    Ok(api::done())
}

/// `DELETE /api/v1/videos/{id}`
pub async fn delete(app: App, MayUpload(owner): MayUpload, id: web::Path<String>) -> Result<HttpResponse> {
    remove(&app, owner.id, VideoRef::parse(&id).ok_or(Error::NotFound)?).await?;
    Ok(api::done())
}

/// Everything that was said, or nothing of it.
async fn save(
    app: &App,
    owner: UserId,
    reference: VideoRef,
    wishes: Wishes,
    channel: Option<String>,
) -> Result<Video> {
    let now = app.now();
    let saved = app.db.write(move |conn| {
        let entry = VideoEntry::find_own(conn, owner, reference)?;
        let tags = Video::tags(conn, entry.video.id)?;
        let (details, settings) = wishes.changes(&entry, &tags)?;
        let video = Video::update_own(conn, owner, entry.video.uuid, &details, channel.as_deref(), now)?;
        settings.apply(conn, video.id)?;
        Ok(video)
    });
    saved.await
}

/// JSON, or a form as clients send it that have a picture with it.
async fn read(app: &App, request: &HttpRequest, payload: web::Payload) -> Result<Wishes> {
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !content_type.is_some_and(|kind| kind.starts_with("multipart/")) {
        let mut payload: Payload = payload.into_inner();
        return Ok(Json::from_request(request, &mut payload).await?.0);
    }
    let read = async |form: &mut MultipartForm| {
        while let Some(part) = form.next_file().await? {
            if pass_picture(form, part).await?.is_some() {
                return Err(
                    Invalid::field("file", "Send what is said of the video, without its file.").into()
                );
            }
        }
        Wishes::of_form(form, None)
    };
    MultipartForm::read(app, request, payload, &[], read).await.1
}
