//! Watching a video: the page, and the older addresses that lead to it.
//!
//! One read gathers everything; the files beside this one turn what it found into words, a part of the page each.

mod about;
pub(super) mod film;
mod metadata;
pub(super) mod player;
mod quality;
mod suggestions;
mod tracks;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use self::film::Film;
use crate::app::{App, Attention, FeedCard, Watcher};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::Uuid;
use crate::db::types::{Privacy, Rating};
use crate::error::{Error, Result};
use crate::handlers::playlists::present;
use crate::handlers::{comments, ratings, subscriptions};
use crate::http::form::Query;
use crate::http::fragment::{Frame, varied};
use crate::http::render::Caches;
use crate::http::viewer::{Reader, Viewer};
use crate::http::{render, share_token, tilt};
use crate::models::channel::Channel;
use crate::models::comment::{Comment, CommentSectionData, CommentSort, CommentsWanted};
use crate::models::history::History;
use crate::models::playlist::{Playing, PlaylistRef};
use crate::models::rating;
use crate::models::share_link::{ShareLink, ShareToken};
use crate::models::subscription::Subscription;
use crate::models::video::{Audience, Video, VideoRef, only_by_link};
use crate::paths;
use crate::recommender::Tilt;
use crate::views::video::ShowPage;
use crate::views::{Layout, RatingButtons};

#[derive(Debug, Default, Deserialize)]
pub struct ShowQuery {
    /// The second at which to begin, as times in descriptions link to it.
    t: Option<u32>,
    /// The quality that was chosen without a script.
    quality: Option<String>,
    /// The playlist that it plays in.
    playlist: Option<String>,
}

/// How the page was asked to play.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wished {
    /// The second at which it starts.
    pub begin: u32,
    /// The second at which it stops.
    pub end: Option<u32>,
    pub quality: Option<u32>,
    pub data: DataUse,
    /// The playlist that is gone on with, in which the forms of the page stay.
    pub playlist: Option<Uuid>,
}

/// How much may be loaded where nobody chose.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum DataUse {
    #[default]
    Usual,
    /// The browser says that its owner wants to save data.
    Little,
}

impl Wished {
    /// The quality to play of those that there are, the best first; None leaves it to the player.
    pub fn choice(self, qualities: &[u32]) -> Option<u32> {
        let otherwise = match self.data {
            DataUse::Usual => None,
            DataUse::Little => qualities.last().copied(),
        };
        self.quality.filter(|quality| qualities.contains(quality)).or(otherwise)
    }
}

/// Everything the page tells, as it was found.
struct Watch {
    film: Film,
    channel: Channel,
    tags: Vec<String>,
    rating: Option<Rating>,
    /// Where the viewer stopped, if they have an account and have watched it before.
    history: Option<History>,
    subscription: Subscription,
    comments: CommentSectionData,
    up_next: Vec<FeedCard>,
    tilt: Tilt,
    /// Where it is in the playlist that the address names.
    playing: Option<Playing>,
}

/// `GET /w/{id}`
pub async fn show(
    app: App,
    request: HttpRequest,
    watcher: Watcher,
    layout: Layout,
    frame: Frame,
    id: web::Path<String>,
    Query(query): Query<ShowQuery>,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let is_own_address = matches!(reference, VideoRef::Uuid(uuid) if paths::videos::short(&uuid) == *id);
    if !is_own_address {
        return redirect(app, request, Reader(watcher.viewer), id).await;
    }
    let (now, viewer, asked) = (app.now(), watcher.viewer.clone(), app.clone());
    let playlist = query.playlist.as_deref().and_then(PlaylistRef::parse);
    let mut wished = Wished {
        begin: query.t.unwrap_or(0),
        end: None,
        quality: query.quality.as_deref().and_then(|quality| quality.parse().ok()),
        // Who chose, even "Auto", has chosen.
        data: if query.quality.is_none() && render::saves_data(&request) {
            DataUse::Little
        } else {
            DataUse::Usual
        },
        playlist: None,
    };
    if frame.is(quality::FRAME) {
        let asking = viewer.clone();
        let found = app.db.read(move |conn| quality::load(conn, &asking, reference)).await?;
        let caches = Caches::of(&viewer, found.video());
        return render::page_for(caches, &quality::view(&app, now, &found, wished)).map(varied);
    }
    let tilt = tilt::of(&request);
    if frame.is(suggestions::FRAME) {
        let read = app.db.read(move |conn| {
            let video = Video::visible_to(conn, &watcher.viewer, reference)?;
            Ok((asked.up_next_tilted(conn, &watcher, &video, tilt)?, video))
        });
        let (list, video) = read.await?;
        let caches = Caches::of(&viewer, &video);
        let list = suggestions::view(&app, now, &video, &list, tilt, wished);
        return render::page_for(caches, &list).map(varied);
    }
    let attention = watcher.attention;
    let wanted = (reference, playlist, tilt);
    let watch = app.db.read(move |conn| gather(&asked, conn, &watcher, wanted, now)).await?;
    if let Some(playing) = &watch.playing {
        wished.end = stop_of(playing);
        wished.playlist = Some(playing.entry.playlist.uuid);
    }
    let opened = share_token::in_address(&request).filter(|_| watch.film.shared_until.is_some());
    let (caches, uuid) = (caches_of(&viewer, &watch), watch.film.video.uuid);
    let mut answer =
        render::page_for(caches, &page(&app, now, &viewer, layout, watch, wished)?).map(varied)?;
    if let Some(token) = opened {
        let cookie = share_token::cookie(&app, &uuid, &token);
        answer.add_cookie(&cookie).map_err(|error| anyhow::anyhow!(error))?;
        count_use(&app, &viewer, attention).await?;
    }
    Ok(answer)
}

/// The second at which the playlist goes on.
fn stop_of(playing: &Playing) -> Option<u32> {
    u32::try_from(playing.current.stop_ms? / 1000).ok()
}

/// A playlist that not everybody finds is kept by nobody between us and its viewer.
fn caches_of(viewer: &Viewer, watch: &Watch) -> Caches {
    match &watch.playing {
        Some(playing) if playing.entry.playlist.privacy != Privacy::Public => Caches::Personal,
        _ => Caches::of(viewer, &watch.film.video),
    }
}

/// What nobody saw was no use of the link.
async fn count_use(app: &App, viewer: &Viewer, attention: Attention) -> Result<()> {
    match viewer.link().cloned() {
        Some(link) if attention == Attention::Someone => {
            app.db.write(move |conn| Ok(ShareLink::count_use(conn, &link)?)).await
        }
        _ => Ok(()),
    }
}

/// `GET /videos/{id}` and `/videos/watch/{uuid}`: addresses that other programs know.
pub async fn redirect(
    app: App,
    request: HttpRequest,
    Reader(viewer): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let video = app.db.read(move |conn| Ok(Video::visible_to(conn, &viewer, reference)?)).await?;
    Ok(moved_to(&video, share_token::in_address(&request)))
}

fn moved_to(video: &Video, token: Option<ShareToken>) -> HttpResponse {
    let location = match token {
        Some(token) => paths::videos::shared(&video.uuid, token.expose()),
        None => paths::videos::watch(&video.uuid),
    };
    HttpResponse::MovedPermanently()
        .insert_header((header::LOCATION, location))
        .insert_header((header::CACHE_CONTROL, "private, max-age=3600"))
        .finish()
}

fn gather(
    app: &App,
    conn: &mut Conn,
    watcher: &Watcher,
    (reference, playlist, tilt): (VideoRef, Option<PlaylistRef>, Tilt),
    now: Timestamp,
) -> Result<Watch> {
    let viewer = &watcher.viewer;
    let film = Film::find(conn, viewer, reference, now)?;
    let video = &film.video;
    let wanted = CommentsWanted { sort: CommentSort::parse(None), after: None };
    Ok(Watch {
        channel: Channel::find(conn, video.channel_id)?,
        tags: Video::tags(conn, video.id)?,
        rating: rating::of_video(conn, viewer, video.id)?,
        history: match viewer.id() {
            Some(user) => History::find(conn, user, video.id)?,
            None => None,
        },
        subscription: Subscription::of(conn, viewer, video.channel_id)?,
        comments: Comment::section(conn, viewer, video, wanted, now)?,
        up_next: app.up_next_tilted(conn, watcher, video, tilt)?,
        tilt,
        playing: match playlist {
            Some(playlist) => Playing::find(conn, viewer, playlist, video.id)?,
            None => None,
        },
        film,
    })
}

fn page(
    app: &App,
    now: Timestamp,
    viewer: &Viewer,
    layout: Layout,
    watch: Watch,
    wished: Wished,
) -> Result<ShowPage> {
    let (video, channel) = (&watch.film.video, &watch.channel);
    let path = paths::videos::watch(&video.uuid);
    let scene = comments::Scene { viewer, video, creator: channel.user_id, now, refused: None };
    Ok(ShowPage {
        layout: Layout {
            canonical: Some(format!("{}{path}", app.origins.canonical())),
            robots_noindex: video.audience() != Audience::Everyone || viewer.link().is_some(),
            ..layout
        },
        video: about::view(app, now, viewer, &watch)?,
        metadata: metadata::view(app, now, &watch),
        player: player::of_page(app, now, viewer, &watch, wished),
        rating: RatingButtons {
            is_closed: only_by_link(viewer, &video.access(channel.user_id)),
            ..ratings::of_video::buttons(viewer, video, watch.rating)
        },
        subscription: subscriptions::button(viewer, channel, watch.subscription, &path),
        comments: comments::section_view(&scene, &watch.comments),
        up_next: suggestions::view(app, now, video, &watch.up_next, watch.tilt, wished),
        playlist: watch.playing.as_ref().map(present::playing),
    })
}
