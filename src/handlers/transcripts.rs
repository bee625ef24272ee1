//! What is said in a video, to read, with links to the second in which it is said.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::app::App;
use crate::error::{Error, Result};
use crate::http::form::Query;
use crate::http::render::{self, Caches};
use crate::http::viewer::Reader;
use crate::models::captions::VideoCaptions;
use crate::models::video::{Audience, Video, VideoRef};
use crate::paths;
use crate::text::captions::{Captions, Paragraph, paragraphs};
use crate::text::{Language, words};
use crate::views::transcript::{ParagraphView, ShowPage};
use crate::views::{Layout, TabView};

#[derive(Debug, Default, Deserialize)]
pub struct ShowQuery {
    language: Option<String>,
}

/// `GET /w/{id}/transcript?language=`
pub async fn show(
    app: App,
    Reader(viewer): Reader,
    layout: Layout,
    id: web::Path<String>,
    Query(query): Query<ShowQuery>,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let asked = match query.language.as_deref().unwrap_or_default() {
        "" => None,
        tag => Some(Language::parse(tag).ok_or(Error::NotFound)?),
    };
    let reader = viewer.clone();
    let read = app.db.read(move |conn| {
        let video = Video::visible_to(conn, &reader, reference)?;
        let all = VideoCaptions::of_video(conn, video.id)?;
        let chosen = match &asked {
            Some(language) => all.iter().find(|captions| captions.language == language.as_str()),
            // What a person wrote comes before what a program did.
            None => all.iter().find(|captions| !captions.generated).or(all.first()),
        };
        let chosen = chosen.cloned().ok_or(Error::NotFound)?;
        let webvtt = VideoCaptions::webvtt(conn, video.id, &chosen.language)?;
        Ok((video, all, chosen, webvtt))
    });
    let (video, all, chosen, webvtt) = read.await?;
    let captions = Captions::parse(webvtt.as_bytes()).map_err(anyhow::Error::from)?;
    let canonical = paths::videos::transcript(&video.uuid, "");
    render::page_for(
        Caches::of(&viewer, &video),
        &ShowPage {
            layout: Layout {
                canonical: Some(format!("{}{canonical}", app.origins.canonical())),
                robots_noindex: video.audience() != Audience::Everyone,
                ..layout
            },
            video_title: video.title.clone(),
            video_url: paths::videos::watch(&video.uuid),
            is_generated: chosen.generated,
            languages: languages(&video, &all, &chosen),
            paragraphs: paragraphs(&captions.cues).into_iter().map(|one| paragraph(&video, one)).collect(),
            language: chosen.language,
        },
    )
}

/// None where there is nothing to choose.
fn languages(video: &Video, all: &[VideoCaptions], chosen: &VideoCaptions) -> Vec<TabView> {
    let tab = |captions: &VideoCaptions| TabView {
        label: captions.label.clone(),
        url: paths::videos::transcript(&video.uuid, &captions.language),
        current: captions.language == chosen.language,
    };
    if all.len() < 2 { Vec::new() } else { all.iter().map(tab).collect() }
}

fn paragraph(video: &Video, paragraph: Paragraph) -> ParagraphView {
    let start_ms = i64::try_from(paragraph.start_ms).unwrap_or(i64::MAX);
    ParagraphView {
        time: words::duration(start_ms),
        url: paths::videos::watch_from(&video.uuid, start_ms / 1000),
        speaker: paragraph.speaker,
        words: paragraph.words,
    }
}
