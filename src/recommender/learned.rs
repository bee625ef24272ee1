//! What was learned from many watches at once, as the lists use it: one immutable value, exchanged whole.
//!
//! A model names its videos in ascending order of their ids; everything else in it speaks of positions in that list. A video it does not
//! name is not known to it, and other sources speak for that one. Nothing in a model belongs to a person: weights between videos,
//! vectors of videos, and how far each source is to be trusted. `file` turns it into bytes and refuses every kind of
//! damage.

mod file;
mod half;
mod rows;
mod sequence;
mod videos;

pub use file::BadModel;
pub(super) use half::{from_half, is_finite, to_half};
pub use rows::Rows;
pub use sequence::SiteSequence;
pub use videos::Videos;

use super::ids::VideoId;
use super::mixture::MixtureWeights;
use super::ranker::SiteRanker;
use super::training::Vectors;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Learned {
    /// The name under which it is kept; stored with each list that it took part in.
    pub version: String,
    /// The last moment that it learned from.
    pub trained_until_ms: i64,
    pub videos: Videos,
    /// What is watched by the same people.
    pub together: Option<Rows>,
    /// What is watched after what.
    pub next: Option<Rows>,
    /// Short vectors of the videos.
    pub factors: Option<Vectors>,
    /// What comes next by the order of what was watched.
    pub sequence: Option<SiteSequence>,
    /// How much each source is worth here, in place of the table set by hand.
    pub mixture: Option<MixtureWeights>,
    /// What was learned of shown lists.
    pub ranker: Option<SiteRanker>,
}

impl Learned {
    /// The largest part that networks have in any kind of list; absent where they have none.
    pub fn share_of_networks(&self) -> Option<f32> {
        let mixture = self.mixture.as_ref().filter(|_| self.sequence.is_some())?;
        Some(mixture.most_of_networks()).filter(|share| *share > 0.0)
    }

    pub fn position_of(&self, video: VideoId) -> Option<u32> {
        self.videos.position_of(video)
    }
}
