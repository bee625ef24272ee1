//! The files of videos: `/m/{uuid}/{version}/{file}` for everyone, `/m/{signature}.{expiry}/…` for whom a page gave the address.
//!
//! Cookies decide nothing here. What may not be had, what is not there and what was never a name of ours get the same 404.

mod from_object_store;

use std::ops::Range;
use std::time::{Duration, UNIX_EPOCH};

use actix_web::http::{Method, StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};

use crate::app::{App, DeliveredFile, MediaCache};
use crate::db::ids::Uuid;
use crate::error::{Error, Result};
use crate::http::file_stream::{FileStream, HeadOnly};
use crate::http::range::{self, Conditions, Outcome, Validators};
use crate::http::{delivery, media_type, slow_readers};
use crate::models::video::{Audience, MediaFacts};
use crate::paths::media::MediaPath;
use crate::storage::{Storage, StorageKey, StoredFile};
use crate::text::slug;

const PUBLIC: &str = "public, max-age=31536000, immutable";
const PRIVATE: &str = "private, max-age=3600";
/// Should a file ever be opened as a page, it may do nothing.
const POLICY: &str = "default-src 'none'; img-src 'self'; media-src 'self'; sandbox";

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
    let modified_ms = stored.modified.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    let etag = format!("\"{:x}-{modified_ms:x}\"", stored.size);
    let conditions = Conditions::of(request.headers());
    let validators = Validators { etag: &etag, modified: stored.modified };
    let outcome = range::evaluate(request.method(), &conditions, validators, stored.size);
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
    describe(&mut response, request, path);
    response.insert_header((header::ETAG, etag.as_str()));
    response.insert_header(header::LastModified(stored.modified.into()));
    if let Some(content_range) = content_range {
        response.insert_header((header::CONTENT_RANGE, content_range));
    }
    if stretch.is_empty() && !status.is_success() {
        return response.finish();
    }
    if request.method() == Method::HEAD {
        return response.body(HeadOnly(stretch.end - stretch.start));
    }
    let size = stored.size;
    let body = FileStream::new(stored.file, stretch);
    response.body(body.on_delivered(observed(app, request, path, facts, size)))
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

/// `?download={title}` saves the file under that name.
fn download_name(request: &HttpRequest, file: &str) -> Option<String> {
    let title = request.query_string().strip_prefix("download=")?;
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    Some(format!("{}.{ending}", slug::file_stem(title)))
}

/// The page's script reports what is watched, says so with `?reported=`, and may look at the beginning before anybody watches.
fn is_reported(request: &HttpRequest) -> bool {
    request.query_string().split('&').any(|pair| pair.split('=').next() == Some("reported"))
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
    let counted = facts.video.filter(|_| plays && !is_reported(request)).and_then(|video| {
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
