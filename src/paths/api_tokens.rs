//! Where one makes and revokes tokens for programs.

use crate::db::ids::Uuid;

pub fn index() -> String {
    "/settings/tokens".to_owned()
}

pub fn delete(token: &Uuid) -> String {
    format!("/settings/tokens/{token}/delete")
}

pub fn delete_all() -> String {
    "/settings/tokens/delete".to_owned()
}
