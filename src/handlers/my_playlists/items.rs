//! What is in one of one's own playlists: the rows of the page, moving one, taking one out.

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::named;
use crate::app::App;
use crate::db::Conn;
use crate::db::ids::{PlaylistItemId, Uuid, VideoId};
use crate::error::{Error, Result};
use crate::http::flash::{Done, Flash, see_other};
use crate::http::form::Form;
use crate::http::submission::Submission;
use crate::http::viewer::{SignedIn, Viewer};
use crate::http::{media_urls, pages};
use crate::models::page_number::PageNumber;
use crate::models::playlist::{Playlist, PlaylistItem, Shift};
use crate::models::video::VideoCard;
use crate::paths;
use crate::text::words;
use crate::views::PaginationView;
use crate::views::playlist::EditItemView;

pub const PER_PAGE: i64 = 100;

#[derive(Debug, Default, Deserialize)]
pub struct ItemForm {
    #[serde(default)]
    shift: String,
}

/// A page of the items, with what their owner may still see of the videos.
pub struct Listed {
    total: i64,
    items: Vec<PlaylistItem>,
    cards: HashMap<VideoId, VideoCard>,
}

/// `POST /my/playlists/{uuid}/items/{item}`
pub async fn update(
    app: App,
    viewer: SignedIn,
    submission: Submission,
    path: web::Path<(String, String)>,
    Form(form): Form<ItemForm>,
) -> Result<HttpResponse> {
    let (uuid, item, now) = (named(&path.0)?, item_named(&path.1)?, app.now());
    let shift = Shift::parse(&form.shift).ok_or(Error::Malformed("Say where it goes: up, down or first."))?;
    app.db.write(move |conn| Ok(Playlist::shift_item(conn, viewer.id, uuid, item, shift, now)?)).await?;
    see_other(format!("{}#item-{item}", back(&submission, &uuid)))
}

/// `POST /my/playlists/{uuid}/items/{item}/delete`
pub async fn delete(
    app: App,
    viewer: SignedIn,
    submission: Submission,
    flash: Flash,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    let (uuid, item, now) = (named(&path.0)?, item_named(&path.1)?, app.now());
    app.db.write(move |conn| Ok(Playlist::remove_item(conn, viewer.id, uuid, item, now)?)).await?;
    flash.redirect(back(&submission, &uuid), Done::PlaylistItemRemoved)
}

impl Listed {
    pub fn load(conn: &mut Conn, viewer: &Viewer, playlist: &Playlist, page: PageNumber) -> Result<Self> {
        let items = playlist.items(conn, viewer, page.window())?;
        let ids: Vec<VideoId> = items.iter().map(|item| item.video_id).collect();
        let cards = VideoCard::viewable_in_order(conn, viewer, &ids)?;
        Ok(Self {
            total: playlist.count_items(conn, viewer)?,
            cards: cards.into_iter().map(|card| (card.id, card)).collect(),
            items,
        })
    }

    pub fn views(&self, app: &App, playlist: &Uuid) -> Vec<EditItemView> {
        let view = |item: &PlaylistItem| {
            let card = self.cards.get(&item.video_id);
            EditItemView {
                id: item.id.to_string(),
                place: item.place.to_string(),
                title: card
                    .map_or_else(|| "A video that is not available".to_owned(), |card| card.title.clone()),
                url: card.map(|card| paths::playlists::play(playlist, &card.uuid, None)),
                thumbnail_url: card
                    .and_then(VideoCard::media)
                    .and_then(|media| media_urls::thumbnail(app, app.now(), &media)),
                facts: card.map_or_else(|| "Only you see that it is here.".to_owned(), facts),
                move_url: paths::playlists::item(playlist, item.id),
                can_move_up: item.place > 1,
                can_move_down: item.place < self.total,
                delete_url: paths::playlists::delete_item(playlist, item.id),
            }
        };
        self.items.iter().map(view).collect()
    }

    pub fn pagination(&self, page: PageNumber, playlist: &Uuid) -> Option<PaginationView> {
        let shown_until = page.offset() + i64::try_from(self.items.len()).unwrap_or(0);
        pages::pagination(page, self.items.len(), pages::following(shown_until < self.total), |number| {
            paths::playlists::edit_page(playlist, number)
        })
    }
}

fn facts(card: &VideoCard) -> String {
    match card.duration_ms {
        ..=0 => card.channel.display_name.clone(),
        ms => format!("{} · {}", card.channel.display_name, words::duration(ms)),
    }
}

/// The page of the list on which the form stood.
fn back(submission: &Submission, playlist: &Uuid) -> String {
    let edit = paths::playlists::edit(playlist);
    let stood_on = submission.page.as_ref().map(ToString::to_string);
    stood_on.filter(|path| path.split(['?', '#']).next() == Some(edit.as_str())).unwrap_or(edit)
}

fn item_named(text: &str) -> Result<PlaylistItemId> {
    text.parse().map(PlaylistItemId).map_err(|_| Error::NotFound)
}
