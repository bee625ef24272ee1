//! The chapters of a video, written by its creator's program.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::error::{Error, Result};
use crate::http::api;
use crate::http::bearer::MayUpload;
use crate::http::json::Json;
use crate::models::chapter::{ChapterDetails, Chapters};
use crate::models::video::{Video, VideoRef};
use crate::text::chapters::ChapterMark;
use crate::text::plain;

#[derive(Debug, Deserialize, ToSchema)]
pub struct ChaptersForm {
    chapters: Vec<ChapterForm>,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct ChapterForm {
    /// In seconds.
    timecode: u32,
    title: String,
}

/// `PUT /api/v1/videos/{id}/chapters`: all of them; an empty list goes back to those of the description or the file.
pub async fn update(
    app: App,
    MayUpload(owner): MayUpload,
    id: web::Path<String>,
    Json(form): Json<ChaptersForm>,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let marks: Vec<ChapterMark> = form.chapters.iter().map(ChapterForm::mark).collect();
    let set = app.db.write(move |conn| {
        let video = Video::find_own_named(conn, owner.id, reference)?;
        let details = ChapterDetails::of_marks(&marks, video.duration_ms)?;
        Chapters::set_own(conn, owner.id, video.uuid, &details)
    });
    set.await?;
    Ok(api::done())
}

impl ChapterForm {
    fn mark(&self) -> ChapterMark {
        ChapterMark { start_ms: i64::from(self.timecode) * 1000, title: plain::clean_line(&self.title) }
    }
}
