//! One quality of a video as one file: to keep, or to play where there is no script that plays the stream.
//!
//! Unlike the addresses of the stored files this one asks at each request who is there, so nothing of it is signed and nothing shared.

use std::time::Duration;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::app::{App, DeliveredFile, Downloads, WantedDownload};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::http::viewer::{Reader, Viewer};
use crate::http::{delivery, media_type, ranged_file, slow_readers};
use crate::models::video::{Audience, DownloadParts, MediaFile, Video, VideoRef};
use crate::text::slug;

/// It may be kept by the browser that asked, which asks again whether it still may.
const CACHED: &str = "private, no-cache";

/// `GET /w/{id}/download/{quality}`
pub async fn show(
    app: App,
    Reader(viewer): Reader,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    let (id, quality) = path.into_inner();
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let quality = parse_quality(&quality).ok_or(Error::NotFound)?;
    let (video, wanted) = app.db.read(move |conn| find(conn, &viewer, reference, quality)).await?;
    if !app.downloads.has_room_for(wanted.parts.bytes()) {
        return Err(Error::NotFound);
    }
    let file = Downloads::open(&app, wanted).await?;
    let patience = Duration::from_secs(app.config.limits.stall_seconds * 2);
    let mut watched = slow_readers::watch(&request, patience);
    let counts = video.audience() == Audience::Everyone && !delivery::is_reported(&request);
    let counted = delivery::recipient(&app, &request).filter(|_| counts);
    let delivered = DeliveredFile { video: video.id, size: file.size, duration_ms: video.duration_ms };
    let name = format!("{}-{quality}p.mp4", slug::file_stem(&video.title));
    let answer = ranged_file::answer(
        &request,
        file,
        |response| {
            response
                .insert_header((header::CONTENT_TYPE, "video/mp4"))
                .insert_header((header::X_CONTENT_TYPE_OPTIONS, media_type::NOSNIFF))
                .insert_header((header::CACHE_CONTROL, CACHED))
                .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
        },
        move |stretch| {
            if let Some(recipient) = &counted {
                app.deliveries.add(recipient, delivered, stretch.clone(), app.now());
            }
            watched(stretch);
        },
    );
    Ok(answer)
}

/// What this viewer may have of it; what they may not have is not found.
fn find(
    conn: &mut Conn,
    viewer: &Viewer,
    reference: VideoRef,
    quality: u32,
) -> Result<(Video, WantedDownload)> {
    let video = Video::visible_to(conn, viewer, reference)?;
    let version = video.media_version.clone().filter(|_| video.downloads_enabled).ok_or(Error::NotFound)?;
    let files = MediaFile::of_version(conn, video.id, &version)?;
    let parts = DownloadParts::of(&files, quality).ok_or(Error::NotFound)?;
    let wanted = WantedDownload { uuid: video.uuid, version, quality, parts };
    Ok((video, wanted))
}

/// As we write it: no sign, no zeros in front.
fn parse_quality(text: &str) -> Option<u32> {
    text.parse::<u32>().ok().filter(|quality| quality.to_string() == text)
}
