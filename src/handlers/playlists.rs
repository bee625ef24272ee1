//! Playlists as people open them.

pub mod of_video;
pub(super) mod present;

use std::collections::HashMap;

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::app::App;
use crate::db::Conn;
use crate::db::ids::VideoId;
use crate::db::types::Privacy;
use crate::error::{Error, Result};
use crate::http::flash::see_other;
use crate::http::form::Query;
use crate::http::render::Caches;
use crate::http::viewer::Viewer;
use crate::http::{cards, media_urls, pages, render};
use crate::models::channel::Channel;
use crate::models::page_number::PageNumber;
use crate::models::playlist::{PlaylistEntry, PlaylistItem, PlaylistRef};
use crate::models::video::VideoCard;
use crate::models::window::Window;
use crate::paths;
use crate::text::{plain, words};
use crate::views::playlist::{ItemView, ShowPage};
use crate::views::{ActionView, EmptyView, Layout, VideoCardView};

const PER_PAGE: i64 = 50;
const SUMMARY_CHARACTERS: usize = 160;

#[derive(Debug, Default, Deserialize)]
pub struct ShowQuery {
    page: Option<String>,
    /// As other programs link to one video of a list, counted from 1.
    #[serde(rename = "playlistPosition")]
    position: Option<String>,
}

/// Everything the page tells, as it was found.
pub(super) struct Found {
    entry: PlaylistEntry,
    channel: Option<Channel>,
    total: i64,
    items: Vec<PlaylistItem>,
    cards: HashMap<VideoId, VideoCard>,
}

/// `GET /w/p/{id}?page=&playlistPosition=`
pub async fn show(
    app: App,
    viewer: Viewer,
    layout: Layout,
    id: web::Path<String>,
    Query(query): Query<ShowQuery>,
) -> Result<HttpResponse> {
    let reference = PlaylistRef::parse(&id).ok_or(Error::NotFound)?;
    let is_own_address = matches!(reference, PlaylistRef::Uuid(uuid) if paths::videos::short(&uuid) == *id);
    if !is_own_address {
        return redirect(app, viewer, id).await;
    }
    let position = query.position.as_deref().and_then(|position| position.trim().parse::<i64>().ok());
    let page = PageNumber::parse(query.page.as_deref(), PER_PAGE);
    let window = position.map_or_else(|| page.window(), |position| Window::new(position - 1, 1, 1));
    let who = viewer.clone();
    let found = app.db.read(move |conn| Found::load(conn, &who, reference, window)).await?;
    if position.is_some()
        && let Some(play_url) = found.play_url()
    {
        return see_other(play_url);
    }
    let caches = match found.entry.playlist.privacy {
        Privacy::Public => Caches::Shared,
        Privacy::Unlisted | Privacy::Private => Caches::Personal,
    };
    render::page_for(caches, &view(&app, &viewer, layout, &found, page))
}

/// `GET /videos/watch/playlist/{id}`, and other forms of the id: addresses that other programs know.
pub async fn redirect(app: App, viewer: Viewer, id: web::Path<String>) -> Result<HttpResponse> {
    let reference = PlaylistRef::parse(&id).ok_or(Error::NotFound)?;
    let read = app.db.read(move |conn| Ok(PlaylistEntry::visible_to(conn, &viewer, reference)?));
    Ok(HttpResponse::MovedPermanently()
        .insert_header((header::LOCATION, paths::playlists::show(&read.await?.playlist.uuid)))
        .insert_header((header::CACHE_CONTROL, "private, max-age=3600"))
        .finish())
}

impl Found {
    fn load(conn: &mut Conn, viewer: &Viewer, reference: PlaylistRef, window: Window) -> Result<Self> {
        let entry = PlaylistEntry::visible_to(conn, viewer, reference)?;
        let (entry, total, items) = entry.opened(conn, viewer, window)?;
        let ids: Vec<VideoId> = items.iter().map(|item| item.video_id).collect();
        let cards = VideoCard::viewable_in_order(conn, viewer, &ids)?;
        Ok(Self {
            channel: match entry.playlist.channel_id {
                Some(channel) => Some(Channel::find(conn, channel)?),
                None => None,
            },
            cards: cards.into_iter().map(|card| (card.id, card)).collect(),
            entry,
            total,
            items,
        })
    }

    /// The first of these that its viewer can play, as part of the list.
    fn play_url(&self) -> Option<String> {
        self.items.iter().find_map(|item| Some(self.link(item, self.cards.get(&item.video_id)?)))
    }

    fn link(&self, item: &PlaylistItem, card: &VideoCard) -> String {
        paths::playlists::play(&self.entry.playlist.uuid, &card.uuid, item.start_ms.map(|ms| ms / 1000))
    }
}

fn view(app: &App, viewer: &Viewer, layout: Layout, found: &Found, page: PageNumber) -> ShowPage {
    let Found { entry: PlaylistEntry { playlist, owner }, .. } = found;
    let (now, origin) = (app.now(), app.origins.canonical());
    let is_own = viewer.id() == Some(playlist.user_id);
    let item = |item: &PlaylistItem| ItemView {
        place: item.place.to_string(),
        card: found
            .cards
            .get(&item.video_id)
            .map(|card| VideoCardView { url: found.link(item, card), ..cards::card(app, now, card) }),
    };
    let first = found.items.iter().find_map(|item| found.cards.get(&item.video_id));
    let image = first.filter(|card| card.privacy == Privacy::Public).and_then(VideoCard::media);
    let owner = match &found.channel {
        Some(channel) => {
            ActionView { label: channel.display_name.clone(), url: paths::channel(&channel.handle) }
        }
        None => ActionView { label: owner.display_name.clone(), url: paths::user(&owner.handle) },
    };
    let shown_until = page.offset() + i64::try_from(found.items.len()).unwrap_or(0);
    ShowPage {
        layout: Layout {
            canonical: Some(format!("{origin}{}", paths::playlists::show(&playlist.uuid))),
            robots_noindex: playlist.privacy != Privacy::Public,
            ..layout
        },
        title: playlist.title.clone(),
        description: playlist.description.clone(),
        summary: if playlist.description.is_empty() {
            format!("{}, a playlist by {}.", playlist.title, owner.label)
        } else {
            plain::excerpt(&plain::clean_line(&playlist.description), SUMMARY_CHARACTERS)
        },
        videos: words::counted(found.total, "video", "videos"),
        updated: cards::ago(playlist.updated_at, now),
        privacy_label: present::privacy_label(playlist.privacy).map(str::to_owned),
        play_url: found.play_url(),
        image_url: image
            .and_then(|media| media_urls::poster(app, now, &media))
            .map(|path| format!("{origin}{path}")),
        edit_url: is_own.then(|| paths::playlists::edit(&playlist.uuid)),
        items: found.items.iter().map(item).collect(),
        empty: empty(is_own),
        pagination: pages::pagination(
            page,
            found.items.len(),
            pages::following(shown_until < found.total),
            |number| paths::playlists::page(&playlist.uuid, number),
        ),
        owner,
    }
}

fn empty(is_own: bool) -> EmptyView {
    let text = match is_own {
        true => "Open a video and press “Save” to put it here.",
        false => "There is nothing in this playlist that you can watch.",
    };
    EmptyView { title: "No videos yet".to_owned(), text: text.to_owned(), action: None }
}
