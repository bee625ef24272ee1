//! The sequence network of a model: what comes next, by the order of a viewer's last watches (`training::Sequence`).
//!
//! It has a row for each video that it knows, the most watched first, so that the first so many can be compared with a viewer where
//! all would be too many.

use crate::recommender::ids::VideoId;
use crate::recommender::training::Network;

#[derive(Clone, Debug, PartialEq)]
pub struct SiteSequence {
    network: Network,
    /// The position of each row.
    positions: Vec<u32>,
    /// The row of each position, or `NO_ROW`.
    rows: Vec<u32>,
}

const NO_ROW: u32 = u32::MAX;

impl SiteSequence {
    /// Absent where a row of the network has no position of its own among so many videos, or where there is none at all.
    pub fn new(network: Network, positions: Vec<u32>, videos: usize) -> Option<Self> {
        if positions.is_empty() || positions.len() != network.items() {
            return None;
        }
        let mut rows = vec![NO_ROW; videos];
        for (position, row) in positions.iter().zip(0..) {
            let place = rows.get_mut(*position as usize).filter(|place| **place == NO_ROW)?;
            *place = row;
        }
        Some(Self { network, positions, rows })
    }

    /// The same in a model that names other videos: what it no longer names is left out.
    pub fn carried(&self, before: &[VideoId], now: &[VideoId]) -> Option<Self> {
        let position = |video: &VideoId| now.binary_search(video).ok().map(|position| position as u32);
        let kept = self.positions.iter().enumerate();
        let (rows, positions): (Vec<usize>, Vec<u32>) =
            kept.filter_map(|(row, old)| Some((row, position(before.get(*old as usize)?)?))).unzip();
        Self::new(self.network.of_items(&rows), positions, now.len())
    }

    pub fn network(&self) -> &Network {
        &self.network
    }

    pub fn positions(&self) -> &[u32] {
        &self.positions
    }

    pub fn row_of(&self, position: u32) -> Option<u32> {
        self.rows.get(position as usize).copied().filter(|row| *row != NO_ROW)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recommender::training::{Sequence, Watched};

    #[test]
    fn what_a_later_model_does_not_name_is_left_out_and_the_rest_stays_as_it_was() {
        let watch = |at: usize| Watched { viewer: (at / 3) as u32, item: (at % 3) as u32, at: at as i64 };
        let watches: Vec<Watched> = (0..9).map(watch).collect();
        let setting = Sequence { dimensions: 4, blocks: 1, length: 3, epochs: 1, ..Sequence::usual() };
        let network = setting.learn(&watches, 3);
        let [before, now] = [[10, 20, 30], [5, 10, 30]].map(|ids| ids.map(VideoId));
        let old = SiteSequence::new(network, vec![1, 2, 0], 3).unwrap();
        let new = old.carried(&before, &now).unwrap();
        assert_eq!((new.positions(), new.row_of(0), new.row_of(1)), (&[2, 1][..], None, Some(1)));
        let score = |one: &SiteSequence, video: VideoId, ids: &[VideoId]| {
            let position = ids.binary_search(&video).unwrap() as u32;
            one.network().score_of(&[0.5; 4], one.row_of(position).unwrap())
        };
        for video in [10, 30].map(VideoId) {
            assert_eq!(score(&old, video, &before), score(&new, video, &now));
        }
        assert_eq!(old.carried(&before, &[VideoId(7)]), None, "nothing is left of it");
    }

    #[test]
    fn each_row_has_a_position_of_its_own() {
        let network =
            Sequence { dimensions: 4, blocks: 1, length: 3, epochs: 1, ..Sequence::usual() }.learn(&[], 2);
        let of = |positions: &[u32]| SiteSequence::new(network.clone(), positions.to_vec(), 3);
        assert!(of(&[0, 2]).is_some());
        assert!(
            [&[0][..], &[0, 0], &[0, 3], &[0, 1, 2]].into_iter().all(|positions| of(positions).is_none())
        );
    }
}
