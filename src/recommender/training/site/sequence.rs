//! The sequence network of a site, learned in the night from the order in which people with an account watched.
//!
//! It needs many people, and takes minutes: one thread of the lowest priority, and an end once its time is used. One person in twenty
//! of those it could learn from is kept to say after which of its epochs it was best. Whether the lists are better for it `mixture`
//! finds out.

use super::numbering::Numbering;
use super::people::People;
use crate::recommender::learned::SiteSequence;
use crate::recommender::training::threads::{Threads, cpu_seconds_of_thread};
use crate::recommender::training::{Ask, Memory, Model, Network, Sequence, Watched};

#[derive(Clone, Debug)]
pub struct SequenceSettings {
    pub network: Sequence,
    /// Fewer people who watched several videos in turn, or fewer videos, teach it nothing.
    pub least_people: usize,
    pub least_videos: usize,
    /// The most watched have a row.
    pub most_videos: usize,
    /// Of those who watched last.
    pub most_watches: usize,
    /// Of one processor. When they are used it ends with the epoch.
    pub most_seconds: f64,
}

impl Default for SequenceSettings {
    fn default() -> Self {
        Self {
            // More of the past takes a list longer to read.
            network: Sequence { length: 12, batch: 64, ..Sequence::usual() },
            least_people: 1_000,
            least_videos: 50,
            most_videos: 100_000,
            most_watches: 2_000_000,
            most_seconds: 600.0,
        }
    }
}

/// What there was to learn from, and what it took.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SequenceReport {
    pub people: usize,
    pub videos: usize,
    pub watches: usize,
    /// How often it went over all watches; 0 where there was too little.
    pub epochs: usize,
    /// Of one processor.
    pub seconds: f64,
}

const ONE_VALIDATES_IN: usize = 20;
const MOST_WHO_VALIDATE: usize = 300;

pub fn learn(
    people: &People,
    numbering: &Numbering,
    settings: &SequenceSettings,
) -> (Option<SiteSequence>, SequenceReport) {
    let positions = most_watched(people, numbering, settings.most_videos);
    let histories = histories(people, numbering, &positions, settings.most_watches);
    let mut report = SequenceReport {
        people: histories.len(),
        videos: positions.len(),
        watches: histories.iter().map(Vec::len).sum(),
        ..SequenceReport::default()
    };
    if report.people < settings.least_people || report.videos < settings.least_videos {
        return (None, report);
    }
    let validates = |index: usize| index.is_multiple_of(ONE_VALIDATES_IN);
    let (mut validation, mut lessons) = (Vec::new(), Vec::new());
    for (index, history) in histories.into_iter().enumerate() {
        if validates(index) { validation.push(history) } else { lessons.push(history) }
    }
    validation.truncate(MOST_WHO_VALIDATE);
    let began = cpu_seconds_of_thread();
    let spent = || Some(cpu_seconds_of_thread()? - began?);
    let mut best: Option<(f64, Network)> = None;
    settings.network.learn_while(&numbered(&lessons), positions.len(), Threads::One, |network| {
        report.epochs += 1;
        let worth = mean_reciprocal_rank(network, &validation);
        if best.as_ref().is_none_or(|(least, _)| worth > *least) {
            best = Some((worth, network.clone()));
        }
        epochs_left(spent(), report.epochs, settings.most_seconds)
    });
    report.seconds = spent().unwrap_or(0.0);
    let sequence =
        best.and_then(|(_, network)| SiteSequence::new(network, positions, numbering.videos.len()));
    (sequence, report)
}

/// Where nobody tells how much is spent, nothing more is.
fn epochs_left(spent: Option<f64>, epochs: usize, most_seconds: f64) -> usize {
    spent.map_or(0, |spent| ((most_seconds - spent) / (spent / epochs as f64)).max(0.0) as usize)
}

/// The positions of what several people watched, the most watched first.
fn most_watched(people: &People, numbering: &Numbering, most: usize) -> Vec<u32> {
    let mut counts = vec![0u32; numbering.videos.len()];
    for (video, _) in people.histories.iter().flatten() {
        if let Some(position) = numbering.position_if_watched_by_several(*video) {
            counts[position as usize] += 1;
        }
    }
    let mut positions: Vec<u32> = (0..counts.len() as u32).filter(|at| counts[*at as usize] > 0).collect();
    positions.sort_unstable_by_key(|position| (std::cmp::Reverse(counts[*position as usize]), *position));
    positions.truncate(most);
    positions
}

/// Each person's rows in turn, of those who watched two at least.
fn histories(people: &People, numbering: &Numbering, positions: &[u32], most: usize) -> Vec<Vec<u32>> {
    let mut rows = vec![None; numbering.videos.len()];
    positions.iter().zip(0..).for_each(|(position, row)| rows[*position as usize] = Some(row));
    let mut latest_first: Vec<&Vec<(_, i64)>> = people.histories.iter().collect();
    latest_first.sort_by_key(|history| std::cmp::Reverse(history.last().map(|(_, at)| *at)));
    let mut watches = 0;
    let history = |history: &Vec<(_, i64)>| -> Vec<u32> {
        let row = |(video, _): &(_, i64)| rows[numbering.position_if_watched_by_several(*video)? as usize];
        history.iter().filter_map(row).collect()
    };
    latest_first
        .into_iter()
        .map(history)
        .filter(|history| history.len() > 1)
        .take_while(|history| {
            watches += history.len();
            watches <= most
        })
        .collect()
}

fn numbered(histories: &[Vec<u32>]) -> Vec<Watched> {
    let of = |(viewer, history): (usize, &Vec<u32>)| {
        let watch =
            move |(at, item): (usize, &u32)| Watched { viewer: viewer as u32, item: *item, at: at as i64 };
        history.iter().enumerate().map(watch).collect::<Vec<_>>()
    };
    histories.iter().enumerate().flat_map(of).collect()
}

/// How near to the first place everybody's last watch is, among all that they had not watched before.
fn mean_reciprocal_rank(network: &Network, histories: &[Vec<u32>]) -> f64 {
    let of = |history: &Vec<u32>| {
        let Some((target, context)) = history.split_last() else { return 0.0 };
        let mut scores = network.score(Ask { context, at: None }, Memory::Whole);
        context.iter().for_each(|item| scores[*item as usize] = f32::NEG_INFINITY);
        let own = scores[*target as usize];
        1.0 / (1 + scores.iter().filter(|score| **score > own).count()) as f64
    };
    histories.iter().map(of).sum::<f64>() / histories.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_epochs_are_left_as_there_is_time_for() {
        assert_eq!(epochs_left(Some(20.0), 2, 100.0), 8);
        assert_eq!(epochs_left(Some(60.0), 1, 100.0), 0);
        assert_eq!(epochs_left(Some(130.0), 1, 100.0), 0, "it took longer than it may");
        assert_eq!(epochs_left(Some(0.0), 1, 100.0), usize::MAX, "too quick to be measured");
        assert_eq!(epochs_left(None, 1, 100.0), 0);
    }
}
