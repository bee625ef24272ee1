//! Uploading in pieces, by the protocol tus 1.0: an upload is made, asked about, continued, given up.
//!
//! Its offset is the length of its file, so that a crash needs no recovery; the rows say whose it is, what it will become and until when it
//! waits. One request at a time writes. What was acknowledged is on the disk.

mod metadata;
mod piece;
pub mod protocol;
mod refusal;
mod request;
mod target;

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, rt, web};

use self::metadata::Metadata;
use self::piece::Piece;
use self::protocol::{EXPIRES, LENGTH, METADATA, OFFSET, answer};
use self::refusal::Refusal;
use self::target::{Found, Target, expiry};
use super::engine_ready;
use super::room::{check_size, has_disk, signed};
use crate::app::{App, Arrival, OpenUpload, too_many};
use crate::clock::Timestamp;
use crate::db::ids::{UserId, Uuid};
use crate::http::viewer::SignedIn;
use crate::models::video::{Completion, NewUpload, Upload};
use crate::paths;

type Answer = Result<HttpResponse, Refusal>;

/// `POST /uploads/tus`: makes an upload, perhaps with its first piece.
pub async fn create(app: App, viewer: SignedIn, request: HttpRequest, mut payload: web::Payload) -> Answer {
    let made = make(&app, viewer.id, &request).await;
    let (upload, piece) = or_drain(&app, &request, &mut payload, made).await?;
    let mut created = answer(StatusCode::CREATED);
    created.insert_header((header::LOCATION, paths::videos::resumable_upload(&upload.uuid)));
    created.insert_header((EXPIRES, upload.expires_at.http_date()));
    if let Some(piece) = piece {
        let found = Target::find(&app, viewer.id, upload.uuid.as_str()).await?;
        if let Found::Arriving(target) = found
            && let Err(refusal) = append(app.clone(), target, piece, payload).await
        {
            // The upload is there all the same, and its client hears how much of it.
            log::info!("the first piece of {} was refused: {refusal}", upload.uuid);
        }
        created.insert_header((OFFSET, length_of(&app, viewer.id, &upload).await?.to_string()));
    }
    Ok(created.finish())
}

/// `HEAD /uploads/tus/{uuid}`: where to go on.
pub async fn show(app: App, viewer: SignedIn, request: HttpRequest, uuid: web::Path<String>) -> Answer {
    request::check_version(&request)?;
    let (offset, upload, expires_at) = match Target::find(&app, viewer.id, &uuid).await? {
        Found::Finished(upload) => (whole_length(&upload), upload, None),
        Found::Arriving(mut target) => {
            // The process ended after the last byte and before anybody was told.
            let expires_at = if target.is_whole() {
                finish(&app, &mut target).await?;
                None
            } else {
                Some(target.upload.expires_at)
            };
            (target.offset, target.upload, expires_at)
        }
    };
    let mut answer = told(StatusCode::OK, offset, expires_at);
    answer.insert_header((LENGTH, upload.bytes.to_string()));
    if let Some(metadata) = upload.metadata {
        answer.insert_header((METADATA, metadata));
    }
    Ok(answer.finish())
}

/// `PATCH /uploads/tus/{uuid}`: the next piece.
pub async fn update(
    app: App,
    viewer: SignedIn,
    request: HttpRequest,
    uuid: web::Path<String>,
    mut payload: web::Payload,
) -> Answer {
    let begun = begin(&app, viewer.id, &request, &uuid).await;
    match or_drain(&app, &request, &mut payload, begun).await? {
        Begun::Repeated(offset) => Ok(told(StatusCode::NO_CONTENT, offset, None).finish()),
        Begun::Piece(target, piece) => {
            let length = target.length();
            let (offset, expires_at) = append(app, *target, piece, payload).await?;
            let expires_at = Some(expires_at).filter(|_| offset < length);
            Ok(told(StatusCode::NO_CONTENT, offset, expires_at).finish())
        }
    }
}

/// `DELETE /uploads/tus/{uuid}`: gives an unfinished upload up.
pub async fn delete(app: App, viewer: SignedIn, request: HttpRequest, uuid: web::Path<String>) -> Answer {
    request::check_version(&request)?;
    let Found::Arriving(target) = Target::find(&app, viewer.id, &uuid).await? else {
        return Err(Refusal::Finished);
    };
    let (upload, now) = (target.upload.clone(), app.now());
    match app.db.write(move |conn| Upload::give_up(conn, &upload, now)).await? {
        Completion::Unchanged => Err(Refusal::Finished),
        Completion::Done => {
            app.wake_workers();
            Ok(answer(StatusCode::NO_CONTENT).finish())
        }
    }
}

async fn make(app: &App, owner: UserId, request: &HttpRequest) -> Result<(Upload, Option<Piece>), Refusal> {
    request::check_version(request)?;
    let length = request::upload_length(request)?;
    let said = request::single(request, &METADATA)?.map(str::to_owned);
    let metadata = Metadata::parse(said.as_deref().unwrap_or_default())?;
    check_size(app, length)
        .map_err(|refused| Refusal::TooLarge(refused.fields().values().cloned().collect()))?;
    let piece = Piece::of_creation(request, length)?;
    engine_ready(app).await?;
    let mut details = metadata.details();
    if length == 0 {
        let mut invalid = details.err().unwrap_or_default();
        invalid.add("file", "The file is empty.");
        details = Err(invalid);
    }
    let details = details?;
    if !has_disk(app, length)? {
        return Err(Refusal::NoRoom);
    }
    let (room, others) = OpenUpload::reserve(app, owner, Arrival::Pieces, signed(length));
    let new = NewUpload {
        uuid: Uuid::random(),
        bytes: signed(length),
        channel: metadata.channel(),
        quota_bytes: app.quota_bytes().saturating_sub(others.bytes),
    };
    let most_open = app.config.limits.open_uploads.saturating_sub(others.uploads);
    let times = (app.now(), expiry(app));
    let begun = app.db.write(move |conn| {
        let begun = Upload::begin(conn, owner, &details, &new, most_open, times)?;
        if let (Some(upload), Some(said)) = (&begun, &said) {
            Upload::keep_metadata(conn, upload.uuid, said)?;
        }
        Ok(begun)
    });
    let upload = begun.await?;
    // From here on the database counts it.
    drop(room);
    let upload = upload.ok_or_else(|| Refusal::TooManyOpen(too_many(app.config.limits.open_uploads)))?;
    Ok((upload, piece))
}

enum Begun {
    Piece(Box<Target>, Piece),
    /// The end of a finished upload, said again by a client that did not hear the answer.
    Repeated(u64),
}

async fn begin(app: &App, owner: UserId, request: &HttpRequest, uuid: &str) -> Result<Begun, Refusal> {
    request::check_version(request)?;
    match Target::find(app, owner, uuid).await? {
        Found::Arriving(target) => {
            request::check_piece_type(request)?;
            request::check_offset(request, target.offset)?;
            let piece = Piece::read(request, target.left())?;
            Ok(Begun::Piece(Box::new(target), piece))
        }
        Found::Finished(upload) => {
            let end = whole_length(&upload);
            request::check_offset(request, end).map_err(|_| Refusal::Finished)?;
            match request::announced(request) {
                Some(0) => Ok(Begun::Repeated(end)),
                _ => Err(Refusal::Finished),
            }
        }
    }
}

/// On its own: what has arrived is written, and the last byte noted, even if the client leaves now.
async fn append(
    app: App,
    target: Target,
    piece: Piece,
    payload: web::Payload,
) -> Result<(u64, Timestamp), Refusal> {
    let appended = rt::spawn(piece.append(app, target, payload)).await;
    appended
        .map_err(|error| anyhow::anyhow!("a piece was lost at its end: {error}"))
        .map_err(crate::error::Error::from)?
}

async fn finish(app: &App, target: &mut Target) -> Result<(), Refusal> {
    let file = target.open().await?;
    target.settle(app, file).await?;
    Ok(())
}

async fn length_of(app: &App, owner: UserId, upload: &Upload) -> Result<u64, Refusal> {
    Ok(match Target::find(app, owner, upload.uuid.as_str()).await? {
        Found::Arriving(target) => target.offset,
        Found::Finished(upload) => whole_length(&upload),
    })
}

async fn or_drain<T>(
    app: &App,
    request: &HttpRequest,
    payload: &mut web::Payload,
    outcome: Result<T, Refusal>,
) -> Result<T, Refusal> {
    if outcome.is_err() {
        piece::drain(app, request, payload).await;
    }
    outcome
}

fn told(status: StatusCode, offset: u64, expires_at: Option<Timestamp>) -> actix_web::HttpResponseBuilder {
    let mut answer = answer(status);
    answer.insert_header((OFFSET, offset.to_string()));
    if let Some(expires_at) = expires_at {
        answer.insert_header((EXPIRES, expires_at.http_date()));
    }
    answer
}

fn whole_length(upload: &Upload) -> u64 {
    u64::try_from(upload.bytes).unwrap_or(0)
}
