//! From the models' playlists to finished words: cards, and the list beside a player.

use std::collections::HashMap;

use crate::app::App;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::PlaylistId;
use crate::db::types::Privacy;
use crate::error::Result;
use crate::handlers::privacies;
use crate::http::viewer::Viewer;
use crate::http::{cards, media_urls};
use crate::models::playlist::{Playing, Playlist, PlaylistFacts, PlaylistItem};
use crate::models::video::VideoCard;
use crate::paths;
use crate::text::words;
use crate::views::playlist::{PlayingItemView, PlayingView, PlaylistCardView};
use crate::views::{ActionView, ChoiceView, VideoCardView};

/// Playlists with what lists tell of them.
#[derive(Default)]
pub struct ListedPlaylists {
    playlists: Vec<Playlist>,
    facts: HashMap<PlaylistId, PlaylistFacts>,
}

impl ListedPlaylists {
    pub fn with_facts(conn: &mut Conn, viewer: &Viewer, playlists: Vec<Playlist>) -> Result<Self> {
        let ids: Vec<PlaylistId> = playlists.iter().map(|playlist| playlist.id).collect();
        Ok(Self { facts: PlaylistFacts::of(conn, viewer, &ids)?, playlists })
    }

    pub fn is_empty(&self) -> bool {
        self.playlists.is_empty()
    }

    pub fn len(&self) -> usize {
        self.playlists.len()
    }

    pub fn cards(&self, app: &App, now: Timestamp) -> Vec<PlaylistCardView> {
        self.playlists.iter().map(|playlist| card(app, now, playlist, self.facts.get(&playlist.id))).collect()
    }

    /// As their owner sees them on their own list.
    pub fn own_cards(&self, app: &App, now: Timestamp) -> Vec<PlaylistCardView> {
        let own = |playlist: &Playlist| PlaylistCardView {
            edit_url: Some(paths::playlists::edit(&playlist.uuid)),
            state_label: (playlist.privacy != Privacy::Public)
                .then(|| privacies::label(playlist.privacy).to_owned()),
            ..card(app, now, playlist, self.facts.get(&playlist.id))
        };
        self.playlists.iter().map(own).collect()
    }
}

fn card(app: &App, now: Timestamp, playlist: &Playlist, facts: Option<&PlaylistFacts>) -> PlaylistCardView {
    let picture = facts.and_then(|facts| facts.first.as_ref()?.media());
    PlaylistCardView {
        url: paths::playlists::show(&playlist.uuid),
        title: playlist.title.clone(),
        thumbnail_url: picture.and_then(|media| media_urls::thumbnail(app, now, &media)),
        videos: words::counted(facts.map_or(0, |facts| facts.videos), "video", "videos"),
        updated: cards::ago(playlist.updated_at, now),
        state_label: None,
        edit_url: None,
    }
}

pub fn playing(playing: &Playing) -> PlayingView {
    let playlist = &playing.entry.playlist;
    let link = |(item, card): &(PlaylistItem, VideoCard)| ActionView {
        label: card.title.clone(),
        url: address(playlist, item, card),
    };
    PlayingView {
        title: playlist.title.clone(),
        url: paths::playlists::show(&playlist.uuid),
        place: format!("{} of {}", playing.current.place, playing.total),
        previous: playing.previous().map(link),
        next: playing.next().map(link),
        items: playing
            .around
            .iter()
            .map(|(item, card)| PlayingItemView {
                place: item.place.to_string(),
                title: card.title.clone(),
                url: address(playlist, item, card),
                duration: if card.duration_ms > 0 {
                    words::duration(card.duration_ms)
                } else {
                    String::new()
                },
                is_current: item.id == playing.current.id,
            })
            .collect(),
    }
}

/// What a player plays after this, as part of the list.
pub fn next_card(app: &App, now: Timestamp, playing: &Playing) -> Option<VideoCardView> {
    let (item, card) = playing.next()?;
    Some(VideoCardView { url: address(&playing.entry.playlist, item, card), ..cards::card(app, now, card) })
}

fn address(playlist: &Playlist, item: &PlaylistItem, card: &VideoCard) -> String {
    paths::playlists::play(&playlist.uuid, &card.uuid, item.start_ms.map(|ms| ms / 1000))
}

pub fn privacy_label(privacy: Privacy) -> Option<&'static str> {
    match privacy {
        Privacy::Public => None,
        Privacy::Unlisted => Some("Unlisted: only people who have the link"),
        Privacy::Private => Some("Private: only you"),
    }
}

/// Who can see it, as forms ask it.
pub fn privacies() -> Vec<ChoiceView> {
    let hint = |privacy: Privacy| match privacy {
        Privacy::Public => "Everyone can find it. Each sees the videos in it that they may watch.",
        Privacy::Unlisted => "Only people who have the link.",
        Privacy::Private => "Only you.",
    };
    let choice = |privacy: &Privacy| ChoiceView {
        value: privacy.to_string(),
        label: privacies::label(*privacy).to_owned(),
        hint: hint(*privacy).to_owned(),
    };
    Privacy::ALL.iter().map(choice).collect()
}
