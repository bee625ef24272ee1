//! Whether a new model is as good as the one in force: both are asked for the same lists at the same moments, for people whom
//! neither has learned from, and what these people then watched is looked for in the lists.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::replay::{Moment, replay};
use super::{Role, SiteHistory};
use crate::recommender::Recommender;
use crate::recommender::evaluation::Measured;
use crate::recommender::learned::Learned;

const FIRST: usize = 10;
/// So many deviations a difference may lie below nothing by chance.
const SIGMAS: f64 = 2.0;

/// Resampling fewer people than these says nothing of chance: of one alone it says that there is none.
const FEWEST_PEOPLE: usize = 10;

/// One measure of both, as means over people.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    pub candidate: f64,
    pub running: f64,
    /// The mean of the differences, person by person, with its bootstrap error.
    pub difference: Measured,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    pub people: usize,
    pub moments: usize,
    pub ndcg10: Compared,
    pub recall20: Compared,
}

impl Judgement {
    /// Not worse beyond chance. Too few people to judge by are no reason against a model.
    pub fn is_not_worse(&self) -> bool {
        if self.people < FEWEST_PEOPLE {
            return true;
        }
        [self.ndcg10, self.recall20]
            .iter()
            .all(|measure| measure.difference.mean >= -SIGMAS * measure.difference.error - f64::EPSILON)
    }
}

/// A person's sums: of both measures, for candidate and running, and of moments.
#[derive(Default)]
struct Person {
    ndcg10: [f64; 2],
    recall20: [f64; 2],
    moments: f64,
}

/// `running` is the model in force; without one, lists without any model are the rival.
pub fn judge(history: &SiteHistory, candidate: &Arc<Learned>, running: Option<&Arc<Learned>>) -> Judgement {
    let rivals = [Some(candidate.clone()), running.cloned()];
    let mut people: BTreeMap<u32, Person> = BTreeMap::new();
    replay(history, Role::Judges, |recommender, moment| {
        let person = people.entry(moment.viewer).or_default();
        person.moments += 1.0;
        for (which, model) in rivals.iter().enumerate() {
            recommender.install(model.clone());
            let Some(rank) = rank(recommender, moment) else { continue };
            person.recall20[which] += 1.0;
            if rank <= FIRST {
                person.ndcg10[which] += 1.0 / (1.0 + rank as f64).log2();
            }
        }
        recommender.install(None);
    });
    let compared = |of: fn(&Person) -> [f64; 2]| {
        let means: Vec<[f64; 2]> =
            people.values().map(|person| of(person).map(|sum| sum / person.moments)).collect();
        let mean =
            |which: usize| means.iter().map(|both| both[which]).sum::<f64>() / means.len().max(1) as f64;
        let differences: Vec<f64> = means.iter().map(|[candidate, running]| candidate - running).collect();
        Compared { candidate: mean(0), running: mean(1), difference: Measured::of(&differences) }
    };
    Judgement {
        people: people.len(),
        moments: people.values().map(|person| person.moments).sum::<f64>() as usize,
        ndcg10: compared(|person| person.ndcg10),
        recall20: compared(|person| person.recall20),
    }
}

/// From 1; none when it was not on the list.
fn rank(recommender: &Recommender, moment: &Moment) -> Option<usize> {
    let list = match moment.current {
        Some(current) => recommender.up_next(current, &moment.request()),
        None => recommender.home(&moment.request()),
    };
    list.iter().position(|item| item.video == moment.watched).map(|place| place + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_worse_only_where_enough_people_say_so() {
        let measure =
            Compared { candidate: 0.2, running: 0.4, difference: Measured { mean: -0.2, error: 0.01 } };
        let of = |people| Judgement { people, moments: 40, ndcg10: measure, recall20: measure };
        assert!(of(1).is_not_worse() && of(9).is_not_worse());
        assert!(!of(10).is_not_worse());
    }
}
