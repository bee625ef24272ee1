//! How far each source is to be trusted on this site: by expectation maximisation on what people watched who were not
//! learned from.
//!
//! A source gets weight for the watches that it saw coming and the others did not. The table set by hand counts as some watches too,
//! so that a few do not turn it over.

use std::sync::Arc;

use super::replay::replay;
use super::{Role, SiteHistory};
use crate::recommender::learned::Learned;
use crate::recommender::mixture::{CLASSES, MixtureWeights, Said, Weights};
use crate::recommender::request::{MIXED_SOURCES, Page};

/// As many watches as the table counts for.
const BELIEF: f32 = 30.0;
const ROUNDS: usize = 50;
/// What no source saw coming says nothing about any of them.
const LEAST_SHARE: f32 = 1e-9;

/// `None` when there is nobody to find it by.
pub fn find(history: &SiteHistory, learned: &Arc<Learned>) -> Option<MixtureWeights> {
    let mut said = Vec::new();
    replay(history, Role::Tunes, |recommender, moment| {
        recommender.install(Some(learned.clone()));
        said.push(recommender.said_of(moment.watched, moment.current, &moment.request()));
    });
    (!said.is_empty()).then(|| by_maximisation(&said))
}

fn by_maximisation(said: &[Said]) -> MixtureWeights {
    let mut weights = MixtureWeights::by_hand();
    for page in [Page::Home, Page::UpNext] {
        for class in 0..CLASSES {
            let here: Vec<&Said> = said.iter().filter(|one| one.page == page && one.class == class).collect();
            if !here.is_empty() {
                let row = weights.of_mut(page, class);
                *row = row_by_maximisation(&here, row);
            }
        }
    }
    weights
}

/// A source's weight counts only as far as it has something to go on, so it is measured against the watches at which
/// it had.
fn row_by_maximisation(said: &[&Said], by_hand: &Weights) -> Weights {
    let mut weights = *by_hand;
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
        let total: f32 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight /= total.max(f32::MIN_POSITIVE));
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_that_saw_it_coming_gains_and_a_few_watches_change_little() {
        let place = |source: &str| MIXED_SOURCES.iter().position(|one| one.name() == source).unwrap();
        let mut shares = [0.001; MIXED_SOURCES.len()];
        shares[place("together")] = 0.5;
        let one = Said { page: Page::Home, class: 2, shares, confidences: [1.0; MIXED_SOURCES.len()] };
        let by_hand = MixtureWeights::by_hand();
        let many = by_maximisation(&[one; 500]);
        assert!(many.home[2][place("together")] > 0.9, "{:?}", many.home[2]);
        assert_eq!(many.up_next, by_hand.up_next, "nothing is known of other pages");
        let few = by_maximisation(&[one; 3]);
        let change = few.home[2][place("together")] - by_hand.home[2][place("together")];
        assert!(change > 0.01 && change < 0.2, "{change}");
        assert_eq!(MixtureWeights::from_text(&many.to_text()), Some(many));
    }
}
