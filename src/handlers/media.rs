//! The files of videos: `/m/{uuid}/{version}/{file}` for everyone, `/m/{signature}.{expiry}/…` for whom a page gave the address.
//!
//! Cookies decide nothing here but whose hourly budget is used. What may not be had, what is not there and what was never a name of ours
//! get the same 404.

mod sending;

use std::sync::Arc;
use std::time::UNIX_EPOCH;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};

use crate::app::{App, MediaCache};
use crate::config::SendFile;
use crate::db::ids::Uuid;
use crate::error::{Error, Result};
use crate::http::media_type;
use crate::http::range::{self, Conditions, Outcome, Validators};
use crate::models::video::{Audience, MediaFacts};
use crate::paths::media::MediaPath;
use crate::storage::{StorageKey, StoredFile};
use crate::text::slug;

const PUBLIC: &str = "public, max-age=31536000, immutable";
const PRIVATE: &str = "private, max-age=3600";
/// Of an answer about the request rather than the file: a cache that knows only the address must not repeat it to others.
const NOT_KEPT: &str = "no-store";
/// Should a file ever be opened as a page, it may do nothing.
const POLICY: &str = "default-src 'none'; img-src 'self'; media-src 'self'; sandbox";
/// For how long a browser may remember that other sites' players can ask for ranges.
const PREFLIGHT_SECONDS: &str = "86400";

/// `GET` and `HEAD /m/…`
pub async fn show(app: App, request: HttpRequest) -> Result<HttpResponse> {
    let path = MediaPath::parse(request.path()).ok_or(Error::NotFound)?;
    let (uuid, facts) = allowed(&app, &path).await?;
    let key = StorageKey::parse(&format!("media/{uuid}/{}/{}", path.version, path.file))
        .map_err(|_| Error::NotFound)?;
    let file = open(&app, key).await?;
    let spending = sending::budget(&app, &request)?;
    let sent = sending::Sent { app: &app, request: &request, path: &path, facts: &facts, spending };
    Ok(match app.config.media.send_file {
        SendFile::Off => answer(&sent, file),
        SendFile::Accel => sent.by_proxy("x-accel-redirect", file.size),
        SendFile::Sendfile => sent.by_proxy("x-sendfile", file.size),
    })
}

/// `OPTIONS /m/…`: whether another site's player may ask for ranges of a file. Of public ones it may.
pub async fn preflight(app: App, request: HttpRequest) -> Result<HttpResponse> {
    let path = MediaPath::parse(request.path()).filter(|path| !path.is_signed()).ok_or(Error::NotFound)?;
    allowed(&app, &path).await?;
    Ok(HttpResponse::NoContent()
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, OPTIONS"))
        .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, "range, if-range"))
        .insert_header((header::ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS))
        .insert_header(("cross-origin-resource-policy", "cross-origin"))
        .finish())
}

/// What is known of the video, if this address may be answered.
async fn allowed(app: &App, path: &MediaPath<'_>) -> Result<(Uuid, Arc<MediaFacts>)> {
    let uuid = Uuid::parse(path.uuid).ok_or(Error::NotFound)?;
    let now = app.now();
    let is_allowed = |facts: &MediaFacts| {
        facts.has_version(path.version)
            && match path.is_signed() {
                true => path.is_granted(&app.media_signer, facts.epoch, now.seconds()),
                false => facts.audience == Audience::Everyone,
            }
    };
    let facts = MediaCache::allowed(app, uuid, is_allowed).await?.ok_or(Error::NotFound)?;
    Ok((uuid, facts))
}

async fn open(app: &App, key: StorageKey) -> Result<StoredFile> {
    let app = app.clone();
    let opened = web::block(move || app.storage.open(&key)).await.map_err(|error| anyhow::anyhow!(error))?;
    opened.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::NotFound,
        _ => error.into(),
    })
}

fn answer(sent: &sending::Sent<'_>, stored: StoredFile) -> HttpResponse {
    let modified_ms = stored.modified.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    let etag = format!("\"{:x}-{modified_ms:x}\"", stored.size);
    let conditions = Conditions::of(sent.request.headers());
    let validators = Validators { etag: &etag, modified: stored.modified };
    let outcome = range::evaluate(sent.request.method(), &conditions, validators, stored.size);
    let (status, stretch, content_range) = match outcome {
        Outcome::Whole => (StatusCode::OK, 0..stored.size, None),
        Outcome::Part(part) => {
            (StatusCode::PARTIAL_CONTENT, part.first..part.last + 1, Some(part.content_range(stored.size)))
        }
        Outcome::NotModified => (StatusCode::NOT_MODIFIED, 0..0, None),
        Outcome::PreconditionFailed => (StatusCode::PRECONDITION_FAILED, 0..0, None),
        Outcome::NotSatisfiable => {
            let content_range = range::unsatisfied_content_range(stored.size);
            (StatusCode::RANGE_NOT_SATISFIABLE, 0..0, Some(content_range))
        }
    };
    let mut response = HttpResponse::build(status);
    describe(&mut response, sent.request, sent.path);
    response.insert_header((header::ETAG, etag.as_str()));
    response.insert_header(header::LastModified(stored.modified.into()));
    if let Some(content_range) = content_range {
        response.insert_header((header::CONTENT_RANGE, content_range));
    }
    if status.is_client_error() {
        response.insert_header((header::CACHE_CONTROL, NOT_KEPT));
    }
    if !status.is_success() {
        return response.finish();
    }
    sent.by_us(response, stored, stretch)
}

/// The headers that hold whatever part of the file is sent.
fn describe(response: &mut HttpResponseBuilder, request: &HttpRequest, path: &MediaPath<'_>) {
    let kind = media_type::of_file(path.file);
    response
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, media_type::NOSNIFF))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY));
    if !kind.starts_with("video/") && !kind.starts_with("image/") {
        // Or the compression of pages would take hold of it, and the promised length with it.
        response.insert_header((header::CONTENT_ENCODING, "identity"));
    }
    if path.is_signed() {
        response.insert_header((header::CACHE_CONTROL, PRIVATE));
    } else {
        response
            .insert_header((header::CACHE_CONTROL, PUBLIC))
            .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
            .insert_header((
                header::ACCESS_CONTROL_EXPOSE_HEADERS,
                "content-range, content-length, accept-ranges",
            ))
            .insert_header(("cross-origin-resource-policy", "cross-origin"));
    }
    if let Some(name) = download_name(request, path.file) {
        response.insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    }
}

/// `?download={title}` saves the file under that name: small letters, digits and hyphens, which need no encoding.
fn download_name(request: &HttpRequest, file: &str) -> Option<String> {
    let title = request.query_string().strip_prefix("download=")?;
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    Some(format!("{}.{ending}", slug::file_stem(title)))
}
