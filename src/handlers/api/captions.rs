//! A language of a video's captions, put there and taken away.

use actix_web::{HttpRequest, HttpResponse, web};

use crate::app::App;
use crate::error::{Error, Invalid, Result};
use crate::handlers::captions::form;
use crate::http::api;
use crate::http::bearer::MayUpload;
use crate::http::multipart_form::MultipartForm;
use crate::models::captions::{CaptionsDetails, NewCaptions, VideoCaptions};
use crate::models::video::{Video, VideoRef};
use crate::text::Language;

const FILE: &str = "captionfile";

/// `PUT /api/v1/videos/{id}/captions/{language}`
pub async fn update(
    app: App,
    MayUpload(owner): MayUpload,
    path: web::Path<(String, String)>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse> {
    let (id, language) = path.into_inner();
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let own = app.db.read(move |conn| Ok(Video::find_own_named(conn, owner.id, reference)?));
    let uuid = own.await?.uuid;
    let details = CaptionsDetails::parse(&language, "")?;
    let read = async |form: &mut MultipartForm| form::read_file(form, FILE).await;
    let (_, file) = MultipartForm::read(&app, &request, payload, &[], read).await;
    let file = file?.ok_or_else(|| Invalid::field(FILE, "Send a WebVTT or SRT file."))?;
    let (new, now) = (NewCaptions::new(details, &file, app.quota_bytes()), app.now());
    let put = app.db.write(move |conn| VideoCaptions::put_own(conn, owner.id, uuid, &new, now));
    put.await.map_err(|error| match error {
        Error::Invalid(invalid) => invalid.renamed("file", FILE).into(),
        error => error,
    })?;
    Ok(api::done())
}

/// `DELETE /api/v1/videos/{id}/captions/{language}`
pub async fn delete(
    app: App,
    MayUpload(owner): MayUpload,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    let (id, language) = path.into_inner();
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let language = Language::parse(&language).ok_or(Error::NotFound)?;
    let deleted = app.db.write(move |conn| {
        let video = Video::find_own_named(conn, owner.id, reference)?;
        VideoCaptions::delete_own(conn, owner.id, video.uuid, language.as_str())
    });
    deleted.await?;
    Ok(api::done())
}
