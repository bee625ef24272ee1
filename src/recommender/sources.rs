//! Stage one: candidates. Each source names a few dozen videos with a score, in its own units, and says how much it
//! has to go on; making the scores comparable is the mixture's work.

mod content;
mod learned;
mod sequence;
mod standing;
mod watching;

use super::candidates::{Candidates, Scene};
use super::mixture::{LEAST_TRUST, trusted};
use super::request::{MIXED_SOURCES, Source};

pub fn gather<'a>(scene: &'a Scene<'a>) -> Candidates<'a> {
    let mut candidates = Candidates::new(scene);
    let trust = trusted(scene);
    let (asked, spared): (Vec<Source>, Vec<Source>) = MIXED_SOURCES
        .into_iter()
        .filter(|source| trust[*source as usize] > 0.0)
        .partition(|source| trust[*source as usize] >= LEAST_TRUST);
    asked.into_iter().for_each(|source| ask(source, scene, &mut candidates));
    // Those that are trusted may know nothing of this viewer.
    if candidates.all.len() < scene.limit {
        spared.into_iter().for_each(|source| ask(source, scene, &mut candidates));
    }
    // Last, because it takes from candidates that others have named.
    content::subtract_disliked(scene, &mut candidates);
    watching::subtract_disliked(scene, &mut candidates);
    candidates
}

/// In the order of `MIXED_SOURCES`: the last two also say something of what those before them have named.
fn ask(source: Source, scene: &Scene<'_>, candidates: &mut Candidates<'_>) {
    match source {
        Source::Next => watching::add_next(scene, candidates),
        Source::NextOfRecent => watching::add_next_of_recent(scene, candidates),
        Source::CoWatched => watching::add_co_watched(scene, candidates),
        Source::Similar => content::add_similar(scene, candidates),
        Source::SimilarToRecent => content::add_similar_to_recent(scene, candidates),
        Source::Popular => standing::add_popular(scene, candidates),
        Source::Subscription => standing::add_subscriptions(scene, candidates),
        Source::Fresh => standing::add_fresh(scene, candidates),
        Source::Together => learned::add_together(scene, candidates),
        Source::NextItem => learned::add_next_items(scene, candidates),
        Source::Factors => learned::add_factors(scene, candidates),
        Source::Sequence => sequence::add(scene, candidates),
        Source::Exploration | Source::Filling => {}
    }
}

#[cfg(test)]
mod tests;
