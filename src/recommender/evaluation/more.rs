//! Further models that take part in an evaluation: counted pairs, cosines, words.

use std::io::{Error, Result};

use super::combine::Scale;
use super::data::DataSet;
use super::run::{Settings, Source, Track};
use super::splits::Protocol;
use super::titles;
use crate::recommender::training::{Alike, Following, Model, Neighbours, NextWords, Watched};

pub fn more(data: &DataSet, protocol: Protocol, settings: Settings) -> Vec<Source> {
    let items = data.items.len();
    let neighbours = Neighbours { kept: 100, shrink: 20.0 };
    let mut all = vec![Source {
        name: "neighbours (cosine)".to_owned(),
        scale: Scale::Any,
        learn: Box::new(move |train| Ok(Box::new(neighbours.learn(train, items)))),
    }];
    if protocol == Protocol::P2 {
        let following = Following { ahead: 3, half_life_days: 60.0, smoothing: 10.0, surprise: 0.3 };
        let watches = (settings.track == Track::Live).then(|| data.watches.clone());
        // Live, pairs are counted up to the moment of asking.
        let learn = move |train: &[Watched]| -> Result<Box<dyn Model>> {
            Ok(Box::new(following.learn(watches.as_deref().unwrap_or(train), items)))
        };
        all.push(Source { name: "transitions".to_owned(), scale: Scale::Any, learn: Box::new(learn) });
    }
    if data.titles.iter().all(|title| title.is_empty()) {
        return all;
    }
    let pieces = titles::pieces(&data.titles);
    let alike = move |_: &[Watched]| -> Result<Box<dyn Model>> { Ok(Box::new(Alike::learn(&pieces))) };
    all.push(Source { name: "alike (n-grams)".to_owned(), scale: Scale::Any, learn: Box::new(alike) });
    if protocol == Protocol::P2 {
        let setting = NextWords { ridge: 100.0, scale: 3.0, window: 6, words: 2_000 };
        let words = titles::words(&data.titles);
        let learn = move |train: &[Watched]| -> Result<Box<dyn Model>> {
            Ok(Box::new(setting.learn(train, &words).map_err(Error::other)?))
        };
        all.push(Source { name: "next words".to_owned(), scale: Scale::Any, learn: Box::new(learn) });
    }
    all
}
