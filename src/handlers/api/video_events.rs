//! `/api/v1/videos/{id}/events`: what happens to a video, told while it happens (server-sent events).
//!
//! Whoever may see the video hears of new comments, its owner also of how far its preparation is. A stream ends when its reader may see
//! the video no longer, when their token dies, and after a while in any case: a reader comes again by itself, and says with
//! `Last-Event-ID` what it heard last.

use std::collections::VecDeque;
use std::time::Duration;

use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use anyhow::Context;
use futures_util::stream;
use serde::Serialize;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::present;
use crate::app::{App, Seen, StreamPlace, VideoSight};
use crate::db::ids::{ApiTokenId, CommentId};
use crate::error::{Error, Result};
use crate::http::bearer::{self, Caller};
use crate::http::client_addr::{client_of, prefix};
use crate::models::api_token::ApiToken;
use crate::models::comment::CommentEntry;
use crate::models::video::{Video, VideoMoment, VideoRef, can_view};
use crate::models::viewer::Viewer;
use crate::views::api::video::VideoProgress;

/// So that nothing between us takes a silent line for a dead one.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// More than these are not made up for.
const MISSED: usize = 100;
/// How long a reader waits before it comes again, in milliseconds.
const RETRY_MS: u32 = 3000;

struct Stream {
    app: App,
    viewer: Viewer,
    token: Option<ApiTokenId>,
    video: Video,
    watched: watch::Receiver<Seen>,
    /// The last comment that was told.
    after: CommentId,
    progress: Option<VideoProgress>,
    pending: VecDeque<Bytes>,
    heartbeat_at: Instant,
    ends_at: Instant,
    is_over: bool,
    _place: StreamPlace,
}

/// `GET /api/v1/videos/{id}/events`
pub async fn show(
    app: App,
    request: HttpRequest,
    Caller(viewer): Caller,
    id: web::Path<String>,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let limits = &app.config.limits;
    let network = prefix(client_of(&request, &app));
    let place =
        app.video_events.take_place(&network, limits.event_streams, limits.event_streams_per_network)?;
    let (reader, last, now) = (viewer.clone(), last_heard(&request), app.now());
    let read = app.db.read(move |conn| {
        let video = Video::visible_to(conn, &reader, reference)?;
        let moment = VideoMoment::of(conn, video.id, now)?.ok_or(Error::NotFound)?;
        let newest = CommentEntry::newest(conn, video.id)?;
        // Nobody has heard what has not been said.
        let after = last.map_or(newest, |last| last.min(newest));
        let missed = CommentEntry::since(conn, video.id, after, MISSED)?;
        Ok((video, moment, newest, after, missed))
    });
    let (video, moment, newest, after, missed) = read.await?;
    let began = Instant::now();
    let mut stream = Stream {
        watched: app.look_at(moment.clone(), newest),
        token: bearer::of(&request).map(|token| token.id),
        viewer,
        video,
        after,
        progress: None,
        pending: VecDeque::from([Bytes::from(format!("retry: {RETRY_MS}\n\n"))]),
        heartbeat_at: began + HEARTBEAT,
        ends_at: began + Duration::from_secs(app.config.limits.event_stream_seconds),
        is_over: false,
        app,
        _place: place,
    };
    stream.take_in(&VideoSight { moment, comments: missed })?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/event-stream"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        // A packer would keep events back until it has enough of them, and so would some proxies.
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(stream::unfold(stream, Stream::next)))
}

impl Stream {
    /// The next piece, when there is one.
    async fn next(mut self) -> Option<(Result<Bytes, actix_web::Error>, Self)> {
        loop {
            if let Some(piece) = self.pending.pop_front() {
                return Some((Ok(piece), self));
            }
            if self.is_over {
                return None;
            }
            if let Err(error) = self.wait().await {
                log::warn!("a stream of events ends: {error}");
                return None;
            }
        }
    }

    async fn wait(&mut self) -> Result<()> {
        tokio::select! {
            changed = self.watched.changed() => {
                let seen = self.watched.borrow_and_update().clone();
                match (changed, seen) {
                    (Ok(()), Some(sight)) => self.take_in(&sight)?,
                    // The video is gone, or the server stops.
                    _ => self.is_over = true,
                }
            }
            () = sleep_until(self.heartbeat_at) => {
                self.heartbeat_at += HEARTBEAT;
                self.pending.push_back(Bytes::from_static(b": still here\n\n"));
                self.is_over = !self.is_token_alive().await?;
            }
            () = sleep_until(self.ends_at) => self.is_over = true,
        }
        Ok(())
    }

    /// Says what is new of it to this reader, if they may still know.
    fn take_in(&mut self, sight: &VideoSight) -> Result<()> {
        let moment = &sight.moment;
        if !can_view(&self.viewer, &moment.access) {
            self.is_over = true;
            return Ok(());
        }
        if self.viewer.id() == Some(moment.access.owner) {
            let progress = present::video::progress(moment);
            if self.progress.as_ref() != Some(&progress) {
                self.pending.push_back(event("progress", None, &progress)?);
                self.progress = Some(progress);
            }
        }
        let after = self.after;
        for entry in sight.comments.iter().filter(|entry| entry.id > after) {
            self.after = entry.id;
            if moment.comments_enabled && entry.is_readable_by(&self.viewer) {
                let told = present::comment::one(&self.app, &self.viewer, &self.video, entry);
                self.pending.push_back(event("comment", Some(entry.id), &told)?);
            }
        }
        Ok(())
    }

    async fn is_token_alive(&self) -> Result<bool> {
        let (Some(token), now) = (self.token, self.app.now()) else { return Ok(true) };
        self.app.db.read(move |conn| Ok(ApiToken::is_living(conn, token, now)?)).await
    }
}

fn event(kind: &str, id: Option<CommentId>, told: &impl Serialize) -> Result<Bytes> {
    let told = serde_json::to_string(told).context("an event could not be written as JSON")?;
    let id = id.map(|id| format!("id: {id}\n")).unwrap_or_default();
    Ok(Bytes::from(format!("event: {kind}\n{id}data: {told}\n\n")))
}

/// What a reader who comes again heard last.
fn last_heard(request: &HttpRequest) -> Option<CommentId> {
    request.headers().get("last-event-id")?.to_str().ok()?.parse().ok().map(CommentId)
}
