//! `/api/v1/videos/{id}/comment-threads`: what is said under a video, and whole conversations. Answering is in `comments`.

use actix_web::{HttpRequest, HttpResponse, web};

use super::comments::{self, CommentWords};
use super::present;
use crate::app::App;
use crate::error::{Error, Result};
use crate::http::api::{self, Params};
use crate::http::bearer::{Caller, MayWrite};
use crate::http::json::JsonOrForm;
use crate::http::render::Caches;
use crate::models::channel::Channel;
use crate::models::comment::{CommentEntry, CommentRef, CommentSort};
use crate::models::video::{Video, VideoRef};
use crate::models::viewer::Viewer;

/// `GET /api/v1/videos/{id}/comment-threads`
pub async fn index(
    app: App,
    request: HttpRequest,
    Caller(viewer): Caller,
    id: web::Path<String>,
    params: Params,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let (reader, window, sort) = (viewer.clone(), params.window(), sort_of(params.value("sort")));
    let read = app.db.read(move |conn| {
        let viewer = &reader;
        let video = Video::visible_to(conn, viewer, reference)?;
        let (total, roots) = CommentEntry::roots(conn, viewer, &video, sort, window)?;
        let creator = Channel::find(conn, video.channel_id)?.user_id;
        let ids: Vec<_> = roots.iter().map(|root| root.id).collect();
        let from_creator = CommentEntry::replies_by(conn, creator, &ids)?;
        Ok((video, total, roots, from_creator))
    });
    let (video, total, roots, from_creator) = read.await?;
    let caches = Caches::of(&Viewer::Anonymous, &video);
    api::answer(
        &request,
        caches,
        &present::comment::threads(&app, &viewer, &video, total, &roots, &from_creator),
    )
}

/// `GET /api/v1/videos/{id}/comment-threads/{thread}`
pub async fn show(
    app: App,
    request: HttpRequest,
    Caller(viewer): Caller,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    let (id, thread) = path.into_inner();
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let thread = CommentRef::parse(&thread).ok_or(Error::NotFound)?;
    let reader = viewer.clone();
    let read = app.db.read(move |conn| {
        let viewer = &reader;
        let video = Video::visible_to(conn, viewer, reference)?;
        let (root, replies) = CommentEntry::conversation(conn, viewer, &video, thread)?;
        let answers = CommentEntry::count_answers(conn, viewer, root.id)?;
        let creator = Channel::find(conn, video.channel_id)?.user_id;
        Ok((video, creator, (root, answers), replies))
    });
    let (video, creator, (root, answers), replies) = read.await?;
    let caches = Caches::of(&Viewer::Anonymous, &video);
    let tree = present::comment::tree(&app, &viewer, &video, creator, (&root, answers), &replies);
    api::answer(&request, caches, &tree)
}

/// `POST /api/v1/videos/{id}/comment-threads`
pub async fn create(
    app: App,
    MayWrite(author): MayWrite,
    id: web::Path<String>,
    JsonOrForm(words): JsonOrForm<CommentWords>,
) -> Result<HttpResponse> {
    comments::said(&app, author, &id, None, &words).await
}

fn sort_of(text: Option<&str>) -> CommentSort {
    match text {
        Some("-totalReplies" | "-likes") => CommentSort::Top,
        _ => CommentSort::Newest,
    }
}
