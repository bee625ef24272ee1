//! Reads what there is to learn from: watches of people with an account, and the sums that all viewers left.
//!
//! Only videos that everybody may find: what was watched of others is in no model.

use std::collections::HashSet;
use std::sync::Arc;

use crate::app::App;
use crate::db::ids::{UserId, VideoId};
use crate::error::Result;
use crate::models::feed::{self, LEAST_VIEWS};
use crate::recommender::training::site::{SiteHistory, SiteWatch};
use crate::recommender::{Listed, PairRow, VideoFeatures};

const PEOPLE_AT_ONCE: i64 = 100;
const VIDEOS_AT_ONCE: i64 = 500;

pub struct Gathered {
    pub history: Arc<SiteHistory>,
    pub people: usize,
    pub site_views: i64,
}

pub fn gather(app: &App) -> Result<Option<Gathered>> {
    let site_views = app.db.read_blocking(|conn| Ok(feed::site_views(conn)?))?;
    if site_views < LEAST_VIEWS {
        return Ok(None);
    }
    let videos = listed_videos(app)?;
    let listed: HashSet<i64> = videos.iter().map(|video| video.id.0).collect();
    let knowledge = app.db.read_blocking(|conn| Ok(feed::load_knowledge(conn)?))?;
    let both_listed = |pair: &PairRow| listed.contains(&pair.from.0) && listed.contains(&pair.to.0);
    let (people, watches) = watches(app, &listed)?;
    let lists = app
        .db
        .read_blocking(|conn| Ok(feed::lists_until(conn, app.now(), |video| listed.contains(&video.0))?))?;
    let history = SiteHistory {
        videos,
        watches,
        co_watches: knowledge.co_watches.into_iter().filter(both_listed).collect(),
        transitions: knowledge.transitions.into_iter().filter(both_listed).collect(),
        counters: knowledge.counters.into_iter().filter(|row| listed.contains(&row.video.0)).collect(),
        lists,
        until_ms: app.now().millis(),
    };
    Ok(Some(Gathered { history: Arc::new(history), people, site_views }))
}

/// The watches of everybody with an account, and how many people that is.
fn watches(app: &App, listed: &HashSet<i64>) -> Result<(usize, Vec<SiteWatch>)> {
    let (mut after, mut people, mut all) = (UserId(0), 0, Vec::new());
    loop {
        let some = app.db.read_blocking(|conn| Ok(feed::watchers_after(conn, after, PEOPLE_AT_ONCE)?))?;
        let Some(last) = some.last() else { return Ok((people, all)) };
        after = *last;
        for user in some {
            let watches = app.db.read_blocking(|conn| Ok(feed::counted_watches_of(conn, user)?))?;
            let before = all.len();
            all.extend(watches.into_iter().filter(|watch| listed.contains(&watch.video.0)));
            people += usize::from(all.len() > before);
        }
    }
}

fn listed_videos(app: &App) -> Result<Vec<VideoFeatures>> {
    let (mut after, mut all) = (VideoId(0), Vec::new());
    loop {
        let some = app.db.read_blocking(|conn| Ok(feed::videos_after(conn, after, VIDEOS_AT_ONCE)?))?;
        let Some(last) = some.last() else { return Ok(all) };
        after = VideoId(last.id.0);
        all.extend(some.into_iter().filter(|video| video.listed == Listed::Yes));
    }
}

/// The same watches as viewer, video and time in seconds, for whoever measures.
pub fn recorded_watches(app: &App) -> Result<Vec<(i64, i64, i64)>> {
    let listed: HashSet<i64> = listed_videos(app)?.iter().map(|video| video.id.0).collect();
    let (_, watches) = watches(app, &listed)?;
    let recorded = |watch: &SiteWatch| (i64::from(watch.viewer), watch.video.0, watch.at_ms / 1000);
    Ok(watches.iter().map(recorded).collect())
}
