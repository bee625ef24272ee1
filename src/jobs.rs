//! The workers: threads that lease tasks, perform them and hand them back.
//!
//! A task may run twice; a worker that lost its lease cannot finish. Stopping asks every task to end, and what does not end in time
//! is released for the next process. What a task does is in the file of its name; what it changes is in the models.

mod brought_picture;
mod build_ladder;
mod deliver_webhook;
pub mod feed_keeper;
mod import;
mod lease_keeper;
mod make_posters;
mod make_storyboard;
mod media_folder;
mod media_rows;
mod process_video;
mod publish;
mod purge_files;
mod received_file;
mod remove_stored;
mod replace_file;
pub mod schedule;
mod sweep;
mod sweep_files;
mod sweep_models;
mod sweep_uploads;
pub mod train_recommender;
mod transcribe;
mod work;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

pub use self::work::{Failure, Work};
use crate::app::App;
use crate::db::types::Lane;
use crate::error::Result;
use crate::models::task::{Claimed, LATER_MS, Lease, Task};
use crate::models::video::LADDER_MS;
use crate::models::webhook::DELIVERY_MS;

/// How long an idle worker sleeps before it looks again, when nobody wakes it.
const POLL: Duration = Duration::from_millis(500);

/// The running worker threads of this process.
pub struct Workers {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

/// Starts the workers of every lane and the schedule.
pub fn start(app: &App) -> anyhow::Result<Workers> {
    let stop = Arc::new(AtomicBool::new(false));
    let media = std::iter::repeat_n((Lane::Media, i64::MAX), app.config.media_workers());
    // One more takes only what somebody waits for, so that long streams never keep a new upload from being watched.
    // And one takes nothing that waits for other sites, so that slow ones never keep files from being removed.
    let quick = [i64::MAX, i64::MAX, DELIVERY_MS].map(|expected_ms| (Lane::Quick, expected_ms));
    let lanes = media.chain([(Lane::Media, LATER_MS)]).chain(quick).chain([(Lane::Training, i64::MAX)]);
    let mut threads = Vec::new();
    for (index, (lane, expected_ms)) in lanes.enumerate() {
        let (app, stop) = (app.clone(), stop.clone());
        let name = format!("worker-{lane}-{index}");
        let work = move || work_on(&app, lane, expected_ms, &stop);
        threads.push(std::thread::Builder::new().name(name).spawn(work)?);
    }
    let (app, stopped) = (app.clone(), stop.clone());
    threads.push(
        std::thread::Builder::new()
            .name("schedule".to_owned())
            .spawn(move || schedule::keep(&app, &stopped))?,
    );
    Ok(Workers { stop, threads })
}

impl Workers {
    /// Asks every task to end and waits; each releases its task itself.
    pub fn stop(self) {
        self.stop.store(true, Ordering::SeqCst);
        for thread in self.threads {
            if thread.join().is_err() {
                log::error!("a worker thread panicked");
            }
        }
    }
}

/// Performs everything that is due, in this thread: for tests. Answers how many tasks were performed.
pub fn run_due(app: &App) -> Result<usize> {
    run_shorter(app, i64::MAX)
}

/// The same without what is left to quiet hours, such as streams in several qualities: for the demonstration.
pub fn run_pressing(app: &App) -> Result<usize> {
    run_shorter(app, LADDER_MS)
}

fn run_shorter(app: &App, expected_ms: i64) -> Result<usize> {
    let mut performed = 0;
    let stop = Arc::new(AtomicBool::new(false));
    for lane in Lane::ALL.iter().copied() {
        while let Some(claimed) = claim(app, lane, expected_ms)? {
            perform(app, claimed, &stop);
            performed += 1;
        }
    }
    if performed == 0 { Ok(0) } else { Ok(performed + run_shorter(app, expected_ms)?) }
}

fn work_on(app: &App, lane: Lane, expected_ms: i64, stop: &Arc<AtomicBool>) {
    while !stop.load(Ordering::SeqCst) {
        match claim(app, lane, expected_ms) {
            Ok(Some(claimed)) => perform(app, claimed, stop),
            Ok(None) => sleep_until_woken(app, stop),
            Err(error) => {
                log::error!("tasks of the lane {lane} could not be claimed: {error}");
                std::thread::sleep(Duration::from_secs(2));
            }
        }
    }
}

fn claim(app: &App, lane: Lane, expected_ms: i64) -> Result<Option<Claimed>> {
    let now = app.now();
    // A look first: an idle worker must not write.
    if !app.db.read_blocking(|conn| Ok(Lease::is_due(conn, lane, expected_ms, now)?))? {
        return Ok(None);
    }
    app.db.write_blocking(move |conn| Lease::claim_shorter(conn, lane, expected_ms, now))
}

fn sleep_until_woken(app: &App, stop: &AtomicBool) {
    let seen = app.work.load(Ordering::SeqCst);
    let until = Instant::now() + POLL;
    while Instant::now() < until && app.work.load(Ordering::SeqCst) == seen && !stop.load(Ordering::SeqCst) {
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn perform(app: &App, claimed: Claimed, stop: &Arc<AtomicBool>) {
    let Claimed { lease, task, attempt } = claimed;
    let started = Instant::now();
    let work = Work::new(app.clone(), lease, stop.clone());
    let keeper = lease_keeper::start(&work);
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| dispatch(app, &work, &task)))
        .unwrap_or_else(|_| Err(Failure::Retry(anyhow::anyhow!("the task panicked"))));
    keeper.stop();
    let seconds = started.elapsed().as_secs_f64();
    let kept = match outcome {
        Ok(()) => {
            log::info!("task {} done in {seconds:.1}s: {task:?}", lease.task);
            work.finish_if_open()
        }
        Err(Failure::Cancelled) => {
            log::info!("task {} released: {task:?}", lease.task);
            work.release()
        }
        Err(Failure::Permanent(reason)) => {
            log::warn!("task {} failed for good: {reason}: {task:?}", lease.task);
            give_up(app, &work, &task, GivenUp::Refused(reason))
        }
        Err(Failure::Retry(error)) if attempt < task.attempts() => {
            log::warn!("task {} failed, attempt {attempt}: {error:#}: {task:?}", lease.task);
            work.back_off(attempt, &format!("{error:#}"))
        }
        Err(Failure::Retry(error)) => {
            log::error!("task {} failed for good after {attempt} attempts: {error:#}: {task:?}", lease.task);
            give_up(app, &work, &task, GivenUp::Exhausted(format!("{error:#}")))
        }
    };
    if let Err(error) = kept {
        log::error!("the end of task {} could not be noted, its lease will run out: {error}", lease.task);
    }
}

fn dispatch(app: &App, work: &Work, task: &Task) -> Result<(), Failure> {
    match task {
        Task::ProcessVideo { video } => process_video::run(app, work, *video),
        Task::MakePosters { video } => make_posters::run(app, work, *video),
        Task::MakeStoryboard { video } => make_storyboard::run(app, work, *video),
        Task::ReplaceFile { video, upload } => replace_file::run(app, work, *video, upload),
        Task::RemoveStored { keys } => remove_stored::run(app, keys),
        Task::BuildLadder { video } => build_ladder::run(app, work, *video),
        Task::Transcribe { video } => transcribe::run(app, work, *video),
        Task::PurgeFiles { uuid } => purge_files::run(app, uuid),
        Task::DeliverWebhook { delivery } => deliver_webhook::run(app, work, *delivery),
        Task::TrainRecommender { effort } => train_recommender::run(app, work, *effort),
        Task::Import { import } => import::run(app, work, *import),
        Task::Sweep => sweep::run(app),
    }
    .inspect(|()| work.set_progress(100))
}

/// Why a task is not tried again.
enum GivenUp {
    /// A sentence for people.
    Refused(String),
    /// Words for an administrator.
    Exhausted(String),
}

/// Ends the task for good, and tells whoever waits for it.
fn give_up(app: &App, work: &Work, task: &Task, why: GivenUp) -> Result<()> {
    match task {
        Task::ProcessVideo { video } => process_video::give_up(app, work, *video, why),
        Task::ReplaceFile { video, upload } => replace_file::give_up(app, work, *video, upload, why),
        Task::BuildLadder { video } => build_ladder::give_up(app, work, *video, why),
        Task::Import { import } => import::give_up(app, work, *import, why),
        _ => {
            let (GivenUp::Refused(reason) | GivenUp::Exhausted(reason)) = &why;
            work.fail(reason, |_| Ok(())).map(drop)
        }
    }
}
