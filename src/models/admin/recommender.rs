//! How the recommender does in front of people: of what was shown to viewers with an account, what was opened, and for how long.
//!
//! Counted from the stored lists and the playbacks that began in them. Of a large site only the latest lists are read: a rate
//! needs no more.

use std::collections::HashMap;

use diesel::prelude::*;

use super::choices;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{Uuid, VideoId};
use crate::db::schema::{impressions, watch_events};
use crate::models::impression::Item;
use crate::models::recommender_comparison::Comparison;
use crate::models::recommender_model::RecommenderModel;
use crate::models::task::{Task, TaskRow};

/// As many lists as are looked at, the latest first.
pub const MOST_LISTS: usize = 10_000;
const AT_ONCE: i64 = 500;

/// So many versions and comparisons are on the page.
const VERSIONS: i64 = 20;
const COMPARISONS: i64 = 6;

choices! {
    ModelAction {
        RollBack = "roll_back" "Roll back",
        Run = "run" "Use",
        Unpin = "unpin" "Let better ones take its place",
        Compare = "compare" "Compare",
        StopComparing = "stop_comparing" "Stop comparing",
        Train = "train" "Train now",
    }
}

/// Everything that the page of the recommender shows.
#[derive(Debug, Clone)]
pub struct Overview {
    pub running: Option<RecommenderModel>,
    /// What a rollback would run.
    pub before: Option<i64>,
    /// The latest first.
    pub versions: Vec<RecommenderModel>,
    /// The latest first; the first may be under way.
    comparisons: Vec<Comparison>,
    /// A training that waits or runs.
    pub training: Option<TaskRow>,
    pub week: Outcomes,
    pub month: Outcomes,
}

impl Overview {
    pub fn load(conn: &mut Conn, now: Timestamp) -> QueryResult<Self> {
        let running = RecommenderModel::running(conn)?;
        let before = match &running {
            Some(running) => RecommenderModel::before(conn, running.version)?.map(|model| model.version),
            None => None,
        };
        let [week, month] = outcomes(conn, [7, 28].map(|days| now.plus_days(-days)))?;
        Ok(Self {
            before,
            running,
            versions: RecommenderModel::list(conn, VERSIONS)?,
            comparisons: Comparison::list(conn, COMPARISONS)?,
            training: Task::unfinished_training(conn)?,
            week,
            month,
        })
    }

    pub fn comparison(&self) -> Option<&Comparison> {
        self.comparisons.iter().find(|one| one.ended_at.is_none())
    }

    pub fn past_comparisons(&self) -> impl Iterator<Item = &Comparison> {
        self.comparisons.iter().filter(|one| one.ended_at.is_some())
    }
}

/// What became of everything that one source brought into lists.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    pub shown: i64,
    /// Shown videos that were opened from the list.
    pub opened: i64,
    pub watched_ms: i64,
}

/// By source, the one that showed most first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcomes {
    pub lists: usize,
    pub sources: Vec<(String, Outcome)>,
}

impl Outcome {
    pub fn opened_share(self) -> Option<f64> {
        (self.shown > 0).then(|| self.opened as f64 / self.shown as f64)
    }

    pub fn seconds_per_opening(self) -> Option<f64> {
        (self.opened > 0).then(|| self.watched_ms as f64 / 1000.0 / self.opened as f64)
    }
}

/// What was shown since each of these moments.
pub fn outcomes<const N: usize>(conn: &mut Conn, since: [Timestamp; N]) -> QueryResult<[Outcomes; N]> {
    let mut counted: [(usize, HashMap<String, Outcome>); N] = std::array::from_fn(|_| Default::default());
    let Some(earliest) = since.iter().min().copied() else { return Ok(counted.map(Outcomes::of)) };
    let (mut below, mut read) = (i64::MAX, 0);
    while read < MOST_LISTS {
        let lists: Vec<(i64, Uuid, Timestamp, String)> = impressions::table
            .filter(impressions::created_at.ge(earliest))
            .filter(impressions::id.lt(below))
            .order(impressions::id.desc())
            .limit(AT_ONCE)
            .select((impressions::id, impressions::uuid, impressions::created_at, impressions::items))
            .load(conn)?;
        let Some((last, ..)) = lists.last() else { break };
        below = *last;
        read += lists.len();
        let watched = watched_from(conn, lists.iter().map(|(_, uuid, ..)| *uuid).collect())?;
        for (_, uuid, at, items) in lists {
            // A list that another version of the program wrote is left out.
            let Ok(items) = serde_json::from_str::<Vec<Item>>(&items) else { continue };
            for (since, (lists, sources)) in since.iter().zip(&mut counted) {
                if at >= *since {
                    *lists += 1;
                    count(sources, &items, |video| watched.get(&(uuid, video)).copied());
                }
            }
        }
    }
    Ok(counted.map(Outcomes::of))
}

fn watched_from(conn: &mut Conn, lists: Vec<Uuid>) -> QueryResult<HashMap<(Uuid, VideoId), i64>> {
    let rows: Vec<(Option<Uuid>, VideoId, i64)> = watch_events::table
        .filter(watch_events::impression_uuid.eq_any(lists))
        .select((watch_events::impression_uuid, watch_events::video_id, watch_events::watched_ms))
        .load(conn)?;
    let mut watched = HashMap::new();
    for (list, video, watched_ms) in rows {
        if let Some(list) = list {
            *watched.entry((list, video)).or_default() += watched_ms;
        }
    }
    Ok(watched)
}

fn count(
    sources: &mut HashMap<String, Outcome>,
    items: &[Item],
    watched_ms: impl Fn(VideoId) -> Option<i64>,
) {
    for item in items {
        let outcome = sources.entry(item.source.clone()).or_default();
        outcome.shown += 1;
        if let Some(watched_ms) = watched_ms(item.video) {
            outcome.opened += 1;
            outcome.watched_ms += watched_ms;
        }
    }
}

impl Outcomes {
    fn of((lists, sources): (usize, HashMap<String, Outcome>)) -> Self {
        let mut sources: Vec<(String, Outcome)> = sources.into_iter().collect();
        sources.sort_by(|(a, one), (b, other)| other.shown.cmp(&one.shown).then_with(|| a.cmp(b)));
        Self { lists, sources }
    }

    /// All sources together.
    pub fn total(&self) -> Outcome {
        self.sources.iter().fold(Outcome::default(), |sum, (_, one)| Outcome {
            shown: sum.shown + one.shown,
            opened: sum.opened + one.opened,
            watched_ms: sum.watched_ms + one.watched_ms,
        })
    }
}
