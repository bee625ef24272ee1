//! What is written under the player: title, channel, numbers, description, tags.

use super::{Watch, metadata, quality, tracks};
use crate::app::App;
use crate::clock::Timestamp;
use crate::db::types::Privacy;
use crate::error::Result;
use crate::handlers::embeds::code;
use crate::http::media_urls;
use crate::http::viewer::Viewer;
use crate::models::video::{DownloadParts, Video, only_by_link};
use crate::paths;
use crate::text::{markdown, plain, slug, words};
use crate::views::channel::ChannelBadge;
use crate::views::video::WatchVideoView;
use crate::views::{ActionView, TimeView};

const SUMMARY_CHARACTERS: usize = 160;
/// A description beyond one of these is folded.
const FOLDED_CHARACTERS: usize = 300;
const FOLDED_LINES: usize = 4;

pub fn view(app: &App, now: Timestamp, viewer: &Viewer, watch: &Watch) -> Result<WatchVideoView> {
    let (video, channel) = (&watch.film.video, &watch.channel);
    let path = paths::videos::watch(&video.uuid);
    let reads_only = only_by_link(viewer, &video.access(channel.user_id));
    let published = video.published_at.unwrap_or(video.created_at);
    Ok(WatchVideoView {
        id: paths::videos::short(&video.uuid),
        title: video.title.clone(),
        channel: ChannelBadge {
            name: channel.display_name.clone(),
            url: paths::channel(&channel.handle),
            avatar_url: media_urls::avatar(channel),
            subscribers: words::counted(channel.subscribers, "subscriber", "subscribers"),
        },
        views: words::counted_exactly(video.views, "view", "views"),
        published: TimeView { iso: published.rfc3339(), words: published.date_words() },
        description_html: video.description_html.clone(),
        description_is_long: video.description.chars().count() > FOLDED_CHARACTERS
            || video.description.lines().count() > FOLDED_LINES,
        summary: summary(watch),
        tags: watch
            .tags
            .iter()
            .map(|tag| ActionView { label: tag.clone(), url: paths::videos::tag(tag) })
            .collect(),
        chapters: tracks::chapters(&watch.film),
        transcript_url: (!watch.film.captions.is_empty()).then(|| paths::videos::transcript(&video.uuid, "")),
        share_url: address(app, watch),
        embed_code: embed_code(app, watch)?,
        downloads: downloads(app, now, watch),
        can_be_shared: !reads_only,
        report_url: (!reads_only).then(|| paths::videos::report(&video.uuid)),
        save_url: (!reads_only).then(|| paths::playlists::of_video(&video.uuid)),
        edit_url: (viewer.id() == Some(channel.user_id)).then(|| paths::videos::edit(&video.uuid)),
        privacy_label: match reads_only {
            true => Some("Private: shared with you by a link".to_owned()),
            false => privacy_label(video).map(str::to_owned),
        },
        url: path,
    })
}

fn embed_code(app: &App, watch: &Watch) -> Result<Option<String>> {
    let video = &watch.film.video;
    if !metadata::is_embeddable(watch) {
        return Ok(None);
    }
    code::of(app, video, code::fitted(video, code::ROOM)).map(Some)
}

/// The address to hand on; None to somebody for whom only a link opened the page, whose bare address opens it to nobody.
pub fn share_url(app: &App, viewer: &Viewer, watch: &Watch) -> Option<String> {
    let reads_only = only_by_link(viewer, &watch.film.video.access(watch.channel.user_id));
    (!reads_only).then(|| address(app, watch))
}

fn address(app: &App, watch: &Watch) -> String {
    format!("{}{}", app.origins.canonical(), paths::videos::watch(&watch.film.video.uuid))
}

/// One line for those who have not opened the page yet.
pub fn summary(watch: &Watch) -> String {
    let said = plain::excerpt(&markdown::to_plain(&watch.film.video.description), SUMMARY_CHARACTERS);
    if said.is_empty() {
        return format!("{}, a video by {}.", watch.film.video.title, watch.channel.display_name);
    }
    said
}

/// The web file first, then each quality of the stream that can be put together.
fn downloads(app: &App, now: Timestamp, watch: &Watch) -> Vec<ActionView> {
    let video = &watch.film.video;
    let Some((media, web)) = watch.film.media().filter(|_| video.downloads_enabled).zip(watch.film.web())
    else {
        return Vec::new();
    };
    let url = media_urls::file(app, now, &media, &web.name);
    let web = ActionView {
        label: format!("Download ({})", size(web.bytes)),
        url: format!("{url}?download={}", slug::file_stem(&video.title)),
    };
    let qualities = quality::qualities(&watch.film.files).into_iter().filter_map(|quality| {
        let parts = DownloadParts::of(&watch.film.files, quality)?;
        let label = format!("Download {quality}p ({})", size(parts.bytes()));
        let fits = app.downloads.has_room_for(parts.bytes());
        fits.then(|| ActionView { label, url: paths::videos::download(&video.uuid, quality) })
    });
    std::iter::once(web).chain(qualities).collect()
}

fn size(bytes: i64) -> String {
    words::bytes(u64::try_from(bytes).unwrap_or(0))
}

fn privacy_label(video: &Video) -> Option<&'static str> {
    match (video.blocked_at, video.privacy) {
        (Some(_), _) => Some("Blocked: only moderators see it"),
        (None, Privacy::Unlisted) => Some("Unlisted: only people who have the link"),
        (None, Privacy::Private) => Some("Private: only you"),
        (None, Privacy::Public) => None,
    }
}
