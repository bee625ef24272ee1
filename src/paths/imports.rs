//! The addresses of what somebody brings from elsewhere.

use crate::db::ids::Uuid;

pub fn own() -> String {
    "/my/imports".to_owned()
}

pub fn own_page(number: i64) -> String {
    format!("/my/imports?page={number}")
}

pub fn new() -> String {
    "/my/imports/new".to_owned()
}

pub fn show(uuid: &Uuid) -> String {
    format!("/my/imports/{uuid}")
}

pub fn page(uuid: &Uuid, number: i64) -> String {
    format!("{}?page={number}", show(uuid))
}
