//! What one training learns: the models of the site, and in the night the network and the ranker. Within the day those of the version
//! in use go on, as orders and shown lists change slowly.

use std::sync::Arc;

use super::gather::Gathered;
use super::quietly::quietly;
use super::report;
use super::{Failure, Steps};
use crate::db::types::TrainingEffort;
use crate::models::recommender_model::{Calibration, NetworkMetrics, RankerMetrics, RecommenderModel};
use crate::recommender::training::site::{
    Judgement, Networks, Portrait, RankerSettings, SequenceSettings, SiteSettings, judge, learn_ranker,
    learn_with, portray,
};
use crate::recommender::{Learned, MixtureWeights};

/// The version in use, and what is in its file. One that cannot be read has no part in the lists, so it is none.
pub struct Rival {
    pub model: RecommenderModel,
    pub learned: Arc<Learned>,
}

pub struct Lesson {
    pub learned: Arc<Learned>,
    pub network: Option<NetworkMetrics>,
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
    let (history, settings) = (gathered.history.clone(), SiteSettings::new(&version.to_string()));
    let networks = match (effort, rival) {
        (TrainingEffort::Thorough, _) => Networks::Learned(SequenceSettings::default()),
        (TrainingEffort::Quick, Some(rival)) => Networks::Carried(rival.learned.clone()),
        (TrainingEffort::Quick, None) => Networks::LeftOut,
    };
    let (mut learned, found) = quietly(steps, move || learn_with(&history, &settings, &networks))?;
    let before = rival.and_then(|rival| rival.model.metrics().network);
    let network = report::network(&found, &learned, before);
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
    Ok(Lesson { learned: Arc::new(learned), network, ranker, calibration })
}

/// Both are asked for the same lists. Where a model is worse with its ranker or its network and not without it, it goes without.
pub fn judge_quietly(
    gathered: &Gathered,
    lesson: &mut Lesson,
    rival: Option<&Rival>,
    steps: &dyn Steps,
) -> Result<(Judgement, Portrait), Failure> {
    let judged = judge_as_it_is(gathered, &lesson.learned, rival, steps)?;
    if judged.0.is_not_worse() {
        return Ok(judged);
    }
    for less in with_less(&lesson.learned) {
        let less = Arc::new(less);
        let again = judge_as_it_is(gathered, &less, rival, steps)?;
        if again.0.is_not_worse() {
            lesson.without(less);
            return Ok(again);
        }
    }
    Ok(judged)
}

/// The model without what the night adds: the ranker, the network, both; as far as they have a part in it.
fn with_less(learned: &Learned) -> Vec<Learned> {
    let without_ranker = |learned: &Learned| Learned { ranker: None, ..learned.clone() };
    let without_network = |learned: &Learned| {
        let mixture = learned.mixture.clone().map(MixtureWeights::without_networks);
        Learned { sequence: None, mixture, ..learned.clone() }
    };
    match (learned.ranker.is_some(), learned.share_of_networks().is_some()) {
        (false, false) => Vec::new(),
        (true, false) => vec![without_ranker(learned)],
        (false, true) => vec![without_network(learned)],
        (true, true) => {
            let neither = without_network(&without_ranker(learned));
            vec![without_ranker(learned), without_network(learned), neither]
        }
    }
}

impl Lesson {
    fn without(&mut self, less: Arc<Learned>) {
        if let Some(ranker) = self.ranker.as_mut().filter(|_| less.ranker.is_none()) {
            ranker.share = None;
        }
        if let Some(network) = self.network.as_mut().filter(|_| less.sequence.is_none()) {
            network.share = None;
        }
        self.learned = less;
    }
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
