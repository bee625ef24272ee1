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

/// The player alone, for other sites' pages.
pub fn embed(uuid: &Uuid) -> String {
    format!("/videos/embed/{uuid}")
}

/// Where a player within another site's page reports how much was watched.
pub fn embed_watch_reports(uuid: &Uuid) -> String {
    format!("{}/watch", embed(uuid))
}

/// What other programs may know about the video at this absolute address, so that they can show it.
pub fn oembed(url: &str, format: &str) -> String {
    format!("/oembed?format={format}&url={}", super::query_value(url))
}

/// The id in the path of one of a video's pages.
pub fn id_in(path: &str) -> Option<&str> {
    match path.split('/').collect::<Vec<_>>().as_slice() {
        ["", "w" | "videos", id] | ["", "videos", "watch" | "embed", id] => Some(id),
        _ => None,
    }
}

/// One quality as a file of its own, picture and sound together.
pub fn download(uuid: &Uuid, quality: u32) -> String {
    format!("{}/download/{quality}", watch(uuid))
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

/// Where a script begins to put a file straight into the bucket.
pub fn direct_uploads() -> String {
    "/uploads/direct".to_owned()
}

/// How far an upload is.
pub fn upload(uuid: &Uuid) -> String {
    format!("/uploads/{uuid}")
}

/// Where an upload in pieces is continued.
pub fn resumable_upload(uuid: &Uuid) -> String {
    format!("/uploads/tus/{uuid}")
}

/// Where a program continues one by PeerTube's protocol.
pub fn resumable_upload_of_api(uuid: &Uuid) -> String {
    format!("/api/v1/videos/upload-resumable?upload_id={uuid}")
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

/// Where another file for it is sent.
pub fn replacement(uuid: &Uuid) -> String {
    format!("/my/videos/{uuid}/file")
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

/// What is said in it, to read; empty for the first language there is.
pub fn transcript(uuid: &Uuid, language: &str) -> String {
    let page = format!("{}/transcript", watch(uuid));
    if language.is_empty() { page } else { format!("{page}?language={}", super::query_value(language)) }
}

/// The page from a certain second on.
pub fn watch_from(uuid: &Uuid, seconds: i64) -> String {
    format!("{}?t={seconds}", watch(uuid))
}

/// What a player loads of one language.
pub fn captions_file(uuid: &Uuid, language: &str) -> String {
    format!("{}/captions/{language}.vtt", watch(uuid))
}

pub fn chapters_file(uuid: &Uuid) -> String {
    format!("{}/chapters.vtt", watch(uuid))
}

pub fn edit_chapters(uuid: &Uuid) -> String {
    format!("{}/chapters", edit(uuid))
}

/// Where its creator sees the captions of all languages, and adds one.
pub fn own_captions(uuid: &Uuid) -> String {
    format!("{}/captions", edit(uuid))
}

pub fn edit_captions(uuid: &Uuid, language: &str) -> String {
    format!("{}/{language}", own_captions(uuid))
}

pub fn delete_captions(uuid: &Uuid, language: &str) -> String {
    format!("{}/delete", edit_captions(uuid, language))
}
