//! Which hardly shown videos get a place, and with which probability each got it.
//!
//! A list that only repeats what it has learned never learns about the rest. One place in ten goes to a video with
//! fewer than fifty impressions, by Thompson sampling (1933): each is chosen with the probability that it is the best
//! of those drawn, given how its few views went. That probability is computed, not simulated, and then drawn from, so
//! the propensity kept with the impression is exact and later estimates can weigh each impression by its inverse.

use std::sync::LazyLock;

use super::candidates::{Candidate, Scene};
use super::counters::CounterKind;
use super::features::usual_completion;
use super::ids::VideoId;
use super::random::Random;

/// Per list: some of the newest hardly shown videos, and some drawn from all of them.
const NEWEST_ARMS: usize = 8;
const DRAWN_ARMS: usize = 8;
const NEWEST_LOOKED_AT: usize = 64;
/// What a video is believed to be like before anyone saw it, worth this many views.
const PRIOR_VIEWS: f64 = 4.0;
const MOST_VIEWS: f64 = 100.0;
const GRID: usize = 48;
/// Keeps a quotient of two such products finite, for as many arms as there are.
const LEAST_BELOW: f64 = 1e-15;
const EXPLORED_OF: usize = 10;

/// Of the rate in the middle of each cell of the grid, and of what is missing to 1.
static LOGARITHMS: LazyLock<[[f64; 2]; GRID]> = LazyLock::new(|| {
    std::array::from_fn(|point| {
        let rate = (point as f64 + 0.5) / GRID as f64;
        [rate.ln(), (1.0 - rate).ln()]
    })
});

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Explored {
    pub video: VideoId,
    /// The chance of being among those drawn, times the chance of being chosen from them.
    pub propensity: f32,
    /// Where in the list it goes.
    pub place: usize,
}

struct Arm {
    video: VideoId,
    drawn_with: f64,
    /// At the middle of each cell of the grid: the density, summing to 1, and the probability of lying below.
    density: [f64; GRID],
    below: [f64; GRID],
}

/// One video for every ten places. `ranked` are the candidates, best first: what will be shown anyway needs no
/// exploration.
pub fn explore(scene: &Scene<'_>, ranked: &[Candidate<'_>]) -> Vec<Explored> {
    let places = scene.limit.min(scene.catalogue.listed_count()) / EXPLORED_OF;
    let mut random = Random::new(scene.seed);
    let mut arms = arms(scene, &ranked[..ranked.len().min(scene.limit / 2)], &mut random);
    let mut explored = Vec::with_capacity(places);
    for block in 0..places {
        let chances = chances_of_being_best(&arms);
        let Some(chosen) = choose(&chances, &mut random) else { break };
        let arm = arms.swap_remove(chosen);
        let place = block * EXPLORED_OF + EXPLORED_OF / 2 - 1 + random.below(EXPLORED_OF / 2);
        explored.push(Explored {
            video: arm.video,
            propensity: (arm.drawn_with * chances[chosen]) as f32,
            place,
        });
    }
    explored
}

fn arms(scene: &Scene<'_>, shown_anyway: &[Candidate<'_>], random: &mut Random) -> Vec<Arm> {
    let exposure = &scene.knowledge.exposure;
    let newest = scene.catalogue.newest().take(NEWEST_LOOKED_AT).filter(|video| exposure.contains(*video));
    let newest: Vec<VideoId> = newest.take(NEWEST_ARMS).collect();
    let mut drawn = exposure.draw(DRAWN_ARMS, random);
    drawn.retain(|video| !newest.contains(video));
    let drawn_with = DRAWN_ARMS as f64 / exposure.len().max(DRAWN_ARMS) as f64;
    let all = newest
        .into_iter()
        .map(|video| (video, 1.0))
        .chain(drawn.into_iter().map(|video| (video, drawn_with)));
    let may_be_shown = |video: VideoId| {
        scene.showable(video).is_some()
            && !scene.context.watched.contains(&video)
            && !shown_anyway.iter().any(|candidate| candidate.video == video)
    };
    let prior = usual_completion(&scene.knowledge.counters, scene.now_ms);
    all.filter(|(video, _)| may_be_shown(*video))
        .map(|(video, drawn_with)| arm(scene, video, drawn_with, prior))
        .collect()
}

fn arm(scene: &Scene<'_>, video: VideoId, drawn_with: f64, prior: f64) -> Arm {
    let count = scene.knowledge.counters.of(video, scene.now_ms);
    let (plays, completions) = (count(CounterKind::Plays), count(CounterKind::Completions));
    // Far beyond what exploration is about, and where the grid would be too coarse.
    let shrink = (MOST_VIEWS / plays.max(MOST_VIEWS)).min(1.0);
    let misses = (plays - completions).max(0.0);
    Arm::new(
        video,
        drawn_with,
        shrink * completions + PRIOR_VIEWS * prior,
        shrink * misses + PRIOR_VIEWS * (1.0 - prior),
    )
}

/// For each arm the probability that its completion rate, distributed as Beta(completions, misses), is the highest:
/// the integral of its density times the others' distribution functions, on a grid.
fn chances_of_being_best(arms: &[Arm]) -> Vec<f64> {
    let mut all_below = [1.0; GRID];
    for arm in arms {
        all_below.iter_mut().zip(&arm.below).for_each(|(all, below)| *all *= below);
    }
    let best =
        |arm: &Arm| (0..GRID).map(|point| arm.density[point] * all_below[point] / arm.below[point]).sum();
    let mut chances: Vec<f64> = arms.iter().map(best).collect();
    let total: f64 = chances.iter().sum();
    chances.iter_mut().for_each(|chance| *chance /= total);
    chances
}

impl Arm {
    fn new(video: VideoId, drawn_with: f64, completions: f64, misses: f64) -> Self {
        let (mut density, mut below) = ([0.0; GRID], [0.0; GRID]);
        for (density, [finished, left]) in density.iter_mut().zip(&*LOGARITHMS) {
            *density = ((completions - 1.0) * finished + (misses - 1.0) * left).exp();
        }
        let total: f64 = density.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        let mut sum = 0.0;
        for (density, below) in density.iter_mut().zip(&mut below) {
            *density /= total;
            *below = (sum + *density / 2.0).max(LEAST_BELOW);
            sum += *density;
        }
        Self { video, drawn_with, density, below }
    }
}

fn choose(chances: &[f64], random: &mut Random) -> Option<usize> {
    let mut left = random.fraction();
    for (place, chance) in chances.iter().enumerate() {
        left -= chance;
        if left < 0.0 {
            return Some(place);
        }
    }
    // Rounding can leave a last crumb.
    chances.iter().rposition(|chance| *chance > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arm(completions: f64, misses: f64) -> Arm {
        Arm::new(VideoId(0), 1.0, completions, misses)
    }

    #[test]
    fn chances_are_those_of_the_beta_distributions() {
        let equal = chances_of_being_best(&[arm(2.0, 2.0), arm(2.0, 2.0), arm(2.0, 2.0), arm(2.0, 2.0)]);
        assert!(equal.iter().all(|chance| (chance - 0.25).abs() < 1e-9));
        // Exactly: P(Beta(2, 1) > Beta(1, 1)) = E[Beta(2, 1)] = 2/3.
        let two = chances_of_being_best(&[arm(2.0, 1.0), arm(1.0, 1.0)]);
        assert!((two[0] - 2.0 / 3.0).abs() < 1e-3, "{two:?}");
        let unlike = chances_of_being_best(&[arm(40.0, 2.0), arm(2.0, 40.0), arm(2.0, 2.0)]);
        assert!(unlike[0] > 0.9 && unlike[1] < 0.001 && unlike[2] > 0.005, "{unlike:?}");
        assert!(chances_of_being_best(&[]).is_empty());
    }

    #[test]
    fn choosing_follows_the_chances() {
        let mut random = Random::new(5);
        let mut chosen = [0; 3];
        for _ in 0..10_000 {
            chosen[choose(&[0.2, 0.0, 0.8], &mut random).unwrap()] += 1;
        }
        assert!((1_850..2_150).contains(&chosen[0]) && chosen[1] == 0, "{chosen:?}");
        assert_eq!(choose(&[], &mut random), None);
    }
}
