//! What the tower learns from: of each viewer as many moments as of any other.

use super::step::Inputs;
use super::{Searched, Watched};
use crate::recommender::random::Random;
use crate::recommender::training::histories;
use crate::recommender::training::sampled::Draw;

pub struct Examples<'a> {
    viewers: Vec<Viewer<'a>>,
    most: usize,
    /// The latest moment of all, and how long before it the first one was.
    end: i64,
    span: f32,
    pub draw: Draw,
}

struct Viewer<'a> {
    watched: &'a [Watched],
    searched: &'a [Searched],
}

/// The watch at a place in a viewer's history is to be told from those before it.
#[derive(Clone, Copy)]
pub struct Example {
    viewer: usize,
    place: usize,
}

impl<'a> Examples<'a> {
    pub fn new(watches: &'a [Watched], searches: &'a [Searched], items: usize, most: usize) -> Self {
        let of = |watched: &'a [Watched]| {
            let viewer = watched[0].viewer;
            let from = searches.partition_point(|search| search.viewer < viewer);
            let until = searches.partition_point(|search| search.viewer <= viewer);
            Viewer { watched, searched: &searches[from..until] }
        };
        let viewers = histories(watches).filter(|history| history.len() > 1).map(of).collect();
        let end = watches.iter().map(|watch| watch.at).max().unwrap_or(0);
        let begin = watches.iter().map(|watch| watch.at).min().unwrap_or(0);
        let draw = Draw::new(watches.iter().map(|watch| watch.item), items);
        Self { viewers, most, end, span: (end - begin).max(1) as f32, draw }
    }

    pub fn count(&self, each: usize) -> usize {
        self.viewers.len() * each
    }

    /// `each` examples of every viewer, chosen by chance and in any order.
    pub fn pick(&self, each: usize, random: &mut Random) -> Vec<Example> {
        let mut picked = Vec::with_capacity(self.count(each));
        for (viewer, known) in self.viewers.iter().enumerate() {
            for _ in 0..each {
                picked.push(Example { viewer, place: 1 + random.below(known.watched.len() - 1) });
            }
        }
        for place in (1..picked.len()).rev() {
            picked.swap(place, random.below(place + 1));
        }
        picked
    }

    /// What is known at each example, and what came next.
    pub fn inputs(&self, examples: &[Example]) -> (Inputs, Vec<u32>) {
        let mut inputs = Inputs::default();
        let mut targets = Vec::with_capacity(examples.len());
        for example in examples {
            let Viewer { watched, searched } = self.viewers[example.viewer];
            let target = watched[example.place];
            let before = &watched[example.place.saturating_sub(self.most)..example.place];
            let searches = searched.partition_point(|search| search.at < target.at);
            let words = &searched[searches.saturating_sub(self.most)..searches];
            inputs.watched.push(before.iter().map(|watch| watch.item).collect());
            inputs.searched.push(words.iter().map(|search| search.word).collect());
            inputs.ages.push((self.end - target.at) as f32 / self.span);
            targets.push(target.item);
        }
        (inputs, targets)
    }
}
