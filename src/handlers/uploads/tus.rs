//! Uploading in pieces, by the protocol tus 1.0: an upload is made, asked about, continued, given up.
//!
//! Here are the words of the protocol; what they mean is in `resumable`. A browser comes with its session, a program with a token that may
//! upload.

mod metadata;
pub mod protocol;
mod refused;
mod request;

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use self::metadata::Metadata;
use self::protocol::{EXPIRES, LENGTH, METADATA, OFFSET, answer};
use super::resumable::{
    self, Found, Piece, Promise, Refusal, Target, announced, append, finish, or_drain, whole_length,
};
use crate::app::App;
use crate::clock::Timestamp;
use crate::db::ids::UserId;
use crate::http::bearer::Creator;
use crate::models::video::{Upload, VideoSettings};
use crate::paths;

type Answer = Result<HttpResponse, Refusal>;

/// `POST /uploads/tus`: makes an upload, perhaps with its first piece.
pub async fn create(
    app: App,
    Creator(viewer): Creator,
    request: HttpRequest,
    mut payload: web::Payload,
) -> Answer {
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
pub async fn show(
    app: App,
    Creator(viewer): Creator,
    request: HttpRequest,
    uuid: web::Path<String>,
) -> Answer {
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
    Creator(viewer): Creator,
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
pub async fn delete(
    app: App,
    Creator(viewer): Creator,
    request: HttpRequest,
    uuid: web::Path<String>,
) -> Answer {
    request::check_version(&request)?;
    resumable::give_up(&app, viewer.id, &uuid).await?;
    Ok(answer(StatusCode::NO_CONTENT).finish())
}

async fn make(app: &App, owner: UserId, request: &HttpRequest) -> Result<(Upload, Option<Piece>), Refusal> {
    request::check_version(request)?;
    let length = request::upload_length(request)?;
    let said = request::single(request, &METADATA)?.map(str::to_owned);
    let metadata = Metadata::parse(said.as_deref().unwrap_or_default())?;
    resumable::check_length(app, length)?;
    let piece = request::piece_of_creation(request, length)?;
    let promise = Promise {
        details: metadata.details(),
        settings: VideoSettings::default(),
        channel: metadata.channel(),
        length,
        metadata: said,
    };
    Ok((promise.begin(app, owner).await?, piece))
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
            let piece = request::piece(request, target.left())?;
            Ok(Begun::Piece(Box::new(target), piece))
        }
        Found::Finished(upload) => {
            let end = whole_length(&upload);
            request::check_offset(request, end).map_err(|_| Refusal::Finished)?;
            match announced(request) {
                Some(0) => Ok(Begun::Repeated(end)),
                _ => Err(Refusal::Finished),
            }
        }
    }
}

async fn length_of(app: &App, owner: UserId, upload: &Upload) -> Result<u64, Refusal> {
    Ok(match Target::find(app, owner, upload.uuid.as_str()).await? {
        Found::Arriving(target) => target.offset,
        Found::Finished(upload) => whole_length(&upload),
    })
}

fn told(status: StatusCode, offset: u64, expires_at: Option<Timestamp>) -> actix_web::HttpResponseBuilder {
    let mut answer = answer(status);
    answer.insert_header((OFFSET, offset.to_string()));
    if let Some(expires_at) = expires_at {
        answer.insert_header((EXPIRES, expires_at.http_date()));
    }
    answer
}
