//! Stage one: candidates. Each source names a few dozen videos with a score, in its own units, and says how much it
//! has to go on; making the scores comparable is the mixture's work.

mod content;
mod learned;
mod sequence;
mod standing;
mod watching;

use super::candidates::{Candidates, Scene};

pub fn gather<'a>(scene: &'a Scene<'a>) -> Candidates<'a> {
    let mut candidates = Candidates::new(scene);
    watching::add(scene, &mut candidates);
    content::add(scene, &mut candidates);
    standing::add(scene, &mut candidates);
    learned::add(scene, &mut candidates);
    // After all that name videos on their own: it says something of those too.
    sequence::add(scene, &mut candidates);
    // Last, because it takes from candidates that others have named.
    content::subtract_disliked(scene, &mut candidates);
    watching::subtract_disliked(scene, &mut candidates);
    candidates
}
