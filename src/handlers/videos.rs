//! Watching a video: the page, and the older addresses that lead to it.
//!
//! One read gathers everything; the files beside this one turn what it found into words, a part of the page each.

mod about;
mod metadata;
mod player;
mod quality;
mod tracks;

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::app::{App, FeedCard, Watcher};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::types::{MediaKind, Rating};
use crate::error::{Error, Result};
use crate::handlers::uploads::progress;
use crate::handlers::{comments, ratings, subscriptions};
use crate::http::form::Query;
use crate::http::fragment::{Frame, varied};
use crate::http::viewer::Viewer;
use crate::http::{cards, render};
use crate::models::captions::VideoCaptions;
use crate::models::channel::Channel;
use crate::models::chapter::Chapters;
use crate::models::comment::{Comment, CommentSectionData, CommentSort, CommentsWanted};
use crate::models::rating;
use crate::models::subscription::Subscription;
use crate::models::task::TaskRow;
use crate::models::video::{Audience, MediaFile, Video, VideoRef};
use crate::paths;
use crate::views::Layout;
use crate::views::video::ShowPage;

#[derive(Debug, Default, Deserialize)]
pub struct ShowQuery {
    /// The second at which to begin, as times in descriptions link to it.
    t: Option<u32>,
    /// The quality that was chosen without a script.
    quality: Option<String>,
}

/// How the page was asked to play.
#[derive(Debug, Clone, Copy, Default)]
struct Wished {
    /// The second at which it starts.
    begin: u32,
    quality: Option<u32>,
}

/// Everything the page tells, as it was found.
struct Watch {
    video: Video,
    channel: Channel,
    tags: Vec<String>,
    files: Vec<MediaFile>,
    captions: Vec<VideoCaptions>,
    chapters: Chapters,
    task: Option<(TaskRow, i64)>,
    /// The task that makes the stream, while it does.
    ladder: Option<TaskRow>,
    rating: Option<Rating>,
    subscription: Subscription,
    comments: CommentSectionData,
    up_next: Vec<FeedCard>,
}

impl Watch {
    /// The file that every browser plays.
    fn web(&self) -> Option<&MediaFile> {
        self.files.iter().find(|file| file.kind == MediaKind::Web)
    }
}

/// `GET /w/{id}`
pub async fn show(
    app: App,
    watcher: Watcher,
    layout: Layout,
    frame: Frame,
    id: web::Path<String>,
    Query(query): Query<ShowQuery>,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let is_own_address = matches!(reference, VideoRef::Uuid(uuid) if paths::videos::short(&uuid) == *id);
    if !is_own_address {
        return redirect(app, watcher.viewer, id).await;
    }
    let (now, viewer, asked) = (app.now(), watcher.viewer.clone(), app.clone());
    let wished = Wished {
        begin: query.t.unwrap_or(0),
        quality: query.quality.and_then(|quality| quality.parse().ok()),
    };
    if frame.is(quality::FRAME) {
        let found = app.db.read(move |conn| quality::load(conn, &viewer, reference)).await?;
        return render::page(&quality::view(&app, now, &found, wished)).map(varied);
    }
    let watch = app.db.read(move |conn| gather(&asked, conn, &watcher, reference, now)).await?;
    render::page(&page(&app, now, &viewer, layout, watch, wished)).map(varied)
}

/// `GET /videos/{id}` and `/videos/watch/{uuid}`: addresses that other programs know.
pub async fn redirect(app: App, viewer: Viewer, id: web::Path<String>) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let video = app.db.read(move |conn| Ok(Video::visible_to(conn, &viewer, reference)?)).await?;
    Ok(moved_to(&video))
}

fn moved_to(video: &Video) -> HttpResponse {
    HttpResponse::MovedPermanently()
        .insert_header((header::LOCATION, paths::videos::watch(&video.uuid)))
        .insert_header((header::CACHE_CONTROL, "private, max-age=3600"))
        .finish()
}

fn gather(
    app: &App,
    conn: &mut Conn,
    watcher: &Watcher,
    reference: VideoRef,
    now: Timestamp,
) -> Result<Watch> {
    let viewer = &watcher.viewer;
    let video = Video::visible_to(conn, viewer, reference)?;
    let wanted = CommentsWanted { sort: CommentSort::parse(None), after: None };
    let files = quality::files_of(conn, &video)?;
    Ok(Watch {
        channel: Channel::find(conn, video.channel_id)?,
        tags: Video::tags(conn, video.id)?,
        ladder: quality::ladder_of(conn, &video, &files)?,
        files,
        captions: VideoCaptions::of_video(conn, video.id)?,
        chapters: Chapters::of_video(conn, &video)?,
        task: progress::task_of(conn, &video, now)?,
        rating: rating::of_video(conn, viewer, video.id)?,
        subscription: Subscription::of(conn, viewer, video.channel_id)?,
        comments: Comment::section(conn, viewer, &video, wanted, now)?,
        up_next: app.up_next(conn, watcher, &video)?,
        video,
    })
}

fn page(
    app: &App,
    now: Timestamp,
    viewer: &Viewer,
    layout: Layout,
    watch: Watch,
    wished: Wished,
) -> ShowPage {
    let Watch { video, channel, .. } = &watch;
    let path = paths::videos::watch(&video.uuid);
    let scene = comments::Scene { viewer, video, creator: channel.user_id, now, refused: None };
    ShowPage {
        layout: Layout {
            canonical: Some(format!("{}{path}", app.origins.canonical())),
            robots_noindex: video.audience() != Audience::Everyone,
            ..layout
        },
        video: about::view(app, now, viewer, &watch),
        metadata: metadata::view(app, now, &watch),
        player: player::view(app, now, &watch, wished),
        rating: ratings::of_video::buttons(viewer, video, watch.rating),
        subscription: subscriptions::button(viewer, channel, watch.subscription, &path),
        comments: comments::section_view(&scene, &watch.comments),
        up_next: cards::recommended(app, now, &watch.up_next),
    }
}
