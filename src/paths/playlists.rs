//! The addresses of playlists and of what their owner does with them.

use super::videos;
use crate::db::ids::{PlaylistItemId, Uuid};

/// `/w/p/{short}`: the list itself.
pub fn show(uuid: &Uuid) -> String {
    format!("/w/p/{}", videos::short(uuid))
}

pub fn page(uuid: &Uuid, number: i64) -> String {
    format!("{}?page={number}", show(uuid))
}

/// A video as part of a playlist, from a certain second on where the playlist says so.
pub fn play(playlist: &Uuid, video: &Uuid, start_seconds: Option<i64>) -> String {
    let address = format!("{}?playlist={}", videos::watch(video), videos::short(playlist));
    match start_seconds {
        Some(seconds) if seconds > 0 => format!("{address}&t={seconds}"),
        _ => address,
    }
}

/// In which of their playlists somebody wants a video.
pub fn of_video(video: &Uuid) -> String {
    format!("{}/playlists", videos::watch(video))
}

pub fn of_channel(handle: &str) -> String {
    format!("{}?tab=playlists", super::channel(handle))
}

pub fn of_channel_page(handle: &str, number: i64) -> String {
    format!("{}&page={number}", of_channel(handle))
}

pub fn own() -> String {
    "/my/playlists".to_owned()
}

pub fn own_page(number: i64) -> String {
    format!("/my/playlists?page={number}")
}

pub fn new() -> String {
    "/my/playlists/new".to_owned()
}

pub fn edit(uuid: &Uuid) -> String {
    format!("/my/playlists/{uuid}")
}

pub fn edit_page(uuid: &Uuid, number: i64) -> String {
    format!("{}?page={number}", edit(uuid))
}

pub fn delete(uuid: &Uuid) -> String {
    format!("{}/delete", edit(uuid))
}

/// Where an item is moved.
pub fn item(uuid: &Uuid, item: PlaylistItemId) -> String {
    format!("{}/items/{item}", edit(uuid))
}

pub fn delete_item(uuid: &Uuid, item: PlaylistItemId) -> String {
    format!("{}/delete", self::item(uuid, item))
}
