//! Uploading straight into the bucket, for scripts: begin, ask where the parts go, finish or give up. Answers are JSON.
//!
//! Offered only where browsers reach the bucket; everywhere else these addresses lead nowhere. The size is the browser's word until the end,
//! when the bucket's word decides.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::engine_ready;
use crate::app::App;
use crate::config::StorageDelivery;
use crate::db::ids::Uuid;
use crate::error::{Error, Invalid, Result};
use crate::http::viewer::SignedIn;
use crate::models::video::{DirectFields, DirectUpload, NewDirectUpload};
use crate::paths;
use crate::storage::{Bucket, Storage};
use crate::text::words;

const SMALLEST_PART: u64 = 8 << 20;
const LARGEST_PART: u64 = 64 << 20;
/// A part is larger for a large file, so that this many are enough.
const USUAL_PARTS: u64 = 500;
const ADDRESSES_AT_ONCE: u32 = 20;
const TAG_CHARACTERS: usize = 200;

#[derive(Deserialize)]
struct Begin {
    size: u64,
    #[serde(flatten)]
    fields: DirectFields,
}

#[derive(Serialize)]
struct Begun {
    uuid: String,
    part_bytes: u64,
    parts: u64,
}

#[derive(Deserialize)]
struct WhichParts {
    /// Counted from 1.
    first: u32,
    count: u32,
}

#[derive(Deserialize)]
struct Finish {
    etags: Vec<String>,
}

/// Whether browsers may put files into the bucket themselves.
pub fn is_offered(app: &App) -> bool {
    bucket(app).is_ok()
}

pub async fn create(app: App, viewer: SignedIn, body: web::Bytes) -> Result<HttpResponse> {
    let bucket = bucket(&app)?;
    answer(begin(&app, viewer, bucket, &body).await)
}

async fn begin(app: &App, viewer: SignedIn, bucket: Bucket, body: &[u8]) -> Result<HttpResponse> {
    let Begin { size, fields } = parse(body)?;
    engine_ready(app).await?;
    let (owner, quota, most) = (viewer.id, app.quota_bytes(), app.config.limits.open_uploads);
    fields.details()?;
    let largest = app.config.limits.upload_bytes;
    if size == 0 || size > largest {
        let message = format!("A file may have at most {}.", words::bytes(largest));
        return Err(Invalid::field("file", if size == 0 { "This file is empty." } else { &message }).into());
    }
    let bytes = i64::try_from(size).map_err(anyhow::Error::from)?;
    app.db.read(move |conn| DirectUpload::check_room(conn, owner, bytes, quota, most)).await?;
    let uuid = Uuid::random();
    let beginning = bucket.clone();
    let store_upload = blocking(move || beginning.begin_receiving(uuid.as_str())).await?;
    let new =
        NewDirectUpload { uuid, bytes, store_upload: store_upload.clone(), fields, quota_bytes: quota, most };
    let now = app.now();
    if let Err(error) = app.db.write(move |conn| DirectUpload::begin(conn, owner, &new, now)).await {
        blocking(move || bucket.give_up_receiving(uuid.as_str(), &store_upload)).await?;
        return Err(error);
    }
    let part_bytes = part_bytes(size);
    let begun = Begun { uuid: uuid.to_string(), part_bytes, parts: size.div_ceil(part_bytes) };
    Ok(HttpResponse::Created().json(begun))
}

/// Where the next parts go.
pub async fn parts(
    app: App,
    viewer: SignedIn,
    uuid: web::Path<String>,
    body: web::Bytes,
) -> Result<HttpResponse> {
    let bucket = bucket(&app)?;
    let upload = find_own(&app, viewer, &uuid).await?;
    let WhichParts { first, count } = parse(&body)?;
    let last = first.saturating_add(count).saturating_sub(1);
    if first == 0 || !(1..=ADDRESSES_AT_ONCE).contains(&count) || u64::from(last) > part_count(&upload) {
        return Err(Error::Malformed("There are no such parts."));
    }
    let urls = (first..=last)
        .map(|number| bucket.part_address(upload.uuid.as_str(), &upload.store_upload, number))
        .collect::<std::io::Result<Vec<_>>>()?;
    Ok(HttpResponse::Ok().json(serde_json::json!({ "urls": urls })))
}

pub async fn finish(
    app: App,
    viewer: SignedIn,
    uuid: web::Path<String>,
    body: web::Bytes,
) -> Result<HttpResponse> {
    let bucket = bucket(&app)?;
    let upload = find_own(&app, viewer, &uuid).await?;
    let Finish { etags } = parse(&body)?;
    if etags.len() as u64 != part_count(&upload) || !etags.iter().all(|tag| is_tag(tag)) {
        return Err(Error::Malformed("Not every part has its tag."));
    }
    answer(keep(&app, bucket, upload, etags).await)
}

async fn keep(app: &App, bucket: Bucket, upload: DirectUpload, etags: Vec<String>) -> Result<HttpResponse> {
    let (uuid, store_upload) = (upload.uuid, upload.store_upload.clone());
    let finishing = bucket.clone();
    let finished = blocking(move || {
        let size = finishing.finish_receiving(uuid.as_str(), &store_upload, etags)?;
        Ok((size, store_upload))
    });
    let (size, store_upload) = finished.await?;
    if i64::try_from(size).ok() != Some(upload.bytes) {
        give_up(app, bucket, uuid, store_upload).await?;
        return Err(
            Invalid::field("file", "Something else arrived than was announced. Please try again.").into()
        );
    }
    let (quota, now) = (app.quota_bytes(), app.now());
    app.db.write(move |conn| upload.clone().complete(conn, quota, now)).await?;
    app.wake_workers();
    Ok(HttpResponse::Created().json(serde_json::json!({ "url": paths::videos::upload(&uuid) })))
}

pub async fn delete(app: App, viewer: SignedIn, uuid: web::Path<String>) -> Result<HttpResponse> {
    let bucket = bucket(&app)?;
    let upload = find_own(&app, viewer, &uuid).await?;
    give_up(&app, bucket, upload.uuid, upload.store_upload).await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn give_up(app: &App, bucket: Bucket, uuid: Uuid, store_upload: String) -> Result<()> {
    blocking(move || bucket.give_up_receiving(uuid.as_str(), &store_upload)).await?;
    app.db.write(move |conn| Ok(DirectUpload::remove(conn, uuid)?)).await
}

fn bucket(app: &App) -> Result<Bucket> {
    match &app.storage {
        Storage::S3(bucket) if app.config.storage.delivery == StorageDelivery::Redirect => Ok(bucket.clone()),
        _ => Err(Error::NotFound),
    }
}

async fn find_own(app: &App, viewer: SignedIn, uuid: &str) -> Result<DirectUpload> {
    let (uuid, owner) = (Uuid::parse(uuid).ok_or(Error::NotFound)?, viewer.id);
    app.db.read(move |conn| Ok(DirectUpload::find_own(conn, owner, uuid)?)).await
}

fn parse<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T> {
    serde_json::from_slice(body).map_err(|_| Error::Malformed("This is not what the form sends."))
}

/// What is wrong with each field, for the script to show at the field.
fn answer(outcome: Result<HttpResponse>) -> Result<HttpResponse> {
    match outcome {
        Err(Error::Invalid(invalid)) => {
            Ok(HttpResponse::UnprocessableEntity().json(serde_json::json!({ "errors": invalid.fields() })))
        }
        outcome => outcome,
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T> {
    Ok(web::block(work).await.map_err(|error| anyhow::anyhow!(error))??)
}

fn part_bytes(size: u64) -> u64 {
    size.div_ceil(USUAL_PARTS).clamp(SMALLEST_PART, LARGEST_PART)
}

fn part_count(upload: &DirectUpload) -> u64 {
    let size = upload.bytes.unsigned_abs();
    size.div_ceil(part_bytes(size))
}

fn is_tag(tag: &str) -> bool {
    (1..=TAG_CHARACTERS).contains(&tag.len())
        && tag.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'&'))
}
