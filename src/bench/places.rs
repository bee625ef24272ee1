//! People, channels and videos.

use super::Site;
use super::sample::{self, Shared};
use super::taste::{DAYS, Taste};
use crate::db::ids::{ChannelId, UserId, VideoId};
use crate::db::types::{HandleKind, Privacy, RecommendationPolicy, Role, VideoState};
use crate::keys::{hex, random_bytes};
use crate::models::bench::{NewChannel, NewFile, NewHandle, NewPerson, NewSubscription, NewTag, NewVideo};
use crate::models::video::watch_path;
use crate::text::handle::{Handle, HandleRefused};
use crate::text::markdown;

const FOLLOWED: usize = 5;
/// A word for each cluster of taste, so that what is alike also reads alike.
const SUBJECTS: [&str; 12] = [
    "gardens",
    "trains",
    "cooking",
    "mountains",
    "chess",
    "birds",
    "music",
    "stars",
    "bridges",
    "bicycles",
    "painting",
    "history",
];
const MANNERS: [&str; 8] = [
    "A walk through",
    "The quiet side of",
    "Ten minutes of",
    "Learning about",
    "At home with",
    "Notes on",
    "Early morning",
    "Looking closely at",
];
const DETAILS: [&str; 8] = [
    "in winter",
    "by the sea",
    "for beginners",
    "after the rain",
    "in one take",
    "part two",
    "with friends",
    "from above",
];

pub async fn people(site: &mut Site) -> anyhow::Result<()> {
    // A password that nobody knows: seeded people are looked at, not signed in as.
    let hash = site.app.hasher.hash(hex(&random_bytes::<32>()?)).await?;
    let joined = site.now.plus_days(-DAYS - 40);
    let handle = |kind, name: String| {
        let handle = Handle::parse_any(&name)?;
        Ok::<_, HandleRefused>(NewHandle { skeleton: handle.skeleton(), handle: handle.into_string(), kind })
    };
    let people = (1..=site.people).map(|id| handle(HandleKind::User, format!("person_{id}")));
    let of_channels = (1..=site.channels).map(|id| handle(HandleKind::Channel, format!("channel_{id}")));
    let handles = people.chain(of_channels).collect::<Result<Vec<_>, _>>()?;
    site.write("handles", handles).await?;
    let people = (1..=site.people).map(|id| NewPerson {
        id: UserId(id as i64),
        uuid: site.uuid(),
        handle: format!("person_{id}"),
        email: format!("person_{id}@bench.invalid"),
        password_hash: hash.clone(),
        display_name: format!("Person {id}"),
        about: String::new(),
        role: Role::User,
        session_epoch: 0,
        created_at: joined,
    });
    let people = people.collect();
    site.write("people", people).await?;
    let channels = (1..=site.channels).map(|id| NewChannel {
        id: ChannelId(id as i64),
        uuid: site.uuid(),
        handle: format!("channel_{id}"),
        user_id: UserId((id % site.people + 1) as i64),
        display_name: format!("Channel {id}"),
        about: String::new(),
        subscribers: 0,
        created_at: joined,
    });
    let channels = channels.collect();
    site.write("channels", channels).await?;
    let mut subscriptions = Vec::new();
    for person in 1..=site.people {
        for step in 0..FOLLOWED.min(site.channels) {
            let channel = (person * 3 + step * (site.channels / FOLLOWED).max(1)) % site.channels + 1;
            subscriptions.push(NewSubscription {
                user_id: UserId(person as i64),
                channel_id: ChannelId(channel as i64),
                created_at: site.now.plus_days(-site.dice.between(0, DAYS)),
            });
        }
    }
    subscriptions.sort_by_key(|row| (row.user_id, row.channel_id));
    subscriptions.dedup_by_key(|row| (row.user_id, row.channel_id));
    site.write("subscriptions", subscriptions).await
}

pub async fn videos(site: &mut Site) -> anyhow::Result<()> {
    let shared = sample::first_video(site, title(0), SUBJECTS[0]).await?;
    let (mut rows, mut files, mut tags) = (Vec::new(), Vec::new(), Vec::new());
    for place in 1..site.videos {
        let row = row(site, place, &shared);
        sample::link_files(&site.app.config.data_dir, &shared, &row)?;
        files.extend(shared.files.iter().map(|file| NewFile {
            video_id: row.id,
            version: shared.version.clone(),
            kind: file.kind,
            name: file.name.replace(shared.video.uuid.as_str(), row.uuid.as_str()),
            height: file.height,
            codec: file.codec.clone(),
            bytes: file.bytes,
        }));
        for tag in [SUBJECTS[Taste::cluster_of(place)], DETAILS[place % DETAILS.len()]] {
            tags.push(NewTag { video_id: row.id, tag: tag.to_owned() });
        }
        rows.push(row);
    }
    site.write("videos", rows).await?;
    site.write("tags", tags).await?;
    site.write("media files", files).await
}

fn row(site: &mut Site, place: usize, shared: &Shared) -> NewVideo {
    let uuid = site.uuid();
    let description = format!(
        "Video {place} of a seeded site, about **{}**.\n\n- 0:01 the beginning\n- 0:05 the middle",
        SUBJECTS[Taste::cluster_of(place)]
    );
    let html = markdown::to_html_with_times(&description, &watch_path(&uuid));
    let published = site.taste.published[place];
    NewVideo {
        id: VideoId(place as i64 + 1),
        uuid,
        channel_id: ChannelId((place % site.channels + 1) as i64),
        title: title(place),
        description,
        description_html: html.into_string(),
        privacy: Privacy::Public,
        sensitive: false,
        state: VideoState::Published,
        published_at: published,
        created_at: published,
        updated_at: published,
        duration_ms: shared.video.duration_ms,
        width: shared.video.width,
        height: shared.video.height,
        media_version: shared.version.clone(),
        media_epoch: 0,
        poster: shared.video.poster.clone().unwrap_or_default(),
        comments_enabled: true,
        downloads_enabled: true,
        views: 0,
        likes: 0,
        dislikes: 0,
        comments: 0,
        recommendation_policy: RecommendationPolicy::Any,
    }
}

fn title(place: usize) -> String {
    let (manner, detail) = (MANNERS[place / 12 % MANNERS.len()], DETAILS[place % DETAILS.len()]);
    format!("{manner} {} {detail} ({})", SUBJECTS[Taste::cluster_of(place)], place + 1)
}
