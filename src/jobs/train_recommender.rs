//! Learns from what was watched here, tests that against what runs, puts the file into the storage and publishes it if it is not worse.
//!
//! May run twice: each run has a file of its own, and what no row names the sweep removes. It can be told to stop at any moment, and
//! pages never wait for it (`quietly`).

mod gather;
mod learning;
mod quietly;
mod report;

use std::sync::Arc;
use std::time::Instant;

use sha2::{Digest, Sha256};

use self::gather::gather;
pub use self::gather::recorded_watches;
use self::learning::{Rival, judge_quietly, learn_quietly};
use super::{Failure, Work};
use crate::app::App;
use crate::config::Switch;
use crate::db::ids::Uuid;
use crate::db::types::TrainingEffort;
use crate::keys;
use crate::models::recommender_model::{NewModel, RecommenderModel, Recorded};
use crate::storage::StorageKey;

/// How the work is divided, in percent.
const GATHERED: u8 = 10;
const LEARNED: u8 = 60;
const JUDGED: u8 = 90;

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
    let rival = running.and_then(|model| rival(app, model));
    let mut lesson = learn_quietly(&gathered, version, effort, rival.as_ref(), steps)?;
    if lesson.learned.videos.is_empty() {
        return Ok(None);
    }
    steps.reached(LEARNED);
    let (judgement, portrait) = judge_quietly(&gathered, &mut lesson, rival.as_ref(), steps)?;
    steps.reached(JUDGED);
    let against = rival.map(|rival| rival.model.version);
    let mut metrics = report::metrics(&gathered, &lesson, &judgement, &portrait, against);
    metrics.seconds = began.elapsed().as_secs_f64();
    let bytes = lesson.learned.encode();
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

/// What runs, if it can be read.
fn rival(app: &App, model: RecommenderModel) -> Option<Rival> {
    match app.read_model(&model) {
        Ok(learned) => Some(Rival { model, learned: Arc::new(learned) }),
        Err(unusable) => {
            log::warn!("version {} is no rival: {unusable}", model.version);
            None
        }
    }
}
