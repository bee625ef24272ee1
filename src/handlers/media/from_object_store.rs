//! Media whose bytes are in an object store: who may have them was decided before, exactly as for a local file.
//!
//! The browser is sent on to an address of the store that holds for minutes, or is served stretches through us. Playlists and captions always
//! come from us, so that the names in them are asked for below our own address, with its signature. Who is sent on to the store is not seen
//! reading, so nothing is estimated from it: watching then counts by the player's reports alone.

use actix_web::body::SizedStream;
use actix_web::http::{Method, StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::StreamExt;

use super::sending::{BY_PROXY_BYTES, Sent};
use super::{describe, download_name};
use crate::config::StorageDelivery;
use crate::error::{Error, Result};
use crate::http::file_stream::HeadOnly;
use crate::http::range::Validators;
use crate::http::ranged_file;
use crate::paths::media::MediaPath;
use crate::storage::{Bucket, ObjectFacts, StorageKey};

pub async fn answer(sent: &Sent<'_>, bucket: &Bucket, key: &StorageKey) -> Result<HttpResponse> {
    let Sent { app, request, path, .. } = *sent;
    let redirects = app.config.storage.delivery == StorageDelivery::Redirect;
    // The signed address is for GET alone.
    if redirects && request.method() == Method::GET && !is_text(path.file) {
        sent.sends_elsewhere(BY_PROXY_BYTES);
        return redirect(request, path, bucket, key);
    }
    let object = bucket.facts(key).await.map_err(unavailable)?;
    proxy(sent, (bucket, key, &object)).await
}

fn is_text(file: &str) -> bool {
    file.rsplit_once('.').is_some_and(|(_, ending)| matches!(ending, "m3u8" | "vtt" | "json"))
}

/// The answer may be kept for less long than the address holds, and by nobody but this browser.
fn redirect(
    request: &HttpRequest,
    path: &MediaPath<'_>,
    bucket: &Bucket,
    key: &StorageKey,
) -> Result<HttpResponse> {
    let disposition =
        download_name(request, path.file).map(|name| format!("attachment; filename=\"{name}\""));
    let signed = bucket.signed_address(key, disposition.as_deref())?;
    let mut response = HttpResponse::build(StatusCode::FOUND);
    describe(&mut response, request, path);
    response
        .insert_header((header::CACHE_CONTROL, format!("private, max-age={}", signed.kept_seconds)))
        .insert_header((header::LOCATION, signed.url));
    Ok(response.finish())
}

async fn proxy(
    sent: &Sent<'_>,
    (bucket, key, object): (&Bucket, &StorageKey, &ObjectFacts),
) -> Result<HttpResponse> {
    let Sent { request, path, .. } = *sent;
    let etag = object.etag.clone().unwrap_or_else(|| format!("\"{:x}\"", object.size));
    let validators = Validators { etag: &etag, modified: object.modified };
    let (mut response, stretch) =
        ranged_file::begin(request, object.size, validators, |response| describe(response, request, path));
    let Some(stretch) = stretch else { return Ok(response.finish()) };
    let length = stretch.end - stretch.start;
    if request.method() == Method::HEAD {
        return Ok(response.body(HeadOnly(length)));
    }
    let mut delivered = sent.observed(object.size);
    let mut at = stretch.start;
    let stream = bucket.stretch(key, object, stretch).await.map_err(unavailable)?;
    let body = stream.map(move |chunk| {
        let chunk = chunk.inspect_err(|error| log::warn!("a delivery broke off: {error}"))?;
        let end = at + chunk.len() as u64;
        delivered(at..end);
        at = end;
        Ok::<_, std::io::Error>(chunk)
    });
    Ok(response.body(SizedStream::new(length, body)))
}

/// What is not there is not there; everything else is the store's trouble, which may be over in a moment.
fn unavailable(error: std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::NotFound => Error::NotFound,
        _ => {
            log::warn!("{error}");
            Error::Busy("the object store does not answer")
        }
    }
}
