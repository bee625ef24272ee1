//! The two networks among the models of an evaluation. They are most of its time, so that it can do without them.

use super::combine::Scale;
use super::data::DataSet;
use super::run::{Learn, Networks, Source};
use super::splits::Protocol;
use crate::recommender::training::{Sequence, Tower};

/// None where there is no order in a context (P1): both tell what comes next.
pub fn networks(data: &DataSet, protocol: Protocol, networks: Networks) -> Vec<Source> {
    if protocol == Protocol::P1 || networks == Networks::LeftOut {
        return Vec::new();
    }
    let items = data.items.len();
    let any = |name: &str, learn: Learn| Source { name: name.to_owned(), scale: Scale::Any, learn };
    let (tower, sequence) = (Tower::usual(), Sequence::usual());
    vec![
        // Nobody searches in these sets.
        any("tower (Covington)", Box::new(move |train| Ok(Box::new(tower.learn(train, &[], items, 0))))),
        any("sequence", Box::new(move |train| Ok(Box::new(sequence.learn(train, items))))),
    ]
}
