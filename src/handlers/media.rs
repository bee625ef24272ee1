//! The files of videos: `/m/{uuid}/{version}/{file}` for everyone, `/m/{signature}.{expiry}/…` for whom a page gave the address.
//!
//! Cookies decide nothing here. What may not be had, what is not there and what was never a name of ours get the same 404.

mod from_object_store;

use std::ops::Range;
use std::time::Duration;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};

use crate::app::{App, DeliveredFile, MediaCache};
use crate::db::ids::Uuid;
use crate::error::{Error, Result};
use crate::http::{delivery, media_type, ranged_file, slow_readers};
use crate::models::video::{Audience, MediaFacts};
use crate::paths::media::MediaPath;
use crate::storage::{Storage, StorageKey, StoredFile};
use crate::text::slug;

const PUBLIC: &str = "public, max-age=31536000, immutable";
const PRIVATE: &str = "private, max-age=3600";

/// `GET` and `HEAD /m/…`
pub async fn show(app: App, request: HttpRequest) -> Result<HttpResponse> {
    let path = MediaPath::parse(request.path()).ok_or(Error::NotFound)?;
    let uuid = Uuid::parse(path.uuid).ok_or(Error::NotFound)?;
    let now = app.now();
    let allowed = |facts: &MediaFacts| {
        facts.has_version(path.version)
            && match path.is_signed() {
                true => path.is_granted(&app.media_signer, facts.epoch, now.seconds()),
                false => facts.audience == Audience::Everyone,
            }
    };
    let facts = MediaCache::allowed(&app, uuid, allowed).await?.ok_or(Error::NotFound)?;
    let key = StorageKey::parse(&format!("media/{uuid}/{}/{}", path.version, path.file))
        .map_err(|_| Error::NotFound)?;
    if let Storage::S3(bucket) = &app.storage {
        return from_object_store::answer(&app, &request, &path, &facts, bucket, &key).await;
    }
    let file = open(&app, key).await?;
    Ok(answer(&app, &request, &path, &facts, file))
}

async fn open(app: &App, key: StorageKey) -> Result<StoredFile> {
    let app = app.clone();
    let opened = web::block(move || app.storage.open(&key)).await.map_err(|error| anyhow::anyhow!(error))?;
    opened.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::NotFound,
        _ => error.into(),
    })
}

fn answer(
    app: &App,
    request: &HttpRequest,
    path: &MediaPath<'_>,
    facts: &MediaFacts,
    stored: StoredFile,
) -> HttpResponse {
    let delivered = observed(app, request, path, facts, stored.size);
    ranged_file::answer(request, stored, |response| describe(response, request, path), delivered)
}

/// The headers that hold whatever part of the file is sent.
fn describe(response: &mut HttpResponseBuilder, request: &HttpRequest, path: &MediaPath<'_>) {
    let kind = media_type::of_file(path.file);
    response
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, media_type::NOSNIFF));
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

/// `?download={title}` saves the file under that name.
fn download_name(request: &HttpRequest, file: &str) -> Option<String> {
    let title = request.query_string().strip_prefix("download=")?;
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    Some(format!("{}.{ending}", slug::file_stem(title)))
}

/// What happens with each stretch that was sent: it shows that the reader is alive, and counts towards their watch time.
fn observed(
    app: &App,
    request: &HttpRequest,
    path: &MediaPath<'_>,
    facts: &MediaFacts,
    size: u64,
) -> impl FnMut(Range<u64>) + 'static {
    let patience = Duration::from_secs(app.config.limits.stall_seconds * 2);
    let mut watched = slow_readers::watch(request, patience);
    let plays = path.file.contains("-web.") && facts.audience == Audience::Everyone;
    let counted = facts.video.filter(|_| plays && !delivery::is_reported(request)).and_then(|video| {
        let file = DeliveredFile { video, size, duration_ms: facts.duration_ms };
        Some((delivery::recipient(app, request)?, file))
    });
    let app = app.clone();
    move |stretch| {
        if let Some((recipient, file)) = &counted {
            app.deliveries.add(recipient, *file, stretch.clone(), app.now());
        }
        watched(stretch);
    }
}
