//! `/api/v1/videos/{id}/comments`: answering what was said, taking it back, saying it better; and the answers, a stretch at a time.
//!
//! What begins a conversation is in `comment_threads`.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::present;
use crate::app::App;
use crate::error::{Error, Result};
use crate::handlers::comments::{change, post};
use crate::http::api::{self, Params};
use crate::http::bearer::{Caller, MayWrite};
use crate::http::json::{Json, JsonOrForm};
use crate::http::place::Place;
use crate::http::render::Caches;
use crate::models::audit::Actor;
use crate::models::comment::{Comment, CommentEntry, CommentRef};
use crate::models::video::{Video, VideoRef};
use crate::models::viewer::{SignedIn, Viewer};
use crate::views::api::comment::OneComment;

/// What there is to say.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewComment)]
pub struct CommentWords {
    /// Markdown.
    #[schema(min_length = 1, max_length = 5000, examples("Where is *this*?"))]
    text: String,
}

/// What a comment says from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedComment {
    /// Markdown.
    #[schema(min_length = 1, max_length = 5000)]
    text: String,
}

/// `GET /api/v1/videos/{id}/comments/{comment}/replies`
pub async fn index(
    app: App,
    request: HttpRequest,
    Caller(viewer): Caller,
    path: web::Path<(String, String)>,
    params: Params,
) -> Result<HttpResponse> {
    let (video, comment) = named(&path)?;
    let (reader, window) = (viewer.clone(), params.window());
    let read = app.db.read(move |conn| {
        let video = Video::visible_to(conn, &reader, video)?;
        let comment = CommentEntry::listed_on(conn, &reader, &video, comment)?;
        Ok((CommentEntry::answers(conn, &reader, comment.id, window)?, video))
    });
    let ((total, answers), video) = read.await?;
    let caches = Caches::of(&Viewer::Anonymous, &video);
    api::answer(&request, caches, &present::comment::answers(&app, &viewer, &video, total, &answers))
}

/// `POST /api/v1/videos/{id}/comments/{comment}`
pub async fn create(
    app: App,
    MayWrite(author): MayWrite,
    path: web::Path<(String, String)>,
    JsonOrForm(words): JsonOrForm<CommentWords>,
) -> Result<HttpResponse> {
    let (id, comment) = path.into_inner();
    let parent = CommentRef::parse(&comment).ok_or(Error::NotFound)?;
    said(&app, author, &id, Some(parent), &words).await
}

/// `PUT /api/v1/videos/{id}/comments/{comment}`, which PeerTube does not have.
pub async fn update(
    app: App,
    MayWrite(author): MayWrite,
    path: web::Path<(String, String)>,
    Json(words): Json<ChangedComment>,
) -> Result<HttpResponse> {
    let (video, comment) = named(&path)?;
    let reader = author.clone();
    let read = app.db.read(move |conn| {
        let comment = Comment::uuid_under(conn, video, comment)?;
        Ok(Comment::find_own(conn, &reader, comment)?)
    });
    let (comment, video) = read.await?;
    change(&app, &author, &video, comment.uuid, &words.text).await.map_err(renamed)?;
    told(&app, Viewer::SignedIn(author), VideoRef::Uuid(video.uuid), CommentRef::Uuid(comment.uuid)).await
}

/// `DELETE /api/v1/videos/{id}/comments/{comment}`
pub async fn delete(
    app: App,
    MayWrite(viewer): MayWrite,
    place: Place,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    let (video, comment) = named(&path)?;
    let (deleter, now) = (Actor { user: viewer, address_prefix: place.address_prefix }, app.now());
    let deleted = app.db.write(move |conn| {
        let comment = Comment::uuid_under(conn, video, comment)?;
        Comment::delete(conn, &deleter, comment, now)
    });
    deleted.await?;
    Ok(api::done())
}

/// Says it under this video, or answers `parent` there, and answers what was said.
pub async fn said(
    app: &App,
    author: SignedIn,
    video: &str,
    parent: Option<CommentRef>,
    words: &CommentWords,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(video).ok_or(Error::NotFound)?;
    let viewer = Viewer::SignedIn(author.clone());
    let reader = viewer.clone();
    let read = app.db.read(move |conn| {
        let video = Video::visible_to(conn, &reader, reference)?;
        let parent =
            parent.map(|parent| CommentEntry::readable_on(conn, &reader, &video, parent)).transpose()?;
        Ok((video.uuid, parent.map(|parent| parent.uuid)))
    });
    let (video, parent) = read.await?;
    let comment = post(app, &author, video, parent, &words.text).await.map_err(renamed)?;
    told(app, viewer, VideoRef::Uuid(video), CommentRef::Uuid(comment.uuid)).await
}

async fn told(app: &App, viewer: Viewer, video: VideoRef, comment: CommentRef) -> Result<HttpResponse> {
    let reader = viewer.clone();
    let read = app.db.read(move |conn| {
        let video = Video::visible_to(conn, &reader, video)?;
        Ok((CommentEntry::readable_on(conn, &reader, &video, comment)?, video))
    });
    let (comment, video) = read.await?;
    api::made(&OneComment { comment: present::comment::one(app, &viewer, &video, &comment) })
}

/// The field by the name that programs know.
fn renamed(error: Error) -> Error {
    match error {
        Error::Invalid(invalid) => invalid.renamed("body", "text").into(),
        error => error,
    }
}

fn named((video, comment): &(String, String)) -> Result<(VideoRef, CommentRef)> {
    let named = VideoRef::parse(video).zip(CommentRef::parse(comment));
    named.ok_or(Error::NotFound)
}
