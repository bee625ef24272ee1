//! What a site's own watching teaches, and whether a new model is as good as the one in force.
//!
//! People with an account are known watch by watch; of all others there are only sums over pairs of videos, which hold
//! nobody. Both enter the same matrices (`grams`), so a site without a single account learns. A pair counts from about
//! three viewers on, a person with their latest 200 watches.
//!
//! One person in twenty is never learned from: on what they watched last, models are compared (`judge`). Another
//! twentieth is kept to find how far each source is to be trusted (`mixture`). Who that is follows from their number, so
//! a model is always judged by people whom neither it nor its rival has seen.

mod anonymous;
mod grams;
mod judge;
mod mixture;
mod numbering;
mod people;
mod portrait;
mod ranker;
mod replay;
mod sequence;

pub use judge::{Compared, Judgement, judge};
pub use portrait::{Portrait, portray};
pub use ranker::{CalibrationStep, RankerReport, RankerSettings, RankerTrial, learn_ranker};
pub use sequence::{SequenceReport, SequenceSettings};

use std::sync::Arc;

use self::anonymous::Anonymous;
use self::numbering::Numbering;
use self::people::People;
use super::{Factors, NextItem, Together};
use crate::recommender::catalogue::VideoFeatures;
use crate::recommender::counters::CounterRow;
use crate::recommender::evaluation::Measured;
use crate::recommender::ids::VideoId;
use crate::recommender::learned::Learned;
use crate::recommender::mixture::MixtureWeights;
use crate::recommender::pairs::PairRow;
use crate::recommender::random::scramble;
use crate::recommender::ranker::decode;

/// Everything that there is to learn from, in any order.
#[derive(Clone, Debug, Default)]
pub struct SiteHistory {
    pub videos: Vec<VideoFeatures>,
    /// Of people with an account.
    pub watches: Vec<SiteWatch>,
    /// What all viewers together taught, with and without account: a pair of videos watched by the same people …
    pub co_watches: Vec<PairRow>,
    /// … and one after the other.
    pub transitions: Vec<PairRow>,
    pub counters: Vec<CounterRow>,
    /// Lists that were shown to people with an account: a sample of them.
    pub lists: Vec<ShownList>,
    /// The moment at which all this was read.
    pub until_ms: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SiteWatch {
    /// The same number for the same person at every training.
    pub viewer: u32,
    pub video: VideoId,
    pub at_ms: i64,
    pub watched_ms: i64,
    /// 0 when it is not known.
    pub duration_ms: i64,
}

/// A list as it was shown, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownList {
    pub viewer: u32,
    pub at_ms: i64,
    pub places: Vec<ShownPlace>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ShownPlace {
    /// 0 is the first.
    pub place: usize,
    /// What was known of the video then.
    pub row: Vec<f32>,
    /// 0 where it was passed over.
    pub watched_seconds: f32,
    pub rejected: bool,
}

impl ShownList {
    /// The rows in `Recommender::describe`'s bytes, one for each of so many places. None: another version of the program wrote them.
    pub fn rows(described: &[u8], places: usize) -> Option<Vec<Option<Vec<f32>>>> {
        decode(described, places)
    }
}

#[derive(Clone, Debug)]
pub struct SiteSettings {
    /// The name of the model that is learned.
    pub version: String,
    /// So many of the most watched videos get rows; time grows with the cube of it, memory with the square.
    pub most_rows: usize,
    /// The strongest weights that a row keeps.
    pub kept: usize,
    pub dimensions: usize,
}

impl SiteSettings {
    pub fn new(version: &str) -> Self {
        Self { version: version.to_owned(), most_rows: 8_000, kept: 200, dimensions: 32 }
    }
}

/// What a person's watches are used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Learned,
    Tunes,
    Judges,
}

const ONE_ROLE_IN: u64 = 20;

impl Role {
    fn of(viewer: u32) -> Self {
        match scramble(u64::from(viewer) ^ 0x6B69_6E6F_7261) % ONE_ROLE_IN {
            0 => Self::Judges,
            1 => Self::Tunes,
            _ => Self::Learned,
        }
    }
}

/// Vectors of fewer people's tastes say little, and too much about them.
const LEAST_PEOPLE_FOR_FACTORS: usize = 20;

/// Where a model's networks come from: they take minutes, and so are learned in the night alone.
#[derive(Clone, Debug)]
pub enum Networks {
    LeftOut,
    Learned(SequenceSettings),
    /// From an earlier model, as they are there.
    Carried(Arc<Learned>),
}

/// What became of the networks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct NetworksReport {
    /// Absent where none was to be learned.
    pub learned: Option<SequenceReport>,
    /// By how much likelier the mixture takes what was watched than it would without them: the logarithm, a watch. Absent where there
    /// are none, or nobody to find it by.
    pub gain: Option<Measured>,
}

/// The ridges follow from how often the videos were watched; all other numbers are the same for every site.
pub fn learn(history: &SiteHistory, settings: &SiteSettings) -> Learned {
    learn_with(history, settings, &Networks::LeftOut).0
}

/// The same with networks.
pub fn learn_with(
    history: &SiteHistory,
    settings: &SiteSettings,
    networks: &Networks,
) -> (Learned, NetworksReport) {
    let people = People::of(&history.watches, Role::Learned);
    let anonymous = Anonymous::of(history);
    let numbering = Numbering::of(&people, &anonymous, settings.most_rows);
    let together = Together { ridge: 0.0, dropout: 0.33 };
    let next = NextItem { ridge: 0.0, past_scale: 3.0, future_scale: 2.0, window: 15, future: 5 };
    let grams = grams::Grams { people: &people, anonymous: &anonymous, numbering: &numbering };
    let behind = grams.behind();
    let mut learned = Learned {
        version: settings.version.clone(),
        trained_until_ms: history.until_ms,
        together: grams.together(together, &behind, settings.kept),
        next: grams.next(next, &behind, settings.kept),
        ..Learned::default()
    };
    if people.histories.len() >= LEAST_PEOPLE_FOR_FACTORS {
        let factors = Factors { dimensions: settings.dimensions, unwatched: 0.1, ridge: 0.01, rounds: 8 };
        learned.factors = Some(factors.learn(&people.for_factors(&numbering), numbering.videos.len()));
    }
    let mut report = NetworksReport::default();
    match networks {
        Networks::LeftOut => {}
        Networks::Learned(settings) => {
            let (sequence, learning) = sequence::learn(&people, &numbering, settings);
            (learned.sequence, report.learned) = (sequence, Some(learning));
        }
        Networks::Carried(before) => {
            let sequence = before.sequence.as_ref();
            learned.sequence =
                sequence.and_then(|sequence| sequence.carried(&before.videos, &numbering.videos));
        }
    }
    learned.videos = numbering.videos.into();
    // So that they are asked while it is found out what they are worth.
    learned.mixture = Some(MixtureWeights::with_networks_on_trial());
    let shared = Arc::new(learned);
    let found = mixture::find(history, &shared);
    let mut learned = Arc::unwrap_or_clone(shared);
    (learned.mixture, report.gain) = found.map_or((None, None), |found| (Some(found.weights), found.gain));
    (learned, report)
}

#[cfg(test)]
mod tests;
