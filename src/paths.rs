//! The address of every thing: a function each, for handlers and templates.

pub mod admin;
pub mod api_tokens;
pub mod channels;
pub mod comments;
pub mod feeds;
pub mod history;
pub mod imports;
pub mod lists;
pub mod media;
pub mod playlists;
pub mod videos;
pub mod webhooks;

pub fn home() -> String {
    "/".to_owned()
}

pub fn sign_in(return_to: &str) -> String {
    format!("/sign-in?return_to={}", query_value(return_to))
}

pub fn user(handle: &str) -> String {
    format!("/a/{handle}")
}

pub fn channel(handle: &str) -> String {
    format!("/c/{handle}")
}

/// What search engines may find, or where the parts of that are.
pub fn sitemap() -> String {
    "/sitemap.xml".to_owned()
}

pub fn sitemap_page(number: i64) -> String {
    format!("/sitemap/{number}.xml")
}

/// What the API is, for people.
pub fn api_reference() -> String {
    "/docs/api".to_owned()
}

/// The endpoints about one thing.
pub fn api_section(section: &str) -> String {
    format!("/docs/api/endpoints/{section}")
}

/// What the objects in its answers look like.
pub fn api_shapes() -> String {
    "/docs/api/shapes".to_owned()
}

/// What teaches it.
pub fn api_guide(name: &str) -> String {
    format!("/docs/api/{name}")
}

/// What the API is, for programs.
pub fn api_description() -> String {
    "/api/v1/openapi.json".to_owned()
}

/// Which links browsers may follow ahead of time.
pub fn speculation_rules() -> String {
    "/speculation-rules.json".to_owned()
}

/// Percent-encodes a value for a query string: everything but unreserved characters.
pub fn query_value(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}
