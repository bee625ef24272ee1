//! Learns from what was watched here, tests that against what runs, puts the file into the storage and publishes it if it is not worse.
//!
//! May run twice: each run has a file of its own, and what no row names the sweep removes. It can be told to stop at any moment, and
//! pages never wait for it (`quietly`).

mod gather;
mod quietly;
mod report;

use std::sync::Arc;
use std::time::Instant;

use sha2::{Digest, Sha256};

pub use self::gather::recorded_watches;
use self::gather::{Gathered, gather};
use self::quietly::quietly;
use super::{Failure, Work};
use crate::app::App;
use crate::config::Switch;
use crate::db::ids::Uuid;
use crate::db::types::TrainingEffort;
use crate::keys;
use crate::models::recommender_model::{NewModel, RecommenderModel, Recorded};
use crate::recommender::Learned;
use crate::recommender::training::site::{SiteHistory, SiteSettings, judge, learn, portray};
use crate::storage::StorageKey;

/// How the work is divided, in percent.
const GATHERED: u8 = 10;
const LEARNED: u8 = 60;
const JUDGED: u8 = 90;
/// The vectors are longer in the training of the night.
const QUICK_DIMENSIONS: usize = 32;

/// What a training asks while it goes on.
pub trait Steps: Sync {
    /// Whether it should end now.
    fn is_cancelled(&self) -> bool;

    fn reached(&self, percent: u8);
}

impl Steps for Work {
    fn is_cancelled(&self) -> bool {
        Work::is_cancelled(self)
    }

    fn reached(&self, percent: u8) {
        self.set_progress(percent);
    }
}

pub fn run(app: &App, work: &Work, effort: TrainingEffort) -> Result<(), Failure> {
    // The operator may have changed their mind since the task was queued.
    if app.config.recommender.train == Switch::Off {
        return Ok(());
    }
    let Some(new) = train(app, effort, work)? else {
        log::info!("there is not enough to learn from yet");
        return Ok(());
    };
    let (version, folder, now) = (new.version, new.folder().unwrap_or_default().to_owned(), app.now());
    let recorded = work.ensure_held().and_then(|()| work.finish(move |conn| new.record(conn, now)));
    let recorded = match recorded {
        Ok(recorded) => recorded,
        Err(failure) => {
            discard(app, &folder)?;
            return Err(failure);
        }
    };
    app.wake_workers();
    match recorded {
        Recorded::Published => log::info!("version {version} of the recommender is published"),
        Recorded::Refused(reason) => log::info!("version {version} of the recommender is not used: {reason}"),
    }
    Ok(())
}

/// Learns and judges, and leaves the file in the storage for whoever records it. None: there is not enough to learn from.
pub fn train(app: &App, effort: TrainingEffort, steps: &dyn Steps) -> Result<Option<NewModel>, Failure> {
    let began = Instant::now();
    let Some(gathered) = gather(app)? else { return Ok(None) };
    steps.reached(GATHERED);
    let (version, running) = app.db.read_blocking(|conn| {
        Ok((RecommenderModel::next_version(conn)?, RecommenderModel::running(conn)?))
    })?;
    let learned = learn_quietly(&gathered, settings(version, effort), steps)?;
    if learned.videos.is_empty() {
        return Ok(None);
    }
    steps.reached(LEARNED);
    let rival = running.as_ref().and_then(|model| rival(app, model));
    let judged = {
        let (history, learned, rival) = (gathered.history.clone(), learned.clone(), rival.clone());
        quietly(steps, move || (judge(&history, &learned, rival.as_ref()), portray(&history, &learned)))?
    };
    steps.reached(JUDGED);
    let against = rival.and(running).map(|model| model.version);
    let (judgement, portrait) = judged;
    let mut metrics = report::metrics(&gathered, &learned, &judgement, &portrait, against);
    metrics.seconds = began.elapsed().as_secs_f64();
    let bytes = learned.encode();
    let key = StorageKey::parse(&format!("models/v{version}-{}", Uuid::random()))?.join("model")?;
    app.storage.put_bytes(&key, &bytes)?;
    Ok(Some(NewModel {
        version,
        effort,
        file: key.to_string(),
        bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        checksum: keys::hex(&Sha256::digest(&bytes)),
        refused: report::refusal(&judgement, against),
        metrics,
    }))
}

/// Removes the files of a model that was not recorded.
pub fn discard(app: &App, folder: &str) -> Result<(), Failure> {
    Ok(app.storage.delete_prefix(&StorageKey::parse(folder)?)?)
}

fn learn_quietly(
    gathered: &Gathered,
    settings: SiteSettings,
    steps: &dyn Steps,
) -> Result<Arc<Learned>, Failure> {
    let history: Arc<SiteHistory> = gathered.history.clone();
    quietly(steps, move || Arc::new(learn(&history, &settings)))
}

fn settings(version: i64, effort: TrainingEffort) -> SiteSettings {
    let settings = SiteSettings::new(&version.to_string());
    match effort {
        TrainingEffort::Quick => SiteSettings { dimensions: QUICK_DIMENSIONS, ..settings },
        TrainingEffort::Thorough => settings,
    }
}

/// What runs. One that cannot be read has no part in the lists, so it is none.
fn rival(app: &App, model: &RecommenderModel) -> Option<Arc<Learned>> {
    match app.read_model(model) {
        Ok(learned) => Some(Arc::new(learned)),
        Err(unusable) => {
            log::warn!("version {} is no rival: {unusable}", model.version);
            None
        }
    }
}
