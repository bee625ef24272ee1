//! How far each source is to be trusted on this site: by expectation maximisation on what people watched who were not
//! learned from.
//!
//! A source gets weight for the watches that it saw coming and the others did not. The table set by hand counts as some watches too,
//! so that a few do not turn it over. Of networks nothing is believed beforehand: they get weight only where half of these people say
//! what they are worth and it holds with the other half; else they have none, and nobody asks them.

use std::sync::Arc;

use super::replay::replay;
use super::{Role, SiteHistory};
use crate::recommender::evaluation::Measured;
use crate::recommender::learned::Learned;
use crate::recommender::mixture::{CLASSES, LEAST_TRUST, MixtureWeights, Said, Weights};
use crate::recommender::random::scramble;
use crate::recommender::request::{MIXED_SOURCES, NETWORKS, Page};

/// As many watches as the table counts for.
const BELIEF: f32 = 30.0;
const ROUNDS: usize = 50;
/// What no source saw coming says nothing about any of them.
const LEAST_SHARE: f32 = 1e-9;
/// What no source saw coming is taken for about this likely when two mixtures are compared.
const UNFORESEEN: f32 = 1e-4;

pub struct Found {
    pub weights: MixtureWeights,
    /// By how much likelier the networks make what was watched, as a logarithm.
    pub gain: Option<Measured>,
}

/// What somebody watched, as the sources saw it.
struct Heard {
    viewer: u32,
    said: Said,
}

/// `None` when there is nobody to find it by.
pub fn find(history: &SiteHistory, learned: &Arc<Learned>) -> Option<Found> {
    let mut heard = Vec::new();
    replay(history, Role::Tunes, |recommender, moment| {
        recommender.install(Some(learned.clone()));
        let said = recommender.said_of(moment.watched, moment.current, &moment.request());
        heard.push(Heard { viewer: moment.viewer, said });
    });
    if heard.is_empty() {
        return None;
    }
    let all: Vec<Said> = heard.iter().map(|one| one.said).collect();
    let gain = learned.sequence.as_ref().map(|_| gain_of_networks(&heard));
    let weights = match gain {
        Some(gain) if gain.mean > gain.error => by_maximisation(&all),
        _ => by_maximisation(&without_networks(&all)),
    };
    Some(Found { weights, gain })
}

/// Each half of the people is judged by weights that were found with the other.
fn gain_of_networks(heard: &[Heard]) -> Measured {
    let half = |viewer: u32| scramble(u64::from(viewer) ^ 0x6861_6C66) & 1;
    let mut gains = Vec::new();
    for judged in [0, 1] {
        let others: Vec<Said> =
            heard.iter().filter(|one| half(one.viewer) != judged).map(|one| one.said).collect();
        let (with, without) = (by_maximisation(&others), by_maximisation(&without_networks(&others)));
        let mut judges: Vec<&Heard> = heard.iter().filter(|one| half(one.viewer) == judged).collect();
        judges.sort_by_key(|one| one.viewer);
        gains.extend(judges.chunk_by(|one, other| one.viewer == other.viewer).map(|person| {
            let gain = |one: &&Heard| log_likelihood(&with, &one.said) - log_likelihood(&without, &one.said);
            person.iter().map(gain).sum::<f64>() / person.len() as f64
        }));
    }
    Measured::of(&gains)
}

fn log_likelihood(weights: &MixtureWeights, said: &Said) -> f64 {
    let weights = weights.of_class(said.page, said.class);
    let asked: f32 =
        weights.iter().zip(&said.confidences).map(|(weight, confidence)| weight * confidence).sum();
    let found: f32 =
        (0..MIXED_SOURCES.len()).map(|at| weights[at] * said.confidences[at] * said.shares[at]).sum();
    f64::from(found / asked.max(LEAST_SHARE) + UNFORESEEN).ln()
}

fn without_networks(said: &[Said]) -> Vec<Said> {
    let silent = |said: &Said| {
        let mut said = *said;
        // What nobody will ask has no part.
        for network in NETWORKS {
            (said.shares[network as usize], said.confidences[network as usize]) = (0.0, 0.0);
        }
        said
    };
    said.iter().map(silent).collect()
}

fn by_maximisation(said: &[Said]) -> MixtureWeights {
    let (by_hand, start) = (MixtureWeights::by_hand(), MixtureWeights::with_networks_on_trial());
    let mut weights = by_hand.clone();
    for page in [Page::Home, Page::UpNext] {
        for class in 0..CLASSES {
            let here: Vec<&Said> = said.iter().filter(|one| one.page == page && one.class == class).collect();
            if !here.is_empty() {
                let row =
                    row_by_maximisation(&here, by_hand.of_class(page, class), start.of_class(page, class));
                *weights.of_mut(page, class) = row;
            }
        }
    }
    weights
}

/// A source's weight counts only as far as it has something to go on, so it is measured against the watches at which
/// it had.
fn row_by_maximisation(said: &[&Said], by_hand: &Weights, start: &Weights) -> Weights {
    let mut weights = *start;
    for _ in 0..ROUNDS {
        let mut earned = by_hand.map(|weight| weight * BELIEF);
        let mut offered = [BELIEF; MIXED_SOURCES.len()];
        for one in said {
            let parts: Weights =
                std::array::from_fn(|source| weights[source] * one.confidences[source] * one.shares[source]);
            let (found, asked): (f32, f32) = (
                parts.iter().sum(),
                weights.iter().zip(&one.confidences).map(|(weight, confidence)| weight * confidence).sum(),
            );
            if found < LEAST_SHARE || asked < LEAST_SHARE {
                continue;
            }
            for source in 0..MIXED_SOURCES.len() {
                earned[source] += parts[source] / found;
                offered[source] += one.confidences[source] / asked;
            }
        }
        weights = std::array::from_fn(|source| earned[source] / offered[source]);
        normalize(&mut weights);
    }
    for network in NETWORKS {
        let weight = &mut weights[network as usize];
        *weight = if *weight < LEAST_TRUST { 0.0 } else { *weight };
    }
    normalize(&mut weights);
    weights
}

fn normalize(weights: &mut Weights) {
    let total: f32 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= total.max(f32::MIN_POSITIVE));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(source: &str) -> usize {
        MIXED_SOURCES.iter().position(|one| one.name() == source).unwrap()
    }

    /// Something that was watched after a long context; these sources saw it coming, each with this share.
    fn foreseen(by: &[(&str, f32)]) -> Said {
        let mut shares = [0.001; MIXED_SOURCES.len()];
        by.iter().for_each(|(source, share)| shares[place(source)] = *share);
        Said { page: Page::Home, class: 2, shares, confidences: [1.0; MIXED_SOURCES.len()] }
    }

    #[test]
    fn the_source_that_saw_it_coming_gains_and_a_few_watches_change_little() {
        let one = foreseen(&[("together", 0.5)]);
        let by_hand = MixtureWeights::by_hand();
        let many = by_maximisation(&[one; 500]);
        assert!(many.home[2][place("together")] > 0.9, "{:?}", many.home[2]);
        assert_eq!(many.up_next, by_hand.up_next, "nothing is known of other pages");
        let few = by_maximisation(&[one; 3]);
        let change = few.home[2][place("together")] - by_hand.home[2][place("together")];
        assert!(change > 0.01 && change < 0.2, "{change}");
        assert_eq!(MixtureWeights::from_text(&many.to_text()), Some(many));
    }

    fn heard(said: impl Fn(u32) -> Said) -> Vec<Heard> {
        (0..200).map(|number| Heard { viewer: number / 2, said: said(number) }).collect()
    }

    #[test]
    fn a_network_has_a_part_where_it_alone_saw_something_coming() {
        let often = heard(|number| {
            let source = if number % 3 == 0 { "sequence" } else { "together" };
            foreseen(&[(source, 0.4)])
        });
        let gain = gain_of_networks(&often);
        assert!(gain.mean > 2.0 * gain.error && gain.mean > 0.1, "{gain:?}");
        let said: Vec<Said> = often.iter().map(|one| one.said).collect();
        let weights = by_maximisation(&said);
        assert!((0.15..0.4).contains(&weights.home[2][place("sequence")]), "{:?}", weights.home[2]);
        assert_eq!(weights.home[0][place("sequence")], 0.0, "nobody showed what it is worth there");
    }

    #[test]
    fn a_network_that_says_what_others_say_better_has_none() {
        let worse = heard(|_| foreseen(&[("together", 0.4), ("sequence", 0.1)]));
        let gain = gain_of_networks(&worse);
        assert!(gain.mean <= gain.error, "{gain:?}");
        let few = by_maximisation(&[foreseen(&[("sequence", 0.9)])]);
        assert!(few.home[2][place("sequence")] < 0.1, "one watch says little: {:?}", few.home[2]);
        let silent = by_maximisation(&without_networks(&[foreseen(&[("sequence", 0.9)]); 99]));
        assert_eq!(silent.home[2][place("sequence")], 0.0);
    }
}
