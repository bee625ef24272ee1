//! What is known of one viewer: their last watches, what they turned down, and the lists they were shown.
//!
//! In memory only. People with an account get theirs back from stored history (`History`); an anonymous viewer's is
//! gone after a day, and never leaves this module except as the `Context` of their own request.
//!
//! `viewers` keeps everybody within bounds; a `viewer` has a `ring` of watches, `feedback`, and what was `served`.

mod feedback;
mod ring;
mod served;
pub(super) mod viewer;
mod viewers;

pub use served::{Attribution, ServedItem, ServedList};
pub use viewer::{History, PastWatch};
pub use viewers::Viewers;

use super::ids::{ChannelId, IdMap, IdSet, VideoId};

/// What one request must know of its viewer: a copy, so that no lock is held while the list is made.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// Watches that speak for a direction, latest first, with weights that sum to 1.
    pub liked: Vec<(VideoId, f32)>,
    /// What speaks against one, with weights on the same scale: abandoned, disliked, turned down.
    pub disliked: Vec<(VideoId, f32)>,
    /// How many liked watches there are in all; the mixture trusts a long context more.
    pub length: usize,
    /// Watched lately; shown again only when there is nothing else.
    pub watched: IdSet<VideoId>,
    /// "Not interested": never shown.
    pub hidden: IdSet<VideoId>,
    /// Shown several times and never chosen.
    pub passed_over: IdSet<VideoId>,
    /// How often each video was shown lately and not chosen.
    pub times_shown: IdMap<VideoId, u8>,
    /// By what a channel's videos are multiplied.
    pub channels: Vec<(ChannelId, f32)>,
}

impl Context {
    pub fn channel_factor(&self, channel: ChannelId) -> f32 {
        self.channels.iter().filter(|(other, _)| *other == channel).map(|(_, factor)| factor).product()
    }

    pub fn has_watched(&self, video: VideoId) -> bool {
        self.liked.iter().any(|(liked, _)| *liked == video)
    }
}

#[cfg(test)]
mod tests;
