//! The addresses of what somebody watched and turned down.

use super::videos;
use crate::db::ids::Uuid;

pub fn own() -> String {
    "/my/history".to_owned()
}

pub fn page(number: i64) -> String {
    if number > 1 { format!("{}?page={number}", own()) } else { own() }
}

/// Where all of it is cleared, after being asked once more.
pub fn delete() -> String {
    "/my/history/delete".to_owned()
}

pub fn delete_entry(video: &Uuid) -> String {
    format!("{}/{}/delete", own(), videos::short(video))
}

/// Where it is paused and resumed.
pub fn recording() -> String {
    "/my/history/recording".to_owned()
}

/// All that one's lists go by, as a file.
pub fn export() -> String {
    "/my/history/export".to_owned()
}

/// What was turned down.
pub fn feedback() -> String {
    "/my/feedback".to_owned()
}

pub fn feedback_page(number: i64) -> String {
    if number > 1 { format!("{}?page={number}", feedback()) } else { feedback() }
}

pub fn withdraw_of_video(video: &Uuid) -> String {
    format!("{}/videos/{}/delete", feedback(), videos::short(video))
}

pub fn withdraw_of_channel(handle: &str) -> String {
    format!("{}/channels/{handle}/delete", feedback())
}

/// Where somebody signed out asks to be forgotten.
pub fn forget_stranger() -> String {
    "/viewer/delete".to_owned()
}
