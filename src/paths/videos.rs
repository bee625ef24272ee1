//! The addresses of a video and of what its creator does with it.

use crate::db::ids::Uuid;
use crate::models::video::watch_path;
use crate::text::short_id;

/// `/w/{short}`: the page where it is watched, and the one address that lists link to.
pub fn watch(uuid: &Uuid) -> String {
    watch_path(uuid)
}

/// The 22 characters that stand for a video in page addresses.
pub fn short(uuid: &Uuid) -> String {
    short_id::of(::uuid::Uuid::from_bytes(uuid.bytes()))
}

/// Where the player reports how much was watched.
pub fn watch_reports(uuid: &Uuid) -> String {
    format!("{}/watch", watch(uuid))
}

pub fn rating(uuid: &Uuid) -> String {
    format!("{}/rating", watch(uuid))
}

pub fn report(uuid: &Uuid) -> String {
    format!("/reports/new?video={}", short(uuid))
}

pub fn tag(tag: &str) -> String {
    format!("/search?q={}", super::query_value(tag))
}

pub fn new_upload() -> String {
    "/upload".to_owned()
}

/// How far an upload is.
pub fn upload(uuid: &Uuid) -> String {
    format!("/uploads/{uuid}")
}

pub fn own() -> String {
    "/my/videos".to_owned()
}

pub fn own_page(number: i64) -> String {
    format!("/my/videos?page={number}")
}

pub fn edit(uuid: &Uuid) -> String {
    format!("/my/videos/{uuid}")
}

pub fn delete(uuid: &Uuid) -> String {
    format!("/my/videos/{uuid}/delete")
}

/// The links with which its creator shares it.
pub fn share_links(uuid: &Uuid) -> String {
    format!("/my/videos/{uuid}/links")
}

pub fn delete_share_link(uuid: &Uuid, link: &Uuid) -> String {
    format!("/my/videos/{uuid}/links/{link}/delete")
}

/// What a share link opens: the watch page, with the link's token.
pub fn shared(uuid: &Uuid, token: &str) -> String {
    format!("{}?share={token}", watch(uuid))
}

/// Where a viewer says that they would rather not see it.
pub fn feedback(uuid: &Uuid) -> String {
    format!("{}/feedback", watch(uuid))
}
