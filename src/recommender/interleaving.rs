//! Two versions compared in front of people: one list made of both, each click credited to the version that brought it.
//!
//! The list is drafted as teams are in a schoolyard (Radlinski, Kurup and Joachims 2008): in each round a coin decides
//! who picks first, each side picks its best video that is not taken yet. So both have the same chances in every place,
//! and a few hundred clicks tell as much as tens of thousands of lists shown to separate halves of the visitors.

use std::collections::HashSet;

use super::ids::VideoId;
use super::random::Random;
use super::request::Recommended;

/// Who picked a video.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Team {
    First,
    Second,
}

/// At most `limit` videos, none twice. The same seed drafts the same list.
pub fn draft(
    first: &[Recommended],
    second: &[Recommended],
    limit: usize,
    seed: u64,
) -> Vec<(Recommended, Team)> {
    let mut random = Random::new(seed);
    let mut taken: HashSet<VideoId> = HashSet::new();
    let mut list = Vec::with_capacity(limit);
    let (mut first, mut second) = (first.iter(), second.iter());
    loop {
        let before = list.len();
        let order = match random.below(2) {
            0 => [Team::First, Team::Second],
            _ => [Team::Second, Team::First],
        };
        for team in order {
            let side = if team == Team::First { &mut first } else { &mut second };
            if list.len() < limit
                && let Some(picked) = side.find(|item| !taken.contains(&item.video))
            {
                taken.insert(picked.video);
                list.push((*picked, team));
            }
        }
        if list.len() == before || list.len() >= limit {
            return list;
        }
    }
}

/// What was clicked of each side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clicks {
    pub first: u64,
    pub second: u64,
}

impl Clicks {
    fn all(self) -> u64 {
        self.first + self.second
    }

    /// How likely a result at least as uneven is if people care for neither: the exact two-sided binomial test.
    pub fn chance(self) -> f64 {
        let all = self.all();
        if all == 0 {
            return 1.0;
        }
        let more = self.first.max(self.second);
        // The logarithm of the likelihood of an even result, then from there outwards by ratios.
        let half = all / 2;
        let choose: f64 = (1..=half).map(|k| ((all - half + k) as f64 / k as f64).ln()).sum();
        let mut likelihood = (choose - all as f64 * std::f64::consts::LN_2).exp();
        let mut tail = 0.0;
        for count in all - half.. {
            if count >= more {
                tail += likelihood;
            }
            if count >= all || likelihood < f64::MIN_POSITIVE {
                break;
            }
            likelihood *= (all - count) as f64 / (count + 1) as f64;
        }
        (2.0 * tail).min(1.0)
    }

    /// The first side's share of all clicks, and the range in which it lies with 95 % confidence (Wilson 1927).
    pub fn share(self) -> Option<(f64, [f64; 2])> {
        const DEVIATIONS: f64 = 1.959_964;
        if self.all() == 0 {
            return None;
        }
        let (all, share) = (self.all() as f64, self.first as f64 / self.all() as f64);
        let square = DEVIATIONS * DEVIATIONS;
        let middle = (share + square / (2.0 * all)) / (1.0 + square / all);
        let spread = DEVIATIONS / (1.0 + square / all)
            * (share * (1.0 - share) / all + square / (4.0 * all * all)).sqrt();
        Some((share, [(middle - spread).max(0.0), (middle + spread).min(1.0)]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recommender::{Reason, Source};

    fn list(videos: &[i64]) -> Vec<Recommended> {
        let item = |video: &i64| Recommended {
            video: VideoId(*video),
            source: Source::Popular,
            reason: Reason::PopularNow,
            score: 1.0,
            propensity: 1.0,
        };
        videos.iter().map(item).collect()
    }

    #[test]
    fn no_video_comes_twice_and_both_sides_pick_as_often() {
        let (first, second) = (list(&[1, 2, 3, 4, 5, 6]), list(&[4, 3, 2, 7, 8, 9]));
        for seed in 0..50 {
            let drafted = draft(&first, &second, 6, seed);
            let videos: HashSet<VideoId> = drafted.iter().map(|(item, _)| item.video).collect();
            assert_eq!((drafted.len(), videos.len()), (6, 6));
            let picked = drafted.iter().filter(|(_, team)| *team == Team::First).count();
            assert_eq!(picked, 3);
            assert_eq!(draft(&first, &second, 6, seed), drafted);
        }
    }

    #[test]
    fn a_coin_decides_who_has_the_first_place() {
        let (first, second) = (list(&[1]), list(&[2]));
        let begins = (0..1000).filter(|seed| draft(&first, &second, 1, *seed)[0].1 == Team::First).count();
        assert!((440..560).contains(&begins), "{begins}");
    }

    #[test]
    fn a_short_side_leaves_the_rest_to_the_other() {
        let drafted = draft(&list(&[1]), &list(&[1, 2, 3]), 5, 1);
        let videos: HashSet<i64> = drafted.iter().map(|(item, _)| item.video.0).collect();
        assert_eq!(videos, HashSet::from([1, 2, 3]));
        assert!(draft(&[], &[], 5, 1).is_empty());
    }

    /// By hand: 8 or more of 10 heads or tails is 2 · (45 + 10 + 1) / 1024.
    #[test]
    fn the_chance_is_that_of_the_binomial_test() {
        let chance = |first, second| Clicks { first, second }.chance();
        assert!((chance(8, 2) - 112.0 / 1024.0).abs() < 1e-12);
        assert!((chance(2, 8) - 112.0 / 1024.0).abs() < 1e-12);
        assert_eq!((chance(0, 0), chance(5, 5), chance(3, 2)), (1.0, 1.0, 1.0));
        assert!((chance(5, 0) - 0.0625).abs() < 1e-12);
        assert!((chance(1050, 956) - 0.037_827_710_6).abs() < 1e-9, "{}", chance(1050, 956));
        assert!(chance(600_000, 400_000) < 1e-9);
    }

    #[test]
    fn the_share_comes_with_its_range() {
        let (share, [low, high]) = Clicks { first: 80, second: 20 }.share().unwrap();
        assert!((share - 0.8).abs() < 1e-12 && (low - 0.7112).abs() < 1e-3 && (high - 0.8666).abs() < 1e-3);
        assert!(Clicks { first: 0, second: 0 }.share().is_none());
    }
}
