//! What can be said from words alone, which is all there is of an item that nobody has watched.
//!
//! `Alike` compares what items are called with what was watched last: series, themes, the same title written twice.
//! `NextWords` learns which words follow which, as `NextItem` does with items: those of an unseen item are mostly known.

use super::solve::{Cholesky, Matrix, NotPositive};
use super::{Ask, Memory, Model, Watched, histories};

/// A word's or a piece's number and its weight in one item's text.
pub type Weighted = (u32, f32);

/// Older watches of a context change nothing that can be seen.
const LOOKS_BACK: usize = 20;

pub struct Alike {
    documents: Vec<Vec<Weighted>>,
    /// The items that use each term.
    postings: Vec<Vec<Weighted>>,
}

impl Alike {
    /// Rare terms weigh more; every item's terms have length 1 together.
    pub fn learn(texts: &[Vec<Weighted>]) -> Self {
        let (documents, terms) = weighed(texts);
        let mut postings = vec![Vec::new(); terms];
        for (item, document) in documents.iter().enumerate() {
            for (term, weight) in document {
                postings[*term as usize].push((item as u32, *weight));
            }
        }
        Self { documents, postings }
    }
}

impl Model for Alike {
    fn score(&self, ask: Ask<'_>, memory: Memory) -> Vec<f32> {
        let mut scores = vec![0.0; self.documents.len()];
        for (term, wanted) in of_context(&self.documents, ask.context, memory) {
            for (item, weight) in &self.postings[term] {
                scores[*item as usize] += wanted * weight;
            }
        }
        scores
    }

    fn memories(&self) -> &'static [Memory] {
        &[Memory::Fading(1.0), Memory::Fading(3.0), Memory::Fading(8.0)]
    }

    fn knows_new_items(&self) -> bool {
        true
    }
}

#[derive(Clone, Copy, Debug)]
pub struct NextWords {
    pub ridge: f32,
    pub scale: f32,
    pub window: usize,
    /// The most watched words; the inverse costs the cube of their number.
    pub words: usize,
}

pub struct WordLinks {
    documents: Vec<Vec<Weighted>>,
    weights: Matrix,
    words: usize,
}

impl NextWords {
    pub fn learn(self, watches: &[Watched], texts: &[Vec<Weighted>]) -> Result<WordLinks, NotPositive> {
        let (documents, words) = self.most_watched(watches, texts);
        let mut gram = Matrix::zero(words);
        let mut ahead = Matrix::zero(words);
        let mut past = vec![0.0f32; words];
        for history in histories(watches) {
            past.fill(0.0);
            let fade = (-1.0 / self.scale).exp();
            for (index, watch) in history.iter().enumerate() {
                let document = &documents[watch.item as usize];
                // What is long past is forgotten altogether, so that a moment has few words.
                let first = index.saturating_sub(self.window);
                let mut now: Vec<Weighted> = history[first..index]
                    .iter()
                    .flat_map(|watch| documents[watch.item as usize].iter().map(|(word, _)| (*word, 0.0)))
                    .collect();
                now.sort_unstable_by_key(|(word, _)| *word);
                now.dedup_by_key(|(word, _)| *word);
                now.iter_mut().for_each(|(word, weight)| *weight = past[*word as usize]);
                for (place, (one, weight)) in now.iter().enumerate() {
                    for (other, second) in &now[..=place] {
                        gram.add(*one as usize, *other as usize, weight * second);
                    }
                    for (word, own) in document {
                        ahead.add(*one as usize, *word as usize, weight * own);
                    }
                }
                now.iter().for_each(|(word, _)| past[*word as usize] *= fade);
                document.iter().for_each(|(word, weight)| past[*word as usize] += weight);
                if let Some(gone) = index.checked_sub(self.window) {
                    let age = fade.powi(self.window as i32);
                    for (word, weight) in &documents[history[gone].item as usize] {
                        past[*word as usize] -= age * weight;
                    }
                }
            }
        }
        for word in 0..words {
            gram.add(word, word, self.ridge);
        }
        Cholesky::of(gram)?.solve(&mut ahead);
        Ok(WordLinks { documents, weights: ahead, words })
    }

    /// Documents of the most watched words, numbered anew.
    fn most_watched(self, watches: &[Watched], texts: &[Vec<Weighted>]) -> (Vec<Vec<Weighted>>, usize) {
        let mut counts = vec![0u32; count_terms(texts)];
        for watch in watches {
            texts[watch.item as usize].iter().for_each(|(word, _)| counts[*word as usize] += 1);
        }
        let mut order: Vec<u32> =
            (0..counts.len() as u32).filter(|word| counts[*word as usize] > 0).collect();
        order.sort_by_key(|word| std::cmp::Reverse(counts[*word as usize]));
        order.truncate(self.words);
        let mut number = vec![None; counts.len()];
        order.iter().zip(0u32..).for_each(|(word, place)| number[*word as usize] = Some(place));
        let renumbered = |text: &Vec<Weighted>| -> Vec<Weighted> {
            text.iter().filter_map(|(word, weight)| Some((number[*word as usize]?, *weight))).collect()
        };
        let texts: Vec<Vec<Weighted>> = texts.iter().map(renumbered).collect();
        (weighed(&texts).0, order.len())
    }
}

impl Model for WordLinks {
    fn score(&self, ask: Ask<'_>, memory: Memory) -> Vec<f32> {
        let mut expected = vec![0.0; self.words];
        for (word, weight) in of_context(&self.documents, ask.context, memory) {
            let row = self.weights.row(word);
            expected.iter_mut().zip(row).for_each(|(cell, link)| *cell += weight * link);
        }
        let of = |document: &Vec<Weighted>| {
            document.iter().map(|(word, own)| own * expected[*word as usize]).sum()
        };
        self.documents.iter().map(of).collect()
    }

    fn memories(&self) -> &'static [Memory] {
        &[Memory::Fading(1.0), Memory::Fading(3.0), Memory::Fading(8.0)]
    }

    fn knows_new_items(&self) -> bool {
        true
    }
}

fn count_terms(texts: &[Vec<Weighted>]) -> usize {
    texts.iter().flatten().map(|(term, _)| *term as usize + 1).max().unwrap_or(0)
}

/// tf-idf of length 1, and how many terms there are.
fn weighed(texts: &[Vec<Weighted>]) -> (Vec<Vec<Weighted>>, usize) {
    let terms = count_terms(texts);
    let mut used = vec![0u32; terms];
    texts.iter().flatten().for_each(|(term, _)| used[*term as usize] += 1);
    let rarity = |term: u32| ((1.0 + texts.len() as f32) / (1.0 + used[term as usize] as f32)).ln();
    let weigh = |text: &Vec<Weighted>| {
        let mut text: Vec<Weighted> =
            text.iter().map(|(term, weight)| (*term, weight * rarity(*term))).collect();
        let length = text.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        text.iter_mut().for_each(|(_, weight)| *weight /= length.max(f32::MIN_POSITIVE));
        text
    };
    (texts.iter().map(weigh).collect(), terms)
}

/// The terms of what was watched last, and how much each is wanted.
fn of_context(
    documents: &[Vec<Weighted>],
    context: &[u32],
    memory: Memory,
) -> impl Iterator<Item = (usize, f32)> {
    let mut wanted = std::collections::BTreeMap::new();
    for (ago, item) in context.iter().rev().take(LOOKS_BACK).enumerate() {
        for (term, weight) in &documents[*item as usize] {
            *wanted.entry(*term as usize).or_insert(0.0) += memory.weight(ago) * weight;
        }
    }
    wanted.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words: 0 boat, 1 harbour, 2 bread, 3 oven.
    fn texts() -> Vec<Vec<Weighted>> {
        [&[0, 1][..], &[0], &[2], &[2, 3], &[3]]
            .map(|words| words.iter().map(|word| (*word, 1.0)).collect())
            .to_vec()
    }

    #[test]
    fn what_shares_rare_words_is_alike() {
        let model = Alike::learn(&texts());
        let scores = model.score(Ask { context: &[0], at: None }, Memory::Fading(1.0));
        assert!(scores[1] > 0.3 && scores[2] == 0.0 && (scores[0] - 1.0).abs() < 1e-6, "{scores:?}");
    }

    #[test]
    fn words_that_follow_words_name_an_item_nobody_watched() {
        let watch = |(at, item): (usize, u32)| Watched { viewer: at as u32 / 2, item, at: at as i64 };
        // Bread comes after boats, and nobody ever watched item 3, which is about bread too.
        let all: Vec<Watched> = [0, 2, 1, 2, 0, 2, 1, 2].into_iter().enumerate().map(watch).collect();
        let setting = NextWords { ridge: 0.5, scale: 2.0, window: 3, words: 10 };
        let model = setting.learn(&all, &texts()).unwrap();
        let scores = model.score(Ask { context: &[1], at: None }, Memory::Fading(1.0));
        assert!(scores[3] > 0.5 && scores[3] == scores[2] && scores[0] < 0.1, "{scores:?}");
    }
}
