//! What other sites, search engines and programs read about a video: OpenGraph, Twitter's cards, oEmbed's addresses and schema.org.
//!
//! Nothing of it leads to the files of a video that is not for everyone, nor to a player that would not show it.

use serde_json::{Map, Value, json};

use super::{Watch, about};
use crate::app::App;
use crate::clock::Timestamp;
use crate::http::{media_type, media_urls};
use crate::models::video::{Audience, Video, can_view};
use crate::models::viewer::Viewer;
use crate::paths;
use crate::text::{markdown, plain};
use crate::views::video::{MetadataFile, WatchMetadata};

/// As much of a description as a search engine shows, and more.
const DESCRIPTION_CHARACTERS: usize = 1000;

pub fn view(app: &App, now: Timestamp, watch: &Watch) -> WatchMetadata {
    let origin = app.origins.canonical();
    let absolute = |path: String| format!("{origin}{path}");
    let film = &watch.film;
    let media = film.media().filter(|media| media.audience == Audience::Everyone);
    let image_url = media.as_ref().and_then(|media| media_urls::poster(app, now, media)).map(absolute);
    let web = media.as_ref().zip(film.web());
    let file = web.map(|(media, web)| MetadataFile {
        url: absolute(media_urls::file(app, now, media, &web.name)),
        mime: media_type::of_file(&web.name).to_owned(),
    });
    let is_open = is_embeddable(watch);
    let url = absolute(paths::videos::watch(&film.video.uuid));
    let mut metadata = WatchMetadata {
        image_url,
        file,
        embed_url: is_open.then(|| absolute(paths::videos::embed(&film.video.uuid))),
        oembed_json_url: is_open.then(|| absolute(paths::videos::oembed(&url, "json"))),
        oembed_xml_url: is_open.then(|| absolute(paths::videos::oembed(&url, "xml"))),
        is_secure: app.origins.is_secure(),
        width: film.video.width,
        height: film.video.height,
        duration_seconds: film.video.duration_ms / 1000,
        published: published(&film.video),
        json_ld: String::new(),
    };
    metadata.json_ld = escaped(&described(watch, &origin, &metadata));
    metadata
}

/// Whether anybody who has its address may watch it, and so within other sites' pages.
pub fn is_embeddable(watch: &Watch) -> bool {
    can_view(&Viewer::Anonymous, &watch.film.video.access(watch.channel.user_id))
}

fn described(watch: &Watch, origin: &str, metadata: &WatchMetadata) -> Value {
    let (video, channel) = (&watch.film.video, &watch.channel);
    let author = json!({
        "@type": "Organization",
        "name": channel.display_name,
        "url": format!("{origin}{}", paths::channel(&channel.handle)),
    });
    let described = json!({
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": video.title,
        "description": description(watch),
        "url": format!("{origin}{}", paths::videos::watch(&video.uuid)),
        "uploadDate": metadata.published,
        "dateModified": video.updated_at.rfc3339(),
        "duration": iso_duration(video.duration_ms),
        "thumbnailUrl": metadata.image_url,
        "contentUrl": metadata.file.as_ref().map(|file| &file.url),
        "encodingFormat": metadata.file.as_ref().map(|file| &file.mime),
        "embedUrl": metadata.embed_url,
        "width": video.width,
        "height": video.height,
        "keywords": (!watch.tags.is_empty()).then(|| watch.tags.join(", ")),
        "author": author,
        "interactionStatistic": [
            counted("WatchAction", video.views),
            counted("LikeAction", video.likes),
            counted("CommentAction", video.comments),
        ],
        "hasPart": clips(watch, origin),
    });
    without_nothing(described)
}

fn published(video: &Video) -> String {
    video.published_at.unwrap_or(video.created_at).rfc3339()
}

fn description(watch: &Watch) -> String {
    let said = plain::excerpt(&markdown::to_plain(&watch.film.video.description), DESCRIPTION_CHARACTERS);
    if said.is_empty() { about::summary(watch) } else { said }
}

/// The chapters, each until the next one; none where there are none.
fn clips(watch: &Watch, origin: &str) -> Option<Value> {
    let (video, marks) = (&watch.film.video, &watch.film.chapters.marks);
    let ends = marks.iter().skip(1).map(|mark| mark.start_ms).chain([video.duration_ms]);
    let clip = |(mark, end_ms): (&crate::text::chapters::ChapterMark, i64)| {
        let start = mark.start_ms / 1000;
        json!({
            "@type": "Clip",
            "name": mark.title,
            "startOffset": start,
            "endOffset": end_ms / 1000,
            "url": format!("{origin}{}", paths::videos::watch_from(&video.uuid, start)),
        })
    };
    (!marks.is_empty()).then(|| marks.iter().zip(ends).map(clip).collect())
}

fn counted(action: &str, number: i64) -> Value {
    json!({
        "@type": "InteractionCounter",
        "interactionType": { "@type": action },
        "userInteractionCount": number,
    })
}

/// `PT1H2M3S`
fn iso_duration(milliseconds: i64) -> String {
    let seconds = milliseconds.max(0) / 1000;
    let parts = [(seconds / 3600, 'H'), (seconds / 60 % 60, 'M'), (seconds % 60, 'S')];
    let named: String =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count}{unit}")).collect();
    if named.is_empty() { "PT0S".to_owned() } else { format!("PT{named}") }
}

/// What is not known is not said.
fn without_nothing(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            Value::Object(fields.into_iter().filter(|(_, field)| !field.is_null()).collect::<Map<_, _>>())
        }
        other => other,
    }
}

/// Inside a script element nothing may look like its end.
fn escaped(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::iso_duration;

    #[test]
    fn a_duration_names_only_what_it_has() {
        assert_eq!(iso_duration(2_400), "PT2S");
        assert_eq!(iso_duration(3_723_000), "PT1H2M3S");
        assert_eq!(iso_duration(3_600_000), "PT1H");
        assert_eq!(iso_duration(0), "PT0S");
    }
}
