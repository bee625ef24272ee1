//! The addresses of channels. A channel's own page is [`super::channel`].

pub fn page(handle: &str, number: i64) -> String {
    format!("/c/{handle}?page={number}")
}

pub fn subscription(handle: &str) -> String {
    format!("/c/{handle}/subscription")
}

pub fn own() -> String {
    "/my/channels".to_owned()
}

pub fn edit(handle: &str) -> String {
    format!("/my/channels/{handle}")
}
