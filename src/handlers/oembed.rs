//! `/oembed`: how another program shows a video whose address somebody gave it (https://oembed.com, version 1.0).
//!
//! It answers everybody alike: what a stranger may not see is not found, though the specification knows 401 for it.

use actix_web::HttpResponse;
use actix_web::http::{Uri, header};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::embeds::code::{self, Size};
use crate::app::App;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::http::form::Query;
use crate::http::viewer::Viewer;
use crate::http::{media_urls, render};
use crate::models::channel::Channel;
use crate::models::video::{Audience, Video, VideoRef};
use crate::paths;
use crate::views::oembed::ShowDocument;

/// As a list of cards shows it: pictures are made at most this large.
const THUMBNAIL: Size = (480, 854);
/// Below this nobody would recognise anything.
const SMALLEST: u32 = 64;
const LARGEST: u32 = 4096;

#[derive(Debug, Default, Deserialize)]
pub struct ShowQuery {
    url: Option<String>,
    format: Option<String>,
    maxwidth: Option<String>,
    maxheight: Option<String>,
}

/// `GET /oembed?url=&format=&maxwidth=&maxheight=`
pub async fn show(app: App, Query(query): Query<ShowQuery>) -> Result<HttpResponse> {
    let format = match query.format.as_deref() {
        None | Some("" | "json") => Format::Json,
        Some("xml") => Format::Xml,
        Some(_) => return Ok(HttpResponse::NotImplemented().finish()),
    };
    let url = query.url.as_deref().ok_or(Error::Malformed("The address of a video is missing."))?;
    let reference = named_by(&app, url).ok_or(Error::NotFound)?;
    let found = app.db.read(move |conn| {
        let video = Video::visible_to(conn, &Viewer::Anonymous, reference)?;
        Ok((Channel::find(conn, video.channel_id)?, video))
    });
    let (channel, video) = found.await?;
    let (most_width, most_height) = code::ROOM;
    let room = (side(query.maxwidth.as_deref(), most_width), side(query.maxheight.as_deref(), most_height));
    let facts = facts(&app, app.now(), &video, &channel, room)?;
    let mut answer = format.answer(facts)?;
    let headers = answer.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, header::HeaderValue::from_static("*"));
    if video.audience() != Audience::Everyone {
        headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("private, no-cache"));
    }
    Ok(answer)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Json,
    Xml,
}

/// A fact that is a number stays one in JSON.
type Facts = Vec<(&'static str, Value)>;

/// The video at an address of this site.
fn named_by(app: &App, url: &str) -> Option<VideoRef> {
    let uri: Uri = url.parse().ok()?;
    let is_ours = matches!(uri.scheme_str(), Some("http" | "https"))
        && app.origins.accepts_host(uri.authority()?.as_str());
    is_ours.then(|| VideoRef::parse(paths::videos::id_in(uri.path())?))?
}

/// What cannot be read is no limit; a limit that leaves no room is not kept.
fn side(text: Option<&str>, otherwise: u32) -> u32 {
    text.and_then(|text| text.parse().ok()).map_or(otherwise, |side: u32| side.clamp(SMALLEST, LARGEST))
}

fn facts(app: &App, now: Timestamp, video: &Video, channel: &Channel, room: Size) -> Result<Facts> {
    let origin = app.origins.canonical();
    let (width, height) = code::fitted(video, room);
    let mut facts: Facts = vec![
        ("type", "video".into()),
        ("version", "1.0".into()),
        ("title", video.title.clone().into()),
        ("author_name", channel.display_name.clone().into()),
        ("author_url", format!("{origin}{}", paths::channel(&channel.handle)).into()),
        ("provider_name", app.config.site.name.clone().into()),
        ("provider_url", origin.clone().into()),
        ("width", width.into()),
        ("height", height.into()),
        ("html", code::of(app, video, (width, height))?.into()),
        ("duration", (video.duration_ms / 1000).into()),
    ];
    // Nothing leads to the files of a video that is not for everyone.
    let media = video.media().filter(|media| media.audience == Audience::Everyone);
    if let Some(thumbnail) = media.and_then(|media| media_urls::thumbnail(app, now, &media)) {
        let (width, height) = code::fitted(video, THUMBNAIL);
        if width <= room.0 && height <= room.1 {
            facts.push(("thumbnail_url", format!("{origin}{thumbnail}").into()));
            facts.push(("thumbnail_width", width.into()));
            facts.push(("thumbnail_height", height.into()));
        }
    }
    Ok(facts)
}

impl Format {
    fn answer(self, facts: Facts) -> Result<HttpResponse> {
        match self {
            Self::Json => {
                let object: Map<String, Value> =
                    facts.into_iter().map(|(name, fact)| (name.to_owned(), fact)).collect();
                Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "public, no-cache")).json(object))
            }
            Self::Xml => {
                let words = |fact: Value| match fact {
                    Value::String(words) => words,
                    other => other.to_string(),
                };
                let facts = facts.into_iter().map(|(name, fact)| (name, words(fact))).collect();
                render::document(&ShowDocument { facts }, "text/xml; charset=utf-8")
            }
        }
    }
}
