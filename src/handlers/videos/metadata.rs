//! What other sites and search engines read about a video: OpenGraph and schema.org.
//!
//! Nothing of it leads to the files of a video that is not for everyone.

use serde_json::json;

use super::{Watch, about};
use crate::app::App;
use crate::clock::Timestamp;
use crate::http::media_urls;
use crate::models::video::Audience;
use crate::paths;
use crate::views::video::WatchMetadata;

pub fn view(app: &App, now: Timestamp, watch: &Watch) -> WatchMetadata {
    let origin = app.origins.canonical();
    let absolute = |path: String| format!("{origin}{path}");
    let media = watch.media().filter(|media| media.audience == Audience::Everyone);
    let image_url = media.as_ref().and_then(|media| media_urls::poster(app, now, media)).map(absolute);
    let web = media.as_ref().zip(watch.web());
    let video_url = web.map(|(media, web)| absolute(media_urls::file(app, now, media, &web.name)));
    WatchMetadata {
        json_ld: escaped(&described(watch, &origin, image_url.as_deref(), video_url.as_deref())),
        image_url,
        video_url,
    }
}

fn described(
    watch: &Watch,
    origin: &str,
    image_url: Option<&str>,
    video_url: Option<&str>,
) -> serde_json::Value {
    let Watch { video, channel, .. } = watch;
    json!({
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": video.title,
        "description": about::summary(watch),
        "url": format!("{origin}{}", paths::videos::watch(&video.uuid)),
        "uploadDate": video.published_at.unwrap_or(video.created_at).rfc3339(),
        "duration": format!("PT{}S", video.duration_ms / 1000),
        "thumbnailUrl": image_url,
        "contentUrl": video_url,
        "author": {
            "@type": "Organization",
            "name": channel.display_name,
            "url": format!("{origin}{}", paths::channel(&channel.handle)),
        },
        "interactionStatistic": [
            counted("WatchAction", video.views),
            counted("LikeAction", video.likes),
        ],
    })
}

fn counted(action: &str, number: i64) -> serde_json::Value {
    json!({
        "@type": "InteractionCounter",
        "interactionType": { "@type": action },
        "userInteractionCount": number,
    })
}

/// Inside a script element nothing may look like its end.
fn escaped(value: &serde_json::Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}
