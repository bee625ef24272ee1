//! Style sheets, scripts and pictures of the site itself: embedded, addressed by their content, immutable.
//!
//! One hash names the whole bundle, so that a script's relative imports stay within it. Without a script bundle pages work as
//! they do without JavaScript; the style sheet is then put together from its parts.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use flate2::Compression;
use rust_embed::RustEmbed;

use super::packing;
use crate::error::{Error, Result};

#[derive(RustEmbed)]
#[folder = "static/dist"]
#[allow_missing = true]
struct Bundle;

#[derive(RustEmbed)]
#[folder = "static/css"]
struct StyleSheets;

#[derive(RustEmbed)]
#[folder = "static/images"]
struct Images;

/// The addresses that pages name.
pub struct Urls {
    pub css: String,
    /// What every page but the watch page needs beside it.
    pub pages_css: String,
    /// What the admin pages need beside it.
    pub admin_css: String,
    /// What the player within other sites' pages needs beside it.
    pub embed_css: String,
    /// None: no script bundle was built.
    pub js: Option<String>,
    pub icon: String,
}

struct Assets {
    hash: String,
    files: HashMap<String, Cow<'static, [u8]>>,
    packed: HashMap<String, web::Bytes>,
    urls: Urls,
}

static ASSETS: LazyLock<Assets> = LazyLock::new(gather);

pub fn urls() -> &'static Urls {
    &ASSETS.urls
}

/// `/assets/{hash}/{file}`
pub async fn show(request: HttpRequest, path: web::Path<(String, String)>) -> Result<HttpResponse> {
    let (hash, file) = path.into_inner();
    let packed = ASSETS.packed.get(&file).filter(|_| hash == ASSETS.hash).ok_or(Error::NotFound)?;
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::CONTENT_TYPE, content_type(&file)))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::VARY, "Accept-Encoding"))
        // A player within a sandbox of another site's page belongs to no origin, not even to ours.
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header(("cross-origin-resource-policy", "cross-origin"));
    if packing::accepts_gzip(request.headers()) {
        return Ok(answer.insert_header(header::ContentEncoding::Gzip).body(packed.clone()));
    }
    match ASSETS.files.get(&file) {
        Some(Cow::Borrowed(bytes)) => Ok(answer.body(web::Bytes::from_static(bytes))),
        Some(Cow::Owned(bytes)) => Ok(answer.body(bytes.clone())),
        None => Err(Error::NotFound),
    }
}

fn gather() -> Assets {
    let mut files = HashMap::new();
    add_all::<Images>(&mut files);
    add_all::<Bundle>(&mut files);
    if !files.contains_key("app.js") {
        log::warn!("no script bundle was built (npm ci && npm run build): pages come without scripts");
    }
    for name in ["app.css", "pages.css", "admin.css", "embed.css"] {
        files.entry(name.to_owned()).or_insert_with(|| Cow::Owned(joined_style_sheet(name).into_bytes()));
    }
    let hash = hash_of(&files);
    let url = |name: &str| format!("/assets/{hash}/{name}");
    let urls = Urls {
        css: url("app.css"),
        pages_css: url("pages.css"),
        admin_css: url("admin.css"),
        embed_css: url("embed.css"),
        js: files.contains_key("app.js").then(|| url("app.js")),
        icon: url("icon.svg"),
    };
    let packed = files
        .iter()
        // Once and as small as it gets: every visitor loads these, and nobody should wait for them to be packed.
        .filter_map(|(name, bytes)| match packing::packed(bytes, Compression::best()) {
            Ok(packed) => Some((name.clone(), packed)),
            Err(error) => {
                log::error!("{name} could not be packed: {error}");
                None
            }
        })
        .collect();
    Assets { hash, files, packed, urls }
}

fn add_all<E: RustEmbed>(files: &mut HashMap<String, Cow<'static, [u8]>>) {
    for name in E::iter() {
        if let Some(file) = E::get(&name) {
            files.insert(name.into_owned(), file.data);
        }
    }
}

/// The parts in the order in which a style sheet imports them; each names its own cascade layer.
fn joined_style_sheet(name: &str) -> String {
    let text = |name: &str| {
        StyleSheets::get(name)
            .map(|file| String::from_utf8_lossy(&file.data).into_owned())
            .unwrap_or_default()
    };
    let mut joined = String::new();
    for line in text(name).lines() {
        match line.split('"').nth(1).filter(|_| line.trim_start().starts_with("@import")) {
            Some(part) => joined.push_str(&text(part.trim_start_matches("./"))),
            None => joined.push_str(line),
        }
        joined.push('\n');
    }
    joined
}

fn hash_of(files: &HashMap<String, Cow<'static, [u8]>>) -> String {
    let mut names: Vec<_> = files.keys().collect();
    names.sort();
    let mut hasher = DefaultHasher::new();
    for name in names {
        name.hash(&mut hasher);
        files[name].hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

fn content_type(file: &str) -> &'static str {
    match file.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("map") => "application/json",
        _ => "application/octet-stream",
    }
}
