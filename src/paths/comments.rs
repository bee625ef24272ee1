//! Addresses of comments: lists and conversations stand under their video, what concerns one comment under its own id.

use super::videos;
use crate::db::ids::Uuid;

/// Where comments on a video are posted, and the page that lists them.
pub fn of_video(video: &Uuid) -> String {
    format!("{}/comments", videos::watch(video))
}

/// A page of the list, after the comment named by `after`.
pub fn page(video: &Uuid, sort: &str, after: Option<&Uuid>) -> String {
    let list = format!("{}?sort={sort}", of_video(video));
    match after {
        Some(after) => format!("{list}&after={after}"),
        None => list,
    }
}

/// The conversation to which a comment belongs.
pub fn thread(video: &Uuid, comment: &Uuid) -> String {
    format!("{}/{comment}", of_video(video))
}

pub fn thread_page(video: &Uuid, comment: &Uuid, page: i64) -> String {
    format!("{}?page={page}", thread(video, comment))
}

/// The place of a comment on whatever page shows it.
pub fn anchor(comment: &Uuid) -> String {
    format!("#comment-{comment}")
}

pub fn edit(comment: &Uuid) -> String {
    format!("/comments/{comment}")
}

pub fn delete(comment: &Uuid) -> String {
    format!("/comments/{comment}/delete")
}

pub fn rating(comment: &Uuid) -> String {
    format!("/comments/{comment}/rating")
}

/// The form that reports a comment to the moderators.
pub fn report(comment: &Uuid) -> String {
    format!("/reports/new?comment={comment}")
}
