//! Playbacks by people with an account: one row for each visit to a video's page, found by the UUID that the page made.
//!
//! A report can arrive twice, late or out of order: what was watched only grows. It grows no faster than a clock, and not beyond the
//! video's length, whatever the browser says.

use diesel::prelude::*;

use super::history::History;
use super::video::{Video, VideoRef};
use super::viewer::Viewer;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{UserId, Uuid, VideoId};
use crate::db::schema::watch_events;
use crate::db::types::WatchSource;
use crate::error::{Error, Invalid, Result};
use crate::on_each;

/// How much a first report may claim: it can stand for others that were lost on their way.
const FIRST_REPORT_MS: i64 = 60_000;
/// Players can be set to go twice as fast.
const FASTEST: i64 = 2;

/// What a page tells of a playback. Made only by [`WatchReport::parse`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WatchReport {
    pub session: Uuid,
    pub position_ms: i64,
    pub watched_ms: i64,
}

/// What must be known of a video to judge a report of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Playable {
    pub id: VideoId,
    /// 0 while it is not known.
    pub duration_ms: i64,
}

/// Where a playback came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    pub source: WatchSource,
    /// The place in the list; 1 is the first.
    pub rank: Option<i32>,
    pub impression: Option<Uuid>,
}

impl WatchReport {
    pub fn parse(session: &str, position_ms: &str, watched_ms: &str) -> Result<Self, Invalid> {
        let number = |name, text: &str| {
            let parsed = text.trim().parse::<i64>().ok().filter(|number| *number >= 0);
            parsed.ok_or_else(|| Invalid::field(name, "Give a number of milliseconds."))
        };
        Ok(Self {
            session: Uuid::parse(session).ok_or_else(|| Invalid::field("session", "Give a UUID."))?,
            position_ms: number("position_ms", position_ms)?,
            watched_ms: number("watched_ms", watched_ms)?,
        })
    }

    /// What can have been watched since the playback was first heard of, when that is known.
    pub fn credible_ms(&self, video: Playable, began: Option<Timestamp>, now: Timestamp) -> i64 {
        let elapsed = began.map_or(0, |began| (now.millis() - began.millis()).max(0));
        self.watched_ms.min(FIRST_REPORT_MS + FASTEST * elapsed).min(video.longest_ms())
    }
}

impl Playable {
    /// The video as this viewer may see it; what they may not see is not found.
    pub fn find(conn: &mut Conn, viewer: &Viewer, reference: VideoRef) -> QueryResult<Self> {
        let video = Video::visible_to(conn, viewer, reference)?;
        Ok(Self { id: video.id, duration_ms: video.duration_ms })
    }

    fn longest_ms(self) -> i64 {
        if self.duration_ms > 0 { self.duration_ms } else { i64::MAX }
    }
}

impl Arrival {
    pub fn unknown() -> Self {
        Self { source: WatchSource::Direct, rank: None, impression: None }
    }
}

/// Keeps a report, and answers how much of the video this playback has watched so far.
///
/// The arrival is kept from the first report. A session that is somebody else's, or of another video, is refused.
pub fn record(
    conn: &mut Conn,
    user: UserId,
    video: Playable,
    report: &WatchReport,
    arrival: Arrival,
    now: Timestamp,
) -> Result<i64> {
    let position_ms = report.position_ms.min(video.longest_ms());
    let (before_ms, watched_ms) = match begun(conn, report.session)? {
        None => {
            let watched_ms = report.credible_ms(video, None, now);
            begin(conn, user, video, report.session, (position_ms, watched_ms), arrival, now)?;
            (0, watched_ms)
        }
        Some(known) if known.user != user || known.video != video.id => {
            return Err(Error::Conflict("This playback belongs to another page.".to_owned()));
        }
        Some(known) => {
            let credible_ms = report.credible_ms(video, Some(known.created_at), now);
            advance(conn, report.session, position_ms, credible_ms)?;
            (known.watched_ms, credible_ms.max(known.watched_ms))
        }
    };
    History::advance(conn, user, video, position_ms, watched_ms - before_ms, now)?;
    Ok(watched_ms)
}

/// Keeps a playback that nobody reported. Where it stopped is not known, so the place to resume stays.
pub fn estimate(
    conn: &mut Conn,
    user: UserId,
    video: Playable,
    watched_ms: i64,
    arrival: Arrival,
    now: Timestamp,
) -> Result<()> {
    let watched_ms = watched_ms.min(video.longest_ms());
    begin(conn, user, video, Uuid::random(), (0, watched_ms), arrival, now)?;
    Ok(History::add(conn, user, video.id, watched_ms, now)?)
}

struct Begun {
    user: UserId,
    video: VideoId,
    created_at: Timestamp,
    watched_ms: i64,
}

fn begun(conn: &mut Conn, session: Uuid) -> QueryResult<Option<Begun>> {
    let row = watch_events::table
        .filter(watch_events::uuid.eq(session))
        .select((
            watch_events::user_id,
            watch_events::video_id,
            watch_events::created_at,
            watch_events::watched_ms,
        ))
        .first::<(UserId, VideoId, Timestamp, i64)>(conn)
        .optional()?;
    Ok(row.map(|(user, video, created_at, watched_ms)| Begun { user, video, created_at, watched_ms }))
}

fn begin(
    conn: &mut Conn,
    user: UserId,
    video: Playable,
    session: Uuid,
    (position_ms, watched_ms): (i64, i64),
    arrival: Arrival,
    now: Timestamp,
) -> QueryResult<()> {
    let values = (
        watch_events::uuid.eq(session),
        watch_events::user_id.eq(user),
        watch_events::video_id.eq(video.id),
        watch_events::created_at.eq(now),
        watch_events::watched_ms.eq(watched_ms),
        watch_events::duration_ms.eq(video.duration_ms),
        watch_events::position_ms.eq(position_ms),
        watch_events::source.eq(arrival.source),
        watch_events::rank.eq(arrival.rank),
        watch_events::impression_uuid.eq(arrival.impression),
    );
    // Two first reports can race on PostgreSQL; the page repeats itself ten seconds later.
    on_each!(conn, |conn| diesel::insert_into(watch_events::table)
        .values(values)
        .on_conflict(watch_events::uuid)
        .do_nothing()
        .execute(conn))?;
    Ok(())
}

fn advance(conn: &mut Conn, session: Uuid, position_ms: i64, watched_ms: i64) -> QueryResult<()> {
    let this = watch_events::table.filter(watch_events::uuid.eq(session));
    diesel::update(this).set(watch_events::position_ms.eq(position_ms)).execute(conn)?;
    diesel::update(this.filter(watch_events::watched_ms.lt(watched_ms)))
        .set(watch_events::watched_ms.eq(watched_ms))
        .execute(conn)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(watched_ms: i64) -> WatchReport {
        WatchReport { session: Uuid::random(), position_ms: 0, watched_ms }
    }

    #[test]
    fn nobody_watches_faster_than_the_clock_or_longer_than_the_video() {
        let began = Timestamp::from_millis(1_000_000);
        let later = |ms| began.plus_millis(ms);
        let film = Playable { id: VideoId(1), duration_ms: 3_600_000 };
        assert_eq!(report(10_000).credible_ms(film, None, began), 10_000);
        assert_eq!(report(3_000_000).credible_ms(film, None, began), FIRST_REPORT_MS);
        assert_eq!(report(3_000_000).credible_ms(film, Some(began), later(30_000)), 120_000);
        assert_eq!(report(i64::MAX).credible_ms(film, Some(began), later(86_400_000)), 3_600_000);
        assert_eq!(report(50).credible_ms(film, Some(began), later(-5)), 50);
        let unknown = Playable { id: VideoId(1), duration_ms: 0 };
        assert_eq!(report(20_000).credible_ms(unknown, None, began), 20_000);
    }

    #[test]
    fn what_is_no_number_of_milliseconds_is_refused() {
        let uuid = Uuid::random();
        assert!(WatchReport::parse(uuid.as_str(), "0", "12000").is_ok());
        for (session, position, watched) in [
            ("", "0", "0"),
            (uuid.as_str(), "-1", "0"),
            (uuid.as_str(), "0", "NaN"),
            (uuid.as_str(), "0", "99999999999999999999"),
            (uuid.as_str(), "1e3", "0"),
        ] {
            assert!(WatchReport::parse(session, position, watched).is_err());
        }
    }
}
