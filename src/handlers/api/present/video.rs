//! Videos: in lists, whole, and what goes along with them.

use std::collections::HashMap;

use super::channel;
use crate::app::{App, FeedCard};
use crate::db::ids::VideoId;
use crate::db::types::{MediaKind, Privacy, VideoState};
use crate::handlers::api::videos::Whole;
use crate::http::media_urls;
use crate::media::Sheet;
use crate::models::captions::VideoCaptions;
use crate::models::video::{MediaFile, PublishedMedia, Rendition, Video, VideoEntry, VideoMoment};
use crate::paths;
use crate::text::{Language, markdown, plain};
use crate::views::api::video::{
    self, Caption, Chapter, Chapters, File, Recommendation, Storyboard, Storyboards, StreamingPlaylist,
    Thumbnail, Torrent, VideoDetails, VideoProgress,
};
use crate::views::api::{Labelled, List};

/// What lists tell of a description.
const TRUNCATED_CHARACTERS: usize = 250;
pub(super) const CARD: (i32, i32) = (480, 270);
pub(super) const POSTER: (i32, i32) = (1280, 720);
const HLS: i64 = 1;

pub fn list(app: &App, total: i64, entries: &[VideoEntry]) -> List<video::Video> {
    List { total, data: entries.iter().map(|entry| listed(app, entry)).collect() }
}

/// In the order of the cards.
pub fn recommendations(app: &App, cards: &[FeedCard], entries: &[VideoEntry]) -> List<Recommendation> {
    let by_id: HashMap<VideoId, &VideoEntry> = entries.iter().map(|entry| (entry.video.id, entry)).collect();
    let told = cards.iter().filter_map(|feed| {
        let entry = by_id.get(&feed.card.id)?;
        Some(Recommendation { video: listed(app, entry), reason: feed.reason.clone() })
    });
    let data: Vec<Recommendation> = told.collect();
    List { total: i64::try_from(data.len()).unwrap_or(i64::MAX), data }
}

/// As a list has it.
pub fn listed(app: &App, entry: &VideoEntry) -> video::Video {
    let VideoEntry { video, .. } = entry;
    let media = video.media();
    let thumbnail_path = media.as_ref().and_then(|media| media_urls::thumbnail(app, app.now(), media));
    let preview_path = media.as_ref().and_then(|media| media_urls::poster(app, app.now(), media));
    let picture = |path: &Option<String>, (width, height): (i32, i32)| {
        path.as_ref().map(|path| Thumbnail {
            path: path.clone(),
            file_url: format!("{}{path}", app.origins.canonical()),
            width,
            height,
        })
    };
    let truncated = plain::excerpt(&markdown::to_plain(&video.description), TRUNCATED_CHARACTERS);
    video::Video {
        id: video.id.0,
        uuid: video.uuid.to_string(),
        short_uuid: paths::videos::short(&video.uuid),
        url: format!("{}{}", app.origins.canonical(), paths::videos::watch(&video.uuid)),
        name: video.title.clone(),
        category: Labelled::unknown(),
        licence: Labelled::unknown(),
        language: entry.language.as_deref().map_or_else(Labelled::unknown, language),
        privacy: privacy(video.privacy),
        state: state(video.state),
        nsfw: entry.sensitive,
        nsfw_flags: 0,
        nsfw_summary: None,
        description: truncated.clone(),
        truncated_description: truncated,
        is_live: false,
        is_local: true,
        duration: video.duration_ms / 1000,
        aspect_ratio: aspect_ratio(video),
        views: video.views,
        viewers: 0,
        likes: video.likes,
        dislikes: video.dislikes,
        comments: video.comments,
        thumbnails: picture(&thumbnail_path, CARD)
            .into_iter()
            .chain(picture(&preview_path, POSTER))
            .collect(),
        thumbnail_path,
        preview_path,
        embed_path: paths::videos::embed(&video.uuid),
        published_at: video.published_at.unwrap_or(video.created_at).rfc3339(),
        originally_published_at: None,
        created_at: video.created_at.rfc3339(),
        updated_at: video.updated_at.rfc3339(),
        account: channel::account(app, &entry.owner),
        channel: channel::channel(app, &entry.channel, None),
        blacklisted: video.blocked_at.is_some(),
        blacklisted_reason: None,
    }
}

pub fn whole(app: &App, whole: &Whole) -> VideoDetails {
    let entry = &whole.entry;
    let video = &entry.video;
    let media = video.media();
    let comments_policy = match video.comments_enabled {
        true => Labelled::new(1, "Enabled"),
        false => Labelled::new(2, "Disabled"),
    };
    VideoDetails {
        description_path: format!("/api/v1/videos/{}/description", video.uuid),
        support: None,
        tags: whole.tags.clone(),
        comments_enabled: video.comments_enabled,
        comments_policy,
        download_enabled: video.downloads_enabled,
        wait_transcoding: true,
        input_file_updated_at: None,
        tracker_urls: Vec::new(),
        files: media.iter().flat_map(|media| web_file(app, video, media, &whole.files)).collect(),
        streaming_playlists: media.iter().flat_map(|media| stream(app, video, media, whole)).collect(),
        video: video::Video {
            description: video.description.clone(),
            channel: channel::channel(app, &entry.channel, Some(&entry.owner)),
            ..listed(app, entry)
        },
    }
}

/// The one file that every player plays.
fn web_file(app: &App, video: &Video, media: &PublishedMedia, files: &[MediaFile]) -> Option<File> {
    let web = files.iter().find(|file| file.kind == MediaKind::Web)?;
    let (width, height) = (video.width, video.height);
    let url = format!("{}{}", app.origins.canonical(), media_urls::file(app, app.now(), media, &web.name));
    Some(File {
        id: web.id.0,
        resolution: resolution(i64::from(width.min(height))),
        width,
        height,
        size: web.bytes,
        fps: fps(web.frame_rate),
        has_audio: true,
        has_video: width > 0,
        file_download_url: url.clone(),
        file_url: url,
        torrent: Torrent::default(),
        storage: 0,
    })
}

/// The stream, with a file for each quality of the picture and one for the sound.
fn stream(app: &App, video: &Video, media: &PublishedMedia, whole: &Whole) -> Option<StreamingPlaylist> {
    let pictures = whole.renditions.iter().filter(|rendition| rendition.kind == MediaKind::Video);
    let sound = whole.renditions.iter().find(|rendition| rendition.kind == MediaKind::Audio);
    let files: Vec<File> = pictures
        .chain(sound)
        .filter_map(|rendition| {
            let stored = whole.files.iter().find(|file| file.name == rendition.name)?;
            Some(stream_file(app, video, media, rendition, stored))
        })
        .collect();
    if files.is_empty() {
        return None;
    }
    let master = media_urls::file(app, app.now(), media, &Rendition::master_name(&video.uuid));
    Some(StreamingPlaylist {
        id: video.id.0,
        kind: HLS,
        playlist_url: format!("{}{master}", app.origins.canonical()),
        segments_sha256_url: "",
        redundancies: Vec::new(),
        files,
    })
}

fn stream_file(
    app: &App,
    video: &Video,
    media: &PublishedMedia,
    rendition: &Rendition,
    stored: &MediaFile,
) -> File {
    let origin = app.origins.canonical();
    let quality = stored.quality();
    let url = format!("{origin}{}", media_urls::file(app, app.now(), media, &rendition.name));
    // Picture and sound together, where that may be had.
    let whole = quality
        .filter(|_| video.downloads_enabled)
        .map(|quality| format!("{origin}{}", paths::videos::download(&video.uuid, quality)));
    File {
        id: stored.id.0,
        resolution: quality
            .map_or_else(|| Labelled::new(0, "Audio only"), |quality| resolution(i64::from(quality))),
        width: rendition.width.unwrap_or(0),
        height: rendition.height.unwrap_or(0),
        size: rendition.bytes,
        fps: fps(rendition.frame_rate),
        has_audio: quality.is_none(),
        has_video: quality.is_some(),
        file_download_url: whole.unwrap_or_else(|| url.clone()),
        file_url: url,
        torrent: Torrent::default(),
        storage: 0,
    }
}

pub fn caption(app: &App, video: &Video, captions: &VideoCaptions) -> Caption {
    let path = paths::videos::captions_file(&video.uuid, &captions.language);
    Caption {
        language: Labelled::new(captions.language.clone(), captions.label.clone()),
        automatically_generated: captions.generated,
        file_url: format!("{}{path}", app.origins.canonical()),
        caption_path: path,
        updated_at: captions.updated_at.rfc3339(),
    }
}

pub fn chapters(found: &crate::models::chapter::Chapters) -> Chapters {
    let chapter = |mark: &crate::text::chapters::ChapterMark| Chapter {
        title: mark.title.clone(),
        timecode: mark.start_ms / 1000,
    };
    Chapters { chapters: found.marks.iter().map(chapter).collect() }
}

pub fn storyboards(app: &App, video: &Video, files: &[MediaFile]) -> Storyboards {
    let is_sheet = |file: &&MediaFile| file.kind == MediaKind::Storyboard && file.name.ends_with(".jpg");
    let pixels = |side: i32| u64::try_from(side).unwrap_or(0);
    let sheet =
        Sheet::new(u64::try_from(video.duration_ms).unwrap_or(0), pixels(video.width), pixels(video.height));
    let told = video.media().zip(files.iter().find(is_sheet)).zip(sheet).map(|((media, file), sheet)| {
        let path = media_urls::file(app, app.now(), &media, &file.name);
        Storyboard {
            file_url: format!("{}{path}", app.origins.canonical()),
            storyboard_path: path,
            total_width: sheet.size().0,
            total_height: sheet.size().1,
            sprite_width: sheet.tile().0,
            sprite_height: sheet.tile().1,
            sprite_duration: sheet.step_ms() as f64 / 1000.0,
        }
    });
    Storyboards { storyboards: told.into_iter().collect() }
}

fn resolution(quality: i64) -> Labelled<i64> {
    Labelled::new(quality, format!("{quality}p"))
}

fn fps(frame_rate: Option<f64>) -> i64 {
    frame_rate.map_or(0, |rate| rate.round() as i64)
}

fn aspect_ratio(video: &Video) -> Option<f64> {
    let ratio = f64::from(video.width) / f64::from(video.height);
    (video.width > 0 && video.height > 0).then(|| (ratio * 10_000.0).round() / 10_000.0)
}

fn language(tag: &str) -> Labelled<String> {
    let label = Language::parse(tag).map_or_else(|| tag.to_owned(), |language| language.name().to_owned());
    Labelled::new(tag.to_owned(), label)
}

/// What [`privacy`] writes.
pub fn privacy_numbered(number: i64) -> Option<Privacy> {
    Privacy::ALL.iter().copied().find(|known| privacy(*known).id == Some(number))
}

/// The numbers are PeerTube's.
pub(super) fn privacy(privacy: Privacy) -> Labelled<i64> {
    match privacy {
        Privacy::Public => Labelled::new(1, "Public"),
        Privacy::Unlisted => Labelled::new(2, "Unlisted"),
        Privacy::Private => Labelled::new(3, "Private"),
    }
}

/// How far it is, for its owner.
pub fn progress(moment: &VideoMoment) -> VideoProgress {
    VideoProgress {
        state: state(moment.access.state),
        percent: i64::from(moment.percent),
        note: moment.note.clone(),
    }
}

fn state(state: VideoState) -> Labelled<i64> {
    match state {
        VideoState::Published => Labelled::new(1, "Published"),
        VideoState::Processing => Labelled::new(2, "To transcode"),
        VideoState::Uploading => Labelled::new(3, "To import"),
        VideoState::Failed => Labelled::new(7, "Transcoding failed"),
    }
}
