//! The thread that keeps the recommender and the database of one mind: loads what is stored, then writes what waits.
//!
//! Only a process that serves has one. When it stops, it writes everything once more.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::app::App;
use crate::clock::Timestamp;
use crate::error::Result;

/// Views and shown lists are written each second, …
const TICK: Duration = Duration::from_secs(1);
/// … whether another version of what was trained is to be used is asked every two, …
const MODEL_TICKS: u64 = 2;
/// … what was learned is written every ten, …
const KNOWLEDGE_TICKS: u64 = 10;
/// … and once a minute other processes' changes are noticed and the day's strangers forgotten.
const TIDY_TICKS: u64 = 60;

pub struct FeedKeeper {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

pub fn start(app: &App) -> anyhow::Result<FeedKeeper> {
    let stop = Arc::new(AtomicBool::new(false));
    let (app, stopped) = (app.clone(), stop.clone());
    let thread =
        std::thread::Builder::new().name("feed-keeper".to_owned()).spawn(move || keep(&app, &stopped))?;
    Ok(FeedKeeper { stop, thread })
}

impl FeedKeeper {
    pub fn stop(self) {
        self.stop.store(true, Ordering::SeqCst);
        self.thread.thread().unpark();
        if self.thread.join().is_err() {
            log::error!("the feed's keeper panicked");
        }
    }
}

fn keep(app: &App, stop: &AtomicBool) {
    let mut noticed = app.now();
    let mut is_loaded = false;
    for tick in 1.. {
        // Until it succeeds: without it lists are the newest videos, and nothing learned is written.
        is_loaded = is_loaded
            || succeeds("loaded", || {
                app.follow_models()?;
                app.load_feed()
            });
        if stop.load(Ordering::SeqCst) {
            break;
        }
        std::thread::park_timeout(TICK);
        succeeds("estimated", || app.count_deliveries());
        succeeds("written", || app.flush_feed());
        if tick % MODEL_TICKS == 0 {
            succeeds("given its version", || app.follow_models());
            succeeds("written", || app.flush_credits());
        }
        if tick % KNOWLEDGE_TICKS == 0 {
            succeeds("learned", || app.flush_knowledge());
        }
        if tick % TIDY_TICKS == 0 {
            noticed = notice(app, noticed);
        }
    }
    succeeds("written", || app.flush_feed());
    succeeds("written", || app.flush_credits());
    succeeds("learned", || app.flush_knowledge());
}

fn notice(app: &App, since: Timestamp) -> Timestamp {
    let now = app.now();
    app.expire_viewers();
    if succeeds("refreshed", || app.notice_changes_since(since)) { now } else { since }
}

fn succeeds(what: &str, work: impl FnOnce() -> Result<()>) -> bool {
    work().inspect_err(|error| log::error!("the feed could not be {what}: {error}")).is_ok()
}
