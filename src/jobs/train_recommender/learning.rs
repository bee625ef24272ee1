//! What one training learns: the models of the site, and in the night the ranker. Within the day the ranker of the version in use goes on,
//! as shown lists change slowly.

use std::sync::Arc;

use super::gather::Gathered;
use super::quietly::quietly;
use super::report;
use super::{Failure, Steps};
use crate::db::types::TrainingEffort;
use crate::models::recommender_model::{Calibration, RankerMetrics, RecommenderModel};
use crate::recommender::Learned;
use crate::recommender::training::site::{
    Judgement, Portrait, RankerSettings, SiteSettings, judge, learn, learn_ranker, portray,
};

/// The vectors are longer in the training of the night.
const QUICK_DIMENSIONS: usize = 32;

/// The version in use, and what is in its file. One that cannot be read has no part in the lists, so it is none.
pub struct Rival {
    pub model: RecommenderModel,
    pub learned: Arc<Learned>,
}

pub struct Lesson {
    pub learned: Arc<Learned>,
    pub ranker: Option<RankerMetrics>,
    pub calibration: Vec<Calibration>,
}

pub fn learn_quietly(
    gathered: &Gathered,
    version: i64,
    effort: TrainingEffort,
    rival: Option<&Rival>,
    steps: &dyn Steps,
) -> Result<Lesson, Failure> {
    let (history, settings) = (gathered.history.clone(), settings(version, effort));
    let mut learned = quietly(steps, move || learn(&history, &settings))?;
    let (ranker, calibration) = match (effort, rival) {
        (TrainingEffort::Thorough, _) => {
            let history = gathered.history.clone();
            let find = move || learn_ranker(&history.lists, history.until_ms, &RankerSettings::default());
            let (ranker, found) = quietly(steps, find)?;
            let metrics = report::ranker(&found, ranker.as_ref());
            learned.ranker = ranker;
            (metrics, report::calibration(&found))
        }
        (TrainingEffort::Quick, Some(rival)) => {
            learned.ranker = rival.learned.ranker.clone();
            let metrics = rival.model.metrics();
            (metrics.ranker, metrics.calibration)
        }
        (TrainingEffort::Quick, None) => (None, Vec::new()),
    };
    Ok(Lesson { learned: Arc::new(learned), ranker, calibration })
}

/// Both are asked for the same lists. Where a model is worse with its ranker and not without it, it goes without.
pub fn judge_quietly(
    gathered: &Gathered,
    lesson: &mut Lesson,
    rival: Option<&Rival>,
    steps: &dyn Steps,
) -> Result<(Judgement, Portrait), Failure> {
    let judged = judge_as_it_is(gathered, &lesson.learned, rival, steps)?;
    if judged.0.is_not_worse() || lesson.learned.ranker.is_none() {
        return Ok(judged);
    }
    let without = Arc::new(Learned { ranker: None, ..(*lesson.learned).clone() });
    let again = judge_as_it_is(gathered, &without, rival, steps)?;
    if !again.0.is_not_worse() {
        return Ok(judged);
    }
    lesson.learned = without;
    if let Some(ranker) = &mut lesson.ranker {
        ranker.share = None;
    }
    Ok(again)
}

fn judge_as_it_is(
    gathered: &Gathered,
    learned: &Arc<Learned>,
    rival: Option<&Rival>,
    steps: &dyn Steps,
) -> Result<(Judgement, Portrait), Failure> {
    let (history, learned) = (gathered.history.clone(), learned.clone());
    let rival = rival.map(|rival| rival.learned.clone());
    quietly(steps, move || (judge(&history, &learned, rival.as_ref()), portray(&history, &learned)))
}

fn settings(version: i64, effort: TrainingEffort) -> SiteSettings {
    let settings = SiteSettings::new(&version.to_string());
    match effort {
        TrainingEffort::Quick => SiteSettings { dimensions: QUICK_DIMENSIONS, ..settings },
        TrainingEffort::Thorough => settings,
    }
}
