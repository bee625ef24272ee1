//! A file in pieces, by the protocol that PeerTube's clients speak: `Content-Range` says where a piece belongs, and 308 that more is missing.
//!
//! The same uploads as those of tus, in other words; what they mean is in `handlers/uploads/resumable`.

mod content_range;
mod refused;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use self::content_range::ContentRange;
use self::refused::Refused;
use super::present;
use super::wishes::{self, Wishes};
use crate::app::App;
use crate::db::ids::UserId;
use crate::error::Error;
use crate::handlers::uploads::resumable::{
    self, Found, Piece, Promise, Refusal, Target, announced, append, or_drain, whole_length,
};
use crate::http::api;
use crate::http::bearer::MayUpload;
use crate::http::form::Query;
use crate::http::json::Json;
use crate::models::video::{Upload, Video};
use crate::paths;

const LENGTH: HeaderName = HeaderName::from_static("x-upload-content-length");

type Answer = Result<HttpResponse, Refused>;

/// Which upload an address is about.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Named {
    upload_id: String,
}

/// `POST /api/v1/videos/upload-resumable`: announces a file.
pub async fn create(
    app: App,
    MayUpload(owner): MayUpload,
    request: HttpRequest,
    Json(wishes): Json<Wishes>,
) -> Answer {
    let promise = Promise {
        length: length(&request)?,
        details: wishes.details(),
        settings: wishes.settings().map_err(Refusal::from)?,
        channel: wishes.channel(&app, owner.id).await.map_err(Refusal::from)?,
        metadata: None,
    };
    let upload = promise.begin(&app, owner.id).await.map_err(|refusal| match refusal {
        Refusal::Site(Error::Invalid(invalid)) => wishes::renamed(invalid, "file").into(),
        refusal => refusal,
    })?;
    let mut created = answer(StatusCode::CREATED);
    created.insert_header((header::LOCATION, paths::videos::resumable_upload_of_api(&upload.uuid)));
    Ok(created.finish())
}

/// `PUT /api/v1/videos/upload-resumable?upload_id=…`: the next piece, or the question how much there is.
pub async fn update(
    app: App,
    MayUpload(owner): MayUpload,
    request: HttpRequest,
    Query(named): Query<Named>,
    mut payload: web::Payload,
) -> Answer {
    let begun = begin(&app, owner.id, &request, &named.upload_id).await;
    match or_drain(&app, &request, &mut payload, begun).await? {
        Begun::Piece(target, piece) => {
            let upload = target.upload.clone();
            let (offset, _) = append(app.clone(), *target, piece, payload).await?;
            if offset < whole_length(&upload) { Ok(incomplete(offset)) } else { whole(&app, upload).await }
        }
        Begun::Incomplete(offset) => Ok(incomplete(offset)),
        Begun::Whole(upload) => {
            resumable::drain(&app, &request, &mut payload).await;
            whole(&app, *upload).await
        }
    }
}

/// `DELETE /api/v1/videos/upload-resumable?upload_id=…`: gives an unfinished upload up.
pub async fn delete(app: App, MayUpload(owner): MayUpload, Query(named): Query<Named>) -> Answer {
    resumable::give_up(&app, owner.id, &named.upload_id).await?;
    Ok(answer(StatusCode::NO_CONTENT).finish())
}

enum Begun {
    Piece(Box<Target>, Piece),
    /// There is so much, and more is missing.
    Incomplete(u64),
    Whole(Box<Upload>),
}

async fn begin(app: &App, owner: UserId, request: &HttpRequest, uuid: &str) -> Result<Begun, Refusal> {
    let range = ContentRange::of(request)?;
    match Target::find(app, owner, uuid).await? {
        Found::Arriving(mut target) => {
            let (length, offset) = (target.length(), target.offset);
            match range.checked(length)? {
                None if target.is_whole() => {
                    resumable::finish(app, &mut target).await?;
                    Ok(Begun::Whole(Box::new(target.upload)))
                }
                None => Ok(Begun::Incomplete(offset)),
                Some((first, _)) if first != offset => Err(Refusal::WrongOffset(offset)),
                Some((first, last)) => {
                    let most = last - first + 1;
                    let announced = announced(request);
                    if announced.is_some_and(|bytes| bytes != most) {
                        return Err(Refusal::Malformed("Content-Range and Content-Length do not agree."));
                    }
                    Ok(Begun::Piece(Box::new(target), Piece { announced, checksum: None, most }))
                }
            }
        }
        // The end of a finished upload, said again by a client that did not hear the answer.
        Found::Finished(upload) => {
            let length = whole_length(&upload);
            match range.checked(length)? {
                Some((_, last)) if last + 1 != length => Err(Refusal::Finished),
                _ => Ok(Begun::Whole(Box::new(upload))),
            }
        }
    }
}

async fn whole(app: &App, upload: Upload) -> Answer {
    let read = app.db.read(move |conn| Ok(Video::find(conn, upload.video_id)?));
    let video = read.await.map_err(Refusal::from)?;
    Ok(api::made(&present::upload::uploaded(&video)).map_err(Refusal::from)?)
}

/// Says which bytes there are; of none, nothing.
fn incomplete(offset: u64) -> HttpResponse {
    let mut told = answer(StatusCode::PERMANENT_REDIRECT);
    if let Some(last) = offset.checked_sub(1) {
        told.insert_header((header::RANGE, format!("bytes=0-{last}")));
    }
    told.finish()
}

fn length(request: &HttpRequest) -> Result<u64, Refusal> {
    let text = request.headers().get(&LENGTH).and_then(|value| value.to_str().ok());
    let digits = text.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty());
    let digits = digits.ok_or(Refusal::Malformed("Say in X-Upload-Content-Length how large the file is."))?;
    // One that does not even fit is too large.
    Ok(digits.parse().unwrap_or(u64::MAX))
}

fn answer(status: StatusCode) -> actix_web::HttpResponseBuilder {
    let mut answer = HttpResponse::build(status);
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    answer
}
