//! The files of videos: `/m/{uuid}/{version}/{file}` for everyone, `/m/{signature}.{expiry}/…` for whom a page gave the address.
//!
//! Cookies decide nothing here but whose hourly budget is used. What may not be had, what is not there and what was never a name of ours
//! get the same 404.

mod from_object_store;
mod sending;

use std::sync::Arc;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};

use crate::app::{App, MediaCache};
use crate::config::SendFile;
use crate::db::ids::Uuid;
use crate::error::{Error, Result};
use crate::http::{media_type, ranged_file};
use crate::models::video::{Audience, MediaFacts};
use crate::paths::media::MediaPath;
use crate::storage::{Storage, StorageKey, StoredFile};
use crate::text::slug;

const PUBLIC: &str = "public, max-age=31536000, immutable";
const PRIVATE: &str = "private, max-age=3600";
/// For how long a browser may remember that other sites' players can ask for ranges.
const PREFLIGHT_SECONDS: &str = "86400";

/// `GET` and `HEAD /m/…`
pub async fn show(app: App, request: HttpRequest) -> Result<HttpResponse> {
    let path = MediaPath::parse(request.path()).ok_or(Error::NotFound)?;
    let (uuid, facts) = allowed(&app, &path).await?;
    let key = StorageKey::parse(&format!("media/{uuid}/{}/{}", path.version, path.file))
        .map_err(|_| Error::NotFound)?;
    let spending = sending::budget(&app, &request)?;
    let sent = sending::Sent { app: &app, request: &request, path: &path, facts: &facts, spending };
    if let Storage::S3(bucket) = &app.storage {
        return from_object_store::answer(&sent, bucket, &key).await;
    }
    let file = open(&app, key).await?;
    Ok(match app.config.media.send_file {
        SendFile::Off => {
            let delivered = sent.observed(file.size);
            ranged_file::answer(&request, file, |response| describe(response, &request, &path), delivered)
        }
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

/// The headers that hold whatever part of the file is sent.
fn describe(response: &mut HttpResponseBuilder, request: &HttpRequest, path: &MediaPath<'_>) {
    let kind = media_type::of_file(path.file);
    response
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, media_type::NOSNIFF))
        .insert_header((header::CONTENT_SECURITY_POLICY, ranged_file::POLICY));
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
