//! A site on which much was watched: four subjects of three videos each, and people who each watch one subject in turn.

use diesel::prelude::*;
use kinora::clock::Timestamp;
use kinora::db::Conn;
use kinora::db::ids::{UserId, Uuid, VideoId};
use kinora::db::schema::{videos, watch_events};
use kinora::db::types::{Role, WatchSource};
use kinora::error::Result;
use kinora::models::user::{AccountDetails, User};
use kinora::models::video::Video;

use super::TestApp;

pub const SUBJECTS: usize = 4;
const OF_EACH: usize = 3;
const DAY_SECONDS: i64 = 86_400;

pub struct WatchedSite {
    /// Those of the first subject, then those of the next.
    pub videos: Vec<Video>,
    pub people: Vec<UserId>,
}

impl TestApp {
    /// A month passes, in which so many people watch.
    pub async fn watched_site(&self, people: usize) -> WatchedSite {
        let mut videos = Vec::new();
        for subject in ["harbours", "owls", "bread", "trains"] {
            for part in 1..=OF_EACH {
                let owner = self.user(&format!("{subject}_{part}")).await;
                let change = |video: &mut super::builders::VideoDraft| {
                    video.title = format!("Of {subject}, part {part}");
                    video.tags = vec![subject.to_owned()];
                };
                videos.push(self.video(&owner, change).await);
            }
        }
        self.advance_seconds(30 * DAY_SECONDS);
        let (ids, now) = (videos.iter().map(|video| video.id).collect::<Vec<_>>(), self.app.now());
        let people = self.write(move |conn| all_watch(conn, people, &ids, now)).await;
        WatchedSite { videos, people }
    }

    /// Whole watches, a minute apart, the last of them then.
    pub async fn watched(&self, user: UserId, seen: &[VideoId], last: Timestamp) {
        let seen = seen.to_vec();
        self.write(move |conn| watch_in_turn(conn, user, &seen, last)).await;
    }
}

fn all_watch(conn: &mut Conn, people: usize, ids: &[VideoId], now: Timestamp) -> Result<Vec<UserId>> {
    let mut all = Vec::new();
    for number in 0..people {
        let name = format!("viewer_{number}");
        let details = AccountDetails::parse_by_operator(&name, &format!("{name}@example.org"))?;
        let user = User::create(conn, &details, "no password", Role::User, now)?.id;
        let first = number % SUBJECTS * OF_EACH;
        let ago = DAY_SECONDS * 20 * (people - number) as i64 / people as i64;
        watch_in_turn(conn, user, &ids[first..first + OF_EACH], now.plus_seconds(-ago))?;
        all.push(user);
    }
    Ok(all)
}

fn watch_in_turn(conn: &mut Conn, user: UserId, seen: &[VideoId], last: Timestamp) -> Result<()> {
    for (before, video) in seen.iter().rev().enumerate() {
        diesel::insert_into(watch_events::table)
            .values((
                watch_events::uuid.eq(Uuid::random()),
                watch_events::user_id.eq(user),
                watch_events::video_id.eq(video),
                watch_events::created_at.eq(last.plus_seconds(-60 * before as i64)),
                watch_events::watched_ms.eq(60_000_i64),
                watch_events::duration_ms.eq(60_000_i64),
                watch_events::position_ms.eq(60_000_i64),
                watch_events::source.eq(WatchSource::Direct),
            ))
            .execute(conn)?;
        diesel::update(videos::table.find(video)).set(videos::views.eq(videos::views + 1)).execute(conn)?;
    }
    Ok(())
}
