//! The addresses of feeds. `narrowed` is a query: `?videoChannelName=ann_channel`, or nothing for the whole site.

pub fn videos(format: &str, narrowed: &str) -> String {
    format!("/feeds/videos.{format}{narrowed}")
}

pub fn podcast(narrowed: &str) -> String {
    format!("/feeds/podcast/videos.xml{narrowed}")
}

pub fn of_channel(handle: &str) -> String {
    format!("?videoChannelName={handle}")
}

pub fn of_user(handle: &str) -> String {
    format!("?accountName={handle}")
}
