//! What the token's owner thinks: of a video, `/api/v1/videos/{id}/rate` and `/api/v1/users/me/videos/{id}/rating`, and of a comment.

pub mod of_comment;

use actix_web::{HttpRequest, HttpResponse, web};

use crate::app::App;
use crate::error::{Error, Result};
use crate::handlers::conversation::video_named;
use crate::handlers::ratings::RatingForm;
use crate::handlers::ratings::of_video::rate;
use crate::http::api;
use crate::http::bearer::{MayRead, MayWrite};
use crate::http::json::JsonOrForm;
use crate::http::render::Caches;
use crate::models::rating;
use crate::models::video::{Video, VideoRef};
use crate::models::viewer::Viewer;
use crate::views::api::rating::OwnRating;

/// `PUT /api/v1/videos/{id}/rate`
pub async fn update(
    app: App,
    MayWrite(viewer): MayWrite,
    id: web::Path<String>,
    JsonOrForm(form): JsonOrForm<RatingForm>,
) -> Result<HttpResponse> {
    let video = video_named(&app, &Viewer::SignedIn(viewer.clone()), &id).await?;
    rate(&app, &viewer, video, form.parse()?).await?;
    Ok(api::done())
}

/// `GET /api/v1/users/me/videos/{id}/rating`
pub async fn show(
    app: App,
    request: HttpRequest,
    MayRead(viewer): MayRead,
    id: web::Path<String>,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let read = app.db.read(move |conn| {
        let viewer = Viewer::SignedIn(viewer);
        let video = Video::visible_to(conn, &viewer, reference)?;
        Ok((video.id, rating::of_video(conn, &viewer, video.id)?))
    });
    let (video, mine) = read.await?;
    let told = OwnRating { video_id: video.0, rating: mine.map_or("none", |mine| mine.as_str()) };
    api::answer(&request, Caches::Personal, &told)
}
