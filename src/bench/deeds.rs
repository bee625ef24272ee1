//! Comments, ratings and watches.

use std::collections::HashSet;

use super::Site;
use crate::db::ids::{CommentId, UserId, VideoId};
use crate::db::types::{Rating, WatchSource};
use crate::models::bench::{NewComment, NewRating, NewWatch};
use crate::models::video::Video;
use crate::recommender::{self, Event, EventKind, Recommender, ViewerKey, Watch};
use crate::text::markdown;

const COMMENTS: usize = 20;
const RATINGS: usize = 40;
const WATCHES: usize = 100;
/// On one video, of a site that is large enough for it.
const CROWDED: usize = 5_000;
const CROWDED_FROM: usize = 1_000;
const ANSWERED: f64 = 0.1;
const WORDS: [&str; 8] = [
    "I come back to this one every few weeks.",
    "The part at 0:05 is my favourite.",
    "Thank you for taking the time.",
    "Has anybody tried this at home? It took me **three** attempts, and I would do it again.",
    "Not what I expected from the title, in a good way.",
    "Where was this made?",
    "Watched it twice; the second time I listened.",
    "Could you do a longer one?",
];

pub async fn comments(site: &mut Site) -> anyhow::Result<()> {
    let html: Vec<String> = WORDS.iter().map(|words| markdown::to_html(words).into_string()).collect();
    let total = site.videos * COMMENTS;
    let crowded = if site.videos >= CROWDED_FROM { CROWDED } else { 0 };
    let mut rows: Vec<NewComment> = Vec::with_capacity(total);
    while rows.len() < total {
        // The first video is the crowded one.
        let place = if rows.len() < crowded { 0 } else { site.dice.below(site.videos) };
        let at = site.taste.published[place];
        let hours = site.dice.between(1, ((site.now.seconds() - at.seconds()) / 3600).max(2));
        let root = comment(site, rows.len(), place, None, at.plus_seconds(hours * 3600), &html);
        let (thread, said) = (root.id, root.created_at);
        rows.push(root);
        if site.dice.chance(ANSWERED) {
            for answer in 1..=site.dice.between(1, 4) {
                let at = said.plus_seconds(answer * 300);
                rows.push(comment(site, rows.len(), place, Some(thread), at, &html));
            }
        }
    }
    site.write("comments", rows).await
}

fn comment(
    site: &mut Site,
    number: usize,
    place: usize,
    thread: Option<CommentId>,
    at: crate::clock::Timestamp,
    html: &[String],
) -> NewComment {
    let words = site.dice.below(WORDS.len());
    NewComment {
        id: CommentId(number as i64 + 1),
        uuid: site.uuid(),
        video_id: VideoId(place as i64 + 1),
        user_id: UserId(site.dice.below(site.people) as i64 + 1),
        thread_id: thread,
        parent_id: thread,
        depth: i32::from(thread.is_some()),
        body: WORDS[words].to_owned(),
        body_html: html[words].clone(),
        likes: 0,
        dislikes: 0,
        replies: 0,
        score: 0.0,
        created_at: at,
    }
}

pub async fn ratings(site: &mut Site) -> anyhow::Result<()> {
    let each = (site.videos * RATINGS / site.people).min(site.videos / 2);
    let mut rows = Vec::with_capacity(each * site.people);
    for person in 0..site.people {
        let mut rated = HashSet::new();
        // Popular videos come up again and again: after so many throws it is enough.
        for _ in 0..each * 3 {
            if rated.len() >= each {
                break;
            }
            let at = site.taste.moment(&mut site.dice);
            let place = site.taste.choose(&mut site.dice, person, at);
            if !rated.insert(place) {
                continue;
            }
            rows.push(NewRating {
                user_id: UserId(person as i64 + 1),
                video_id: VideoId(place as i64 + 1),
                value: if site.dice.chance(0.93) { Rating::Like } else { Rating::Dislike },
                created_at: at,
            });
        }
    }
    site.write("ratings", rows).await
}

pub async fn watches(site: &mut Site, recommender: &Recommender) -> anyhow::Result<()> {
    let length = site.app.db.read(|conn| Ok(Video::find(conn, VideoId(1))?.duration_ms)).await?;
    let total = site.videos * WATCHES;
    let mut rows: Vec<NewWatch> = Vec::with_capacity(total);
    while rows.len() < total {
        let person = site.dice.below(site.people);
        let mut at = site.taste.moment(&mut site.dice);
        // A visit: some videos, one after the other.
        for _ in 0..site.dice.between(1, 6) {
            let place = site.taste.choose(&mut site.dice, person, at);
            let share = if site.dice.chance(0.15) { 0.1 } else { 0.5 + 0.5 * site.dice.unit() };
            let watched_ms = (length as f64 * share) as i64;
            rows.push(NewWatch {
                uuid: site.uuid(),
                user_id: UserId(person as i64 + 1),
                video_id: VideoId(place as i64 + 1),
                created_at: at,
                watched_ms,
                duration_ms: length,
                position_ms: watched_ms,
                source: if site.dice.chance(0.5) { WatchSource::UpNext } else { WatchSource::Home },
            });
            at = at.plus_seconds(site.dice.between(20, 400));
        }
    }
    rows.sort_by_key(|row| row.created_at);
    for row in &rows {
        let watch = Watch { watched_ms: row.watched_ms, duration_ms: row.duration_ms };
        recommender.observe(&Event {
            viewer: ViewerKey::User(row.user_id.0),
            at_ms: row.created_at.millis(),
            kind: EventKind::CountedWatch { video: recommender::VideoId(row.video_id.0), watch },
        });
    }
    site.write("watches", rows).await
}
