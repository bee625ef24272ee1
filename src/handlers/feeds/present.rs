//! From what was found to the words of a feed.

use std::collections::HashMap;

use actix_web::HttpRequest;

use crate::app::App;
use crate::clock::Timestamp;
use crate::db::ids::VideoId;
use crate::http::{media_type, media_urls};
use crate::models::channel::Channel;
use crate::models::user::User;
use crate::models::video::{FeedFacts, VideoEntry};
use crate::paths;
use crate::text::{markdown, plain, xml};
use crate::views::feed::{
    FeedEntryView, FeedFile, FeedImage, FeedLinkView, FeedView, JsonAttachment, JsonAuthor, JsonDocument,
    JsonItem, Moment,
};

const TEXT_CHARACTERS: usize = 2000;
/// As pictures in lists are made.
const THUMBNAIL: (i32, i32) = (480, 270);

/// Whose videos they are.
pub enum Source {
    Site,
    Channel(Channel, User),
    Account(User),
}

pub fn feed(
    app: &App,
    request: &HttpRequest,
    source: &Source,
    entries: &[VideoEntry],
    facts: &HashMap<VideoId, FeedFacts>,
) -> FeedView {
    let origin = app.origins.canonical();
    let site = &app.config.site;
    let entry = |entry: &VideoEntry| one(app, &origin, entry, facts.get(&entry.video.id));
    let latest = entries.iter().map(|entry| published(entry).max(entry.video.updated_at)).max();
    let (title, description, home, id, since) = match source {
        Source::Site => (
            site.name.clone(),
            site.description.clone(),
            paths::home(),
            format!("{origin}{}", paths::feeds::videos("atom", "")),
            Timestamp::from_millis(0),
        ),
        Source::Channel(channel, _) => (
            format!("{} · {}", channel.display_name, site.name),
            markdown::to_plain(&channel.about),
            paths::channel(&channel.handle),
            format!("urn:uuid:{}", channel.uuid),
            channel.created_at,
        ),
        Source::Account(user) => (
            format!("{} · {}", user.display_name, site.name),
            markdown::to_plain(&user.about),
            paths::user(&user.handle),
            format!("urn:uuid:{}", user.uuid),
            user.created_at,
        ),
    };
    let image = match source {
        Source::Channel(channel, _) => media_urls::avatar(channel),
        Source::Site | Source::Account(_) => None,
    };
    FeedView {
        description: xml::clean(if description.is_empty() { &title } else { &description }),
        title: xml::clean(&title),
        home_url: format!("{origin}{home}"),
        feed_url: format!("{origin}{}", address(request)),
        id,
        image_url: image.map(|path| format!("{origin}{path}")),
        updated: moment(latest.unwrap_or(since)),
        entries: entries.iter().map(entry).collect(),
    }
}

fn one(app: &App, origin: &str, entry: &VideoEntry, facts: Option<&FeedFacts>) -> FeedEntryView {
    let video = &entry.video;
    let (media, now) = (video.media(), app.now());
    let absolute = |path: String| format!("{origin}{path}");
    let picture = media.as_ref().and_then(|media| media_urls::thumbnail(app, now, media));
    let poster = media.as_ref().and_then(|media| media_urls::poster(app, now, media));
    let web = facts.and_then(|facts| facts.web.as_ref());
    let file = media.as_ref().zip(web).map(|(media, web)| {
        let mime = media_type::of_file(&web.name);
        FeedFile {
            url: absolute(media_urls::file(app, now, media, &web.name)),
            mime,
            medium: if mime.starts_with("audio/") { "audio" } else { "video" },
            bytes: web.bytes,
        }
    });
    FeedEntryView {
        id: format!("urn:uuid:{}", video.uuid),
        title: xml::clean(&video.title),
        url: absolute(paths::videos::watch(&video.uuid)),
        player_url: absolute(paths::videos::embed(&video.uuid)),
        text: xml::clean(&plain::excerpt(&markdown::to_plain(&video.description), TEXT_CHARACTERS)),
        author: xml::clean(&entry.channel.display_name),
        author_url: absolute(paths::channel(&entry.channel.handle)),
        published: moment(published(entry)),
        updated: moment(published(entry).max(video.updated_at)),
        duration_seconds: video.duration_ms / 1000,
        width: video.width,
        height: video.height,
        views: video.views,
        is_sensitive: entry.sensitive,
        tags: facts.map(|facts| facts.tags.iter().map(|tag| xml::clean(tag)).collect()).unwrap_or_default(),
        thumbnail: picture.map(|path| {
            let (width, height) = THUMBNAIL;
            FeedImage { url: absolute(path), width, height }
        }),
        poster_url: poster.map(absolute),
        file,
    }
}

pub fn json(feed: FeedView) -> JsonDocument {
    JsonDocument {
        version: "https://jsonfeed.org/version/1.1",
        title: feed.title,
        home_page_url: feed.home_url,
        feed_url: feed.feed_url,
        description: feed.description,
        icon: feed.image_url,
        items: feed.entries.into_iter().map(json_item).collect(),
    }
}

fn json_item(entry: FeedEntryView) -> JsonItem {
    let duration_in_seconds = entry.duration_seconds;
    let attachment = entry.file.map(|file| JsonAttachment {
        url: file.url,
        mime_type: file.mime,
        size_in_bytes: file.bytes,
        duration_in_seconds,
    });
    JsonItem {
        id: entry.id,
        url: entry.url,
        title: entry.title,
        content_text: entry.text,
        image: entry.poster_url,
        date_published: entry.published.rfc3339,
        date_modified: entry.updated.rfc3339,
        authors: vec![JsonAuthor { name: entry.author, url: entry.author_url }],
        tags: entry.tags,
        attachments: attachment.into_iter().collect(),
    }
}

/// What the head of a page tells: each format of one feed, and the podcast where it is a channel's.
pub fn links(title: &str, narrowed: &str, podcast: Option<String>) -> Vec<FeedLinkView> {
    let link = |mime, url| FeedLinkView { mime, title: title.to_owned(), url };
    let mut links = vec![
        link("application/rss+xml", paths::feeds::videos("xml", narrowed)),
        link("application/atom+xml", paths::feeds::videos("atom", narrowed)),
        link("application/feed+json", paths::feeds::videos("json", narrowed)),
    ];
    links.extend(podcast.map(|url| FeedLinkView {
        mime: "application/rss+xml",
        title: format!("{title} (podcast)"),
        url,
    }));
    links
}

fn published(entry: &VideoEntry) -> Timestamp {
    entry.video.published_at.unwrap_or(entry.video.created_at)
}

fn moment(moment: Timestamp) -> Moment {
    Moment { rfc3339: moment.rfc3339(), rfc822: moment.http_date() }
}

/// The address that was asked for, as it was written.
fn address(request: &HttpRequest) -> String {
    request.uri().path_and_query().map_or_else(String::new, ToString::to_string)
}
