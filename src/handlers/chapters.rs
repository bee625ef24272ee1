//! Chapters: what players load, and the page where a video's creator types them.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use crate::app::App;
use crate::db::ids::Uuid;
use crate::db::types::ChapterOrigin;
use crate::error::{Error, Invalid, Result};
use crate::http::flash::{Done, Flash};
use crate::http::form::{Form, as_typed};
use crate::http::viewer::{Reader, SignedIn};
use crate::http::{render, text_track};
use crate::models::chapter::{ChapterDetails, Chapters};
use crate::models::video::{Video, VideoRef};
use crate::paths;
use crate::text::chapters;
use crate::views::chapter::EditPage;
use crate::views::{FormView, Layout};

#[derive(Debug, Deserialize)]
pub struct ChaptersForm {
    #[serde(default)]
    chapters: String,
}

/// `GET /w/{id}/chapters.vtt`
pub async fn show(
    app: App,
    Reader(viewer): Reader,
    id: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let read = app.db.read(move |conn| {
        let video = Video::visible_to(conn, &viewer, reference)?;
        Ok((Chapters::of_video(conn, &video)?, video))
    });
    let (shown, video) = read.await?;
    if shown.marks.is_empty() {
        return Err(Error::NotFound);
    }
    let webvtt = chapters::to_webvtt(&shown.marks, video.duration_ms);
    Ok(text_track::answer(&request, video.audience(), webvtt))
}

/// `GET /my/videos/{uuid}/chapters`
pub async fn edit(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    uuid: web::Path<String>,
) -> Result<HttpResponse> {
    let (video, shown) = load(&app, &viewer, &uuid).await?;
    let form = as_typed([("chapters", &chapters::lines(&shown.marks))], Invalid::default());
    render::private(&page(layout, &video, &shown, form))
}

/// `POST /my/videos/{uuid}/chapters`
pub async fn update(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    flash: Flash,
    uuid: web::Path<String>,
    Form(form): Form<ChaptersForm>,
) -> Result<HttpResponse> {
    let (video, shown) = load(&app, &viewer, &uuid).await?;
    let details = match ChapterDetails::parse(&form.chapters, video.duration_ms) {
        Ok(details) => details,
        Err(invalid) => {
            let form = as_typed([("chapters", form.chapters.as_str())], invalid);
            return render::refused(&page(layout, &video, &shown, form));
        }
    };
    let (owner, uuid) = (viewer.id, video.uuid);
    app.db.write(move |conn| Chapters::set_own(conn, owner, uuid, &details)).await?;
    flash.redirect(paths::videos::edit_chapters(&uuid), Done::ChaptersSaved)
}

async fn load(app: &App, viewer: &SignedIn, uuid: &str) -> Result<(Video, Chapters)> {
    let (uuid, owner) = (Uuid::parse(uuid).ok_or(Error::NotFound)?, viewer.id);
    let read = app.db.read(move |conn| {
        let video = Video::find_own(conn, owner, uuid)?;
        Ok((Chapters::of_video(conn, &video)?, video))
    });
    let (chapters, video) = read.await?;
    Ok((video, chapters))
}

fn page(layout: Layout, video: &Video, shown: &Chapters, form: FormView) -> EditPage {
    EditPage {
        layout: Layout { current: "my_videos", ..layout },
        action: paths::videos::edit_chapters(&video.uuid),
        video_title: video.title.clone(),
        video_url: paths::videos::watch(&video.uuid),
        back_url: paths::videos::edit(&video.uuid),
        origin: match shown.origin {
            None => {
                "This video has no chapters yet. They can also come from lines with times in its description."
            }
            Some(ChapterOrigin::Creator) => "These are the chapters that you wrote.",
            Some(ChapterOrigin::Description) => {
                "These come from the description, and follow it until you change them here."
            }
            Some(ChapterOrigin::File) => "These come from the file that you uploaded.",
        },
        form,
    }
}
