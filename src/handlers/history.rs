//! What somebody with an account watched: the list, and clearing all of it.
//!
//! The recommender forgets in the same moment: what is in memory goes as soon as the rows are gone.

pub mod entries;
pub mod export;
pub mod recording;

use actix_web::HttpResponse;
use serde::Deserialize;

use crate::app::App;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::http::flash::{Done, Flash};
use crate::http::form::Query;
use crate::http::viewer::SignedIn;
use crate::http::{cards, pages, render};
use crate::models::history::{History, HistoryEntry, Recording, Stretch};
use crate::models::page_number::PageNumber;
use crate::paths;
use crate::text::words;
use crate::views::history::{DeletePage, EntryView, IndexPage, RecordingView};
use crate::views::{ActionView, EmptyView, Layout, TabView, VideoCardView};

pub(super) const PER_PAGE: i64 = 24;

#[derive(Debug, Default, Deserialize)]
pub struct IndexQuery {
    page: Option<String>,
}

/// `GET /my/history?page=`
pub async fn index(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    Query(query): Query<IndexQuery>,
) -> Result<HttpResponse> {
    let page = PageNumber::parse(query.page.as_deref(), PER_PAGE);
    let (now, user) = (app.now(), viewer.id);
    let read = app
        .db
        .read(move |conn| Ok((HistoryEntry::of(conn, &viewer, page.window())?, Recording::of(conn, user)?)));
    let (loaded, recording) = read.await?;
    let (entries, more) = page.cut(loaded);
    render::private(&IndexPage {
        layout: Layout { current: "history", ..layout },
        tabs: tabs(&paths::history::own()),
        recording: recording_view(recording),
        export_url: paths::history::export(),
        clear_url: (!entries.is_empty()).then(paths::history::delete),
        pagination: pages::pagination(page, entries.len(), pages::following(more), paths::history::page),
        entries: entries.iter().map(|entry| view(&app, now, entry)).collect(),
        page: page.number(),
        empty: empty(),
    })
}

/// `GET /my/history/delete`: asks once more.
pub async fn confirm_delete(_viewer: SignedIn, layout: Layout) -> Result<HttpResponse> {
    render::private(&DeletePage {
        layout: Layout { current: "history", ..layout },
        action: paths::history::delete(),
        back_url: paths::history::own(),
        export_url: paths::history::export(),
    })
}

/// `POST /my/history/delete`
pub async fn delete(app: App, viewer: SignedIn, flash: Flash) -> Result<HttpResponse> {
    let (user, now) = (viewer.id, app.now());
    app.db.write(move |conn| Ok(History::forget_all(conn, user, Stretch::All, now)?)).await?;
    app.feed.forget_history(user);
    flash.redirect(paths::history::own(), Done::HistoryCleared)
}

/// Both pages of what somebody did, the open one marked.
pub(super) fn tabs(open: &str) -> Vec<TabView> {
    [("Watched", paths::history::own()), ("Turned down", paths::history::feedback())]
        .map(|(label, url)| TabView { label: label.to_owned(), current: url == open, url })
        .to_vec()
}

fn recording_view(recording: Recording) -> RecordingView {
    RecordingView {
        action: paths::history::recording(),
        is_paused: recording == Recording::Paused,
        words: match recording {
            Recording::On => {
                "For you alone: where you stopped, and what your lists go by. While it is paused, nothing you watch is \
                 kept or changes your lists; it only counts as a view."
            }
            Recording::Paused => {
                "Nothing you watch now is kept or changes your lists; it only counts as a view. What was kept before \
                 stays until you clear it."
            }
        },
    }
}

fn view(app: &App, now: Timestamp, entry: &HistoryEntry) -> EntryView {
    EntryView {
        card: VideoCardView { watched_percent: Some(entry.percent()), ..cards::card(app, now, &entry.card) },
        progress: match (entry.finished, entry.position_ms) {
            (true, _) => "Watched to the end".to_owned(),
            // Where a player without a script stopped is not known.
            (false, ..1000) => "Watched".to_owned(),
            (false, position_ms) => format!("Stopped at {}", words::duration(position_ms)),
        },
        watched: cards::ago(entry.last_watched_at, now),
        delete_url: paths::history::delete_entry(&entry.card.uuid),
    }
}

fn empty() -> EmptyView {
    EmptyView {
        title: "Nothing here yet".to_owned(),
        text: "What you watch is listed here, so that you find it again and go on where you stopped."
            .to_owned(),
        action: Some(ActionView { label: "Find something to watch".to_owned(), url: paths::home() }),
    }
}
