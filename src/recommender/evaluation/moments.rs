//! Moments to learn a second stage from: every watch of the validation window, with what was known just before it.

use super::data::DataSet;
use super::splits::Part;
use crate::recommender::random::scramble;
use crate::recommender::training::Watched;

/// One request and, where it is known, what was watched then.
pub struct Moment {
    pub viewer: u32,
    pub context: Vec<u32>,
    pub at: i64,
    /// When the viewer last watched something.
    pub last: i64,
    pub target: u32,
}

/// The paper's lesson: a fixed number for each viewer, or the busy ones decide everything.
const MOST_PER_VIEWER: usize = 24;
const MOST: usize = 16_000;

/// Watches from the end of what `before` trains on to the end of what `after` does, a sample in the order of time.
pub fn between(before: &Part, after: &Part) -> Vec<Moment> {
    let from = before.train.iter().map(|watch| watch.at).max().unwrap_or(i64::MIN);
    let mut moments = Vec::new();
    for history in after.train.chunk_by(|one, other| one.viewer == other.viewer) {
        let first = history.partition_point(|watch| watch.at <= from).max(1);
        let mut chosen: Vec<usize> = (first..history.len()).collect();
        if chosen.len() > MOST_PER_VIEWER {
            // The latest is what a test asks for; the others by lot.
            let last = chosen.pop();
            chosen.sort_by_key(|index| scramble((u64::from(history[0].viewer) << 32) ^ *index as u64));
            chosen.truncate(MOST_PER_VIEWER - 1);
            chosen.extend(last);
        }
        moments.extend(chosen.into_iter().map(|index| moment(history, index)));
    }
    moments.sort_by_key(|moment| scramble((u64::from(moment.viewer) << 32) ^ u64::from(moment.target)));
    moments.truncate(MOST);
    moments.sort_by_key(|moment| (moment.at, moment.viewer, moment.target));
    moments
}

/// The moments of a part's targets.
pub fn of_part(part: &Part, data: &DataSet) -> Vec<Moment> {
    part.held
        .iter()
        .filter_map(|one| {
            let start = data.watches.partition_point(|watch| watch.viewer < one.viewer);
            let history = data.watches[start..].iter().take_while(|watch| watch.viewer == one.viewer);
            let newest = one.context.last()?;
            let last = history.clone().find(|watch| watch.item == *newest)?.at;
            let (at, target) = (one.at?, *one.targets.first()?);
            Some(Moment { viewer: one.viewer, context: one.context.clone(), at, last, target })
        })
        .collect()
}

fn moment(history: &[Watched], index: usize) -> Moment {
    Moment {
        viewer: history[index].viewer,
        context: history[..index].iter().map(|watch| watch.item).collect(),
        at: history[index].at,
        last: history[index - 1].at,
        target: history[index].item,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recommender::evaluation::HeldOut;

    fn part(watches: &[Watched], until: i64) -> Part {
        Part { train: watches.iter().filter(|watch| watch.at < until).copied().collect(), held: vec![] }
    }

    #[test]
    fn lessons_come_from_the_window_alone_and_know_what_was_before() {
        let watch = |viewer, index: i64| Watched { viewer, item: index as u32, at: 10 * index };
        let all: Vec<Watched> =
            (0..60).map(|index| watch(0, index)).chain((0..8).map(|index| watch(1, index))).collect();
        let found = between(&part(&all, 100), &part(&all, 500));
        assert_eq!(found.len(), MOST_PER_VIEWER);
        for moment in &found {
            assert!(moment.viewer == 0 && (100..500).contains(&moment.at));
            assert_eq!(moment.context, (0..moment.target).collect::<Vec<_>>());
            assert_eq!(moment.last, moment.at - 10);
        }
        assert!(found.iter().any(|moment| moment.target == 49), "the latest is always one");
        assert!(found.is_sorted_by_key(|moment| moment.at));
        let held = HeldOut { viewer: 0, context: vec![0, 1], targets: vec![2], at: Some(20) };
        let data = DataSet { watches: all, viewers: vec![1, 2], items: (0..60).collect(), titles: vec![] };
        let found = of_part(&Part { train: vec![], held: vec![held] }, &data);
        assert_eq!((found[0].last, found[0].at, found[0].target), (10, 20, 2));
    }
}
