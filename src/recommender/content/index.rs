//! The inverted index: which videos use a term, and from that, which videos are most alike.
//!
//! A video keeps its 64 heaviest terms. Its neighbours are computed when first asked for and then kept; a new video is
//! added to the lists of those it resembles, so the lists stay current without being made again. How rare a term is is
//! judged when a video is indexed, so vectors of a young site are made on little evidence; loading the whole catalogue
//! at start judges anew.

mod similarities;

use std::sync::OnceLock;

use self::similarities::SIMILARITIES;
use super::sketch::Sketch;
use super::terms::{BUCKETS, Term};
use crate::recommender::ids::{IdMap, VideoId};

const KEPT_TERMS: usize = 64;
const NEIGHBOURS: usize = 64;
/// The work of finding neighbours is bounded: terms used by many videos are read last, and say least.
const MOST_POSTINGS_READ: usize = 16_000;

/// Whether other videos may find this one. A private video has neighbours but is nobody's neighbour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Findable {
    Yes,
    No,
}

pub struct ContentIndex {
    slots: IdMap<VideoId, u32>,
    documents: Vec<Document>,
    postings: Vec<Vec<Posting>>,
    /// In how many videos each term was seen. A video is counted when first seen; editing it does not count it again.
    videos_with_term: Vec<u32>,
    videos_counted: u32,
}

struct Document {
    video: VideoId,
    findable: Findable,
    terms: Box<[Term]>,
    neighbours: OnceLock<Vec<Neighbour>>,
}

#[derive(Clone, Copy)]
struct Posting {
    slot: u32,
    weight: f32,
}

#[derive(Clone, Copy)]
struct Neighbour {
    slot: u32,
    similarity: f32,
}

impl Default for ContentIndex {
    fn default() -> Self {
        Self {
            slots: IdMap::default(),
            documents: Vec::new(),
            postings: vec![Vec::new(); BUCKETS],
            videos_with_term: vec![0; BUCKETS],
            videos_counted: 0,
        }
    }
}

impl ContentIndex {
    /// Counts a new video's terms, so that rare ones can be told from common ones. To be called before `put`.
    pub fn count_terms(&mut self, video: VideoId, terms: &[Term]) {
        if self.slots.contains_key(&video) {
            return;
        }
        self.videos_counted += 1;
        for term in terms {
            self.videos_with_term[term.bucket as usize] += 1;
        }
    }

    /// Indexes a video, anew if it was known, and returns its sketch.
    pub fn put(&mut self, video: VideoId, terms: Vec<Term>, findable: Findable) -> Sketch {
        self.remove(video);
        let terms = self.weigh(terms);
        let sketch = Sketch::of(&terms);
        let slot = self.documents.len() as u32;
        if findable == Findable::Yes {
            for term in &terms {
                self.postings[term.bucket as usize].push(Posting { slot, weight: term.weight });
            }
        }
        self.slots.insert(video, slot);
        self.documents.push(Document { video, findable, terms: terms.into(), neighbours: OnceLock::new() });
        sketch
    }

    /// Takes a video out. Its slot stays empty, so no list can mistake another video for it.
    pub fn remove(&mut self, video: VideoId) {
        let Some(slot) = self.slots.remove(&video) else { return };
        let document = &mut self.documents[slot as usize];
        document.neighbours = OnceLock::new();
        for term in std::mem::take(&mut document.terms) {
            self.postings[term.bucket as usize].retain(|posting| posting.slot != slot);
        }
    }

    /// The most similar findable videos, best first, with their similarity (0 to 1).
    pub fn neighbours(&self, video: VideoId) -> impl Iterator<Item = (VideoId, f32)> + '_ {
        let found = self.slots.get(&video).map_or(&[][..], |slot| self.neighbours_of(*slot));
        let documents = found.iter().map(|found| (&self.documents[found.slot as usize], found.similarity));
        documents
            .filter(|(document, _)| !document.is_removed())
            .map(|(document, likeness)| (document.video, likeness))
    }

    /// Finds a video's neighbours now rather than when they are asked for.
    pub fn prepare(&self, video: VideoId) {
        if let Some(slot) = self.slots.get(&video) {
            self.neighbours_of(*slot);
        }
    }

    /// Adds a newly put video to the lists of the videos that it resembles.
    pub fn introduce(&mut self, video: VideoId) {
        let Some(slot) = self.slots.get(&video).copied() else { return };
        if self.documents[slot as usize].findable == Findable::No {
            return;
        }
        for neighbour in self.neighbours_of(slot).to_vec() {
            let Some(list) = self.documents[neighbour.slot as usize].neighbours.get_mut() else { continue };
            if list.iter().any(|known| known.slot == slot) {
                continue;
            }
            let place = list.partition_point(|known| known.similarity >= neighbour.similarity);
            list.insert(place, Neighbour { slot, similarity: neighbour.similarity });
            list.truncate(NEIGHBOURS);
        }
    }

    fn neighbours_of(&self, slot: u32) -> &[Neighbour] {
        self.documents[slot as usize].neighbours.get_or_init(|| self.find_neighbours(slot))
    }

    fn find_neighbours(&self, slot: u32) -> Vec<Neighbour> {
        let mut terms: Vec<&Term> = self.documents[slot as usize].terms.iter().collect();
        terms.sort_by_key(|term| self.postings[term.bucket as usize].len());
        SIMILARITIES.with_borrow_mut(|similarities| {
            similarities.start(self.documents.len());
            let mut read = 0;
            for term in terms {
                let postings = &self.postings[term.bucket as usize];
                read += postings.len();
                if read > MOST_POSTINGS_READ {
                    break;
                }
                for posting in postings {
                    similarities.add(posting.slot, posting.weight * term.weight);
                }
            }
            similarities.best_except(slot, NEIGHBOURS)
        })
    }

    /// tf-idf, the heaviest terms, scaled to length 1.
    fn weigh(&self, mut terms: Vec<Term>) -> Vec<Term> {
        let videos = f64::from(self.videos_counted) + 1.0;
        for term in &mut terms {
            let with_term = f64::from(self.videos_with_term[term.bucket as usize]);
            term.weight *= (1.0 + videos / (with_term + 1.0)).ln() as f32;
        }
        terms.sort_unstable_by(|a, b| b.weight.total_cmp(&a.weight).then(a.bucket.cmp(&b.bucket)));
        terms.truncate(KEPT_TERMS);
        let length = terms.iter().map(|term| term.weight * term.weight).sum::<f32>().sqrt();
        if length > 0.0 {
            terms.iter_mut().for_each(|term| term.weight /= length);
        }
        terms
    }
}

impl Document {
    /// A video without terms is nobody's neighbour, so in a list it can only be one that was taken out.
    fn is_removed(&self) -> bool {
        self.terms.is_empty()
    }
}

#[cfg(test)]
mod tests;
