//! The addresses of the admin pages.

use super::query_value;

pub const DASHBOARD: &str = "/admin";
pub const USERS: &str = "/admin/users";
pub const VIDEOS: &str = "/admin/videos";
pub const COMMENTS: &str = "/admin/comments";
pub const TASKS: &str = "/admin/tasks";
pub const REPORTS: &str = "/admin/reports";
pub const RECOMMENDER: &str = "/admin/recommender";
pub const AUDIT: &str = "/admin/audit";

/// A page of one of these lists, as it is filtered and searched.
pub fn page(list: &str, words: &str, state: &str, number: i64) -> String {
    let mut path = format!("{list}?page={number}");
    for (name, value) in [("q", words), ("state", state)] {
        if !value.is_empty() {
            path.push_str(&format!("&{name}={}", query_value(value)));
        }
    }
    path
}

/// A list with one of its filters.
pub fn filtered(list: &str, state: &str) -> String {
    format!("{list}?state={}", query_value(state))
}
