//! What a player needs of a video, as it was found: on the page where it is watched, and within other sites' pages.

use super::quality;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::types::MediaKind;
use crate::error::Result;
use crate::handlers::uploads::progress;
use crate::http::viewer::Viewer;
use crate::models::captions::VideoCaptions;
use crate::models::chapter::Chapters;
use crate::models::share_link::ShareLink;
use crate::models::task::TaskRow;
use crate::models::video::{MediaFile, PublishedMedia, Video, VideoRef};

pub struct Film {
    pub video: Video,
    pub files: Vec<MediaFile>,
    /// When the link ends that the viewer brought, if it is a valid one of this video.
    pub shared_until: Option<Timestamp>,
    pub captions: Vec<VideoCaptions>,
    pub chapters: Chapters,
    /// The task that makes the stream, while it does.
    pub ladder: Option<TaskRow>,
    pub ahead: Option<progress::Ahead>,
}

impl Film {
    /// As this viewer may see it; what they may not see is not found.
    pub fn find(conn: &mut Conn, viewer: &Viewer, reference: VideoRef, now: Timestamp) -> Result<Film> {
        let video = Video::visible_to(conn, viewer, reference)?;
        let files = quality::files_of(conn, &video)?;
        Ok(Film {
            shared_until: shared_until(conn, viewer, &video)?,
            ladder: quality::ladder_of(conn, &video, &files)?,
            files,
            captions: VideoCaptions::of_video(conn, video.id)?,
            chapters: Chapters::of_video(conn, &video)?,
            ahead: progress::ahead_of(conn, &video, now)?,
            video,
        })
    }

    /// The file that every browser plays.
    pub fn web(&self) -> Option<&MediaFile> {
        self.files.iter().find(|file| file.kind == MediaKind::Web)
    }

    pub fn media(&self) -> Option<PublishedMedia> {
        media_until(&self.video, self.shared_until)
    }
}

/// When the link ends by which this viewer sees the video, if they brought one.
pub fn shared_until(conn: &mut Conn, viewer: &Viewer, video: &Video) -> Result<Option<Timestamp>> {
    match viewer.link() {
        Some(link) => Ok(ShareLink::ends(conn, link, video.id)?),
        None => Ok(None),
    }
}

/// A video's files, for as long as a viewer may have them.
pub fn media_until(video: &Video, shared_until: Option<Timestamp>) -> Option<PublishedMedia> {
    Some(PublishedMedia { until: shared_until, ..video.media()? })
}
