//! `/api/v1/comments/{id}/rate`, which PeerTube does not have.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::error::{Error, Result};
use crate::handlers::ratings::of_comment::rate;
use crate::handlers::ratings::parse;
use crate::http::api;
use crate::http::bearer::MayWrite;
use crate::http::json::Json;
use crate::models::comment::{Comment, CommentRef};

/// An opinion of a comment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommentRating {
    /// `none` takes it back.
    #[schema(pattern = "^(like|dislike|none)$", examples("like"))]
    rating: String,
}

/// `PUT /api/v1/comments/{id}/rate`
pub async fn update(
    app: App,
    MayWrite(viewer): MayWrite,
    id: web::Path<String>,
    Json(wanted): Json<CommentRating>,
) -> Result<HttpResponse> {
    let reference = CommentRef::parse(&id).ok_or(Error::NotFound)?;
    let comment = app.db.read(move |conn| Ok(Comment::uuid_of(conn, reference)?)).await?;
    rate(&app, &viewer, comment, parse(&wanted.rating)?).await?;
    Ok(api::done())
}
