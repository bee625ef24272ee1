//! The addresses of somebody's webhooks.

use crate::db::ids::Uuid;

pub fn index() -> String {
    "/settings/webhooks".to_owned()
}

pub fn edit(uuid: &Uuid) -> String {
    format!("/settings/webhooks/{uuid}")
}

pub fn page(uuid: &Uuid, number: i64) -> String {
    format!("{}?page={number}", edit(uuid))
}

pub fn delete(uuid: &Uuid) -> String {
    format!("{}/delete", edit(uuid))
}

pub fn deliveries(uuid: &Uuid) -> String {
    format!("{}/deliveries", edit(uuid))
}

pub fn replay(uuid: &Uuid, delivery: &Uuid) -> String {
    format!("{}/{delivery}/replay", deliveries(uuid))
}
