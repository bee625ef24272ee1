//! Style sheets, scripts and pictures of the site itself: embedded, addressed by their content, immutable.
//!
//! One hash names the whole bundle, so that a script's relative imports stay within it. Without a script bundle pages work as
//! they do without JavaScript; the style sheet is then put together from its parts.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use rust_embed::RustEmbed;

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
    /// None: no script bundle was built.
    pub js: Option<String>,
    pub icon: String,
}

struct Assets {
    hash: String,
    files: HashMap<String, Cow<'static, [u8]>>,
    urls: Urls,
}

static ASSETS: LazyLock<Assets> = LazyLock::new(gather);

pub fn urls() -> &'static Urls {
    &ASSETS.urls
}

/// `/assets/{hash}/{file}`
pub async fn show(path: web::Path<(String, String)>) -> Result<HttpResponse> {
    let (hash, file) = path.into_inner();
    let bytes = ASSETS.files.get(&file).filter(|_| hash == ASSETS.hash).ok_or(Error::NotFound)?;
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::CONTENT_TYPE, content_type(&file)))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"));
    Ok(match bytes {
        Cow::Borrowed(bytes) => answer.body(web::Bytes::from_static(bytes)),
        Cow::Owned(bytes) => answer.body(bytes.clone()),
    })
}

fn gather() -> Assets {
    let mut files = HashMap::new();
    add_all::<Images>(&mut files);
    add_all::<Bundle>(&mut files);
    if !files.contains_key("app.js") {
        log::warn!("no script bundle was built (npm ci && npm run build): pages come without scripts");
    }
    files.entry("app.css".to_owned()).or_insert_with(|| Cow::Owned(joined_style_sheet().into_bytes()));
    let hash = hash_of(&files);
    let url = |name: &str| format!("/assets/{hash}/{name}");
    let urls = Urls {
        css: url("app.css"),
        js: files.contains_key("app.js").then(|| url("app.js")),
        icon: url("icon.svg"),
    };
    Assets { hash, files, urls }
}

fn add_all<E: RustEmbed>(files: &mut HashMap<String, Cow<'static, [u8]>>) {
    for name in E::iter() {
        if let Some(file) = E::get(&name) {
            files.insert(name.into_owned(), file.data);
        }
    }
}

/// The parts in the order in which `app.css` imports them; each names its own cascade layer.
fn joined_style_sheet() -> String {
    let text = |name: &str| {
        StyleSheets::get(name)
            .map(|file| String::from_utf8_lossy(&file.data).into_owned())
            .unwrap_or_default()
    };
    let mut joined = String::new();
    for line in text("app.css").lines() {
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
