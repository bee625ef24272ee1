//! What is asked of the engine, and what it answers.

use super::explain::Reason;
use super::ids::{ChannelId, VideoId, ViewerKey};
use super::tilt::Tilt;

#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// `None` for a visitor who has not watched anything yet, and so has no identity at all.
    pub viewer: Option<ViewerKey>,
    /// The channels that the viewer follows.
    pub subscriptions: &'a [ChannelId],
    pub limit: usize,
    pub tilt: Tilt,
    pub now_ms: i64,
    /// Decides what is explored; the same seed, time and knowledge give the same list.
    pub seed: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Page {
    Home,
    /// Beside a video that is being watched.
    UpNext,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recommended {
    pub video: VideoId,
    /// Where the largest part of its score came from.
    pub source: Source,
    /// Why it is shown, as it can be told to the viewer; always true.
    pub reason: Reason,
    /// The mixture's probability, after all factors; 0 for what only fills the list.
    pub score: f32,
    /// With which probability it was chosen: 1 unless it was explored.
    pub propensity: f32,
}

/// A way of finding candidates. All but the last two are mixed; those have places of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// Watched after the current video.
    Next,
    /// Watched after what this viewer watched before.
    NextOfRecent,
    /// Watched by the viewers of the current video and of this viewer's last ones.
    CoWatched,
    /// About the same as the current video.
    Similar,
    /// About the same as what this viewer watched before.
    SimilarToRecent,
    Popular,
    Subscription,
    Fresh,
    /// Watched by the viewers of what this viewer watched, as the trained model has it.
    Together,
    /// Watched after what this viewer watched, as the trained model has it.
    NextItem,
    /// Near to what this viewer watched among the trained model's vectors.
    Factors,
    /// Watched next by the order of what this viewer watched, as the trained model's network has it.
    Sequence,
    Exploration,
    /// Completes a list that would be too short.
    Filling,
}

pub const MIXED_SOURCES: [Source; 12] = [
    Source::Next,
    Source::NextOfRecent,
    Source::CoWatched,
    Source::Similar,
    Source::SimilarToRecent,
    Source::Popular,
    Source::Subscription,
    Source::Fresh,
    Source::Together,
    Source::NextItem,
    Source::Factors,
    Source::Sequence,
];

/// Of these only those are asked that were found to add something.
pub const NETWORKS: [Source; 1] = [Source::Sequence];

impl Page {
    /// The name under which it is stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::UpNext => "up_next",
        }
    }
}

impl Source {
    /// The name under which it is stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::NextOfRecent => "next_of_recent",
            Self::CoWatched => "co_watched",
            Self::Similar => "similar",
            Self::SimilarToRecent => "similar_to_recent",
            Self::Popular => "popular",
            Self::Subscription => "subscription",
            Self::Fresh => "fresh",
            Self::Together => "together",
            Self::NextItem => "next_item",
            Self::Factors => "factors",
            Self::Sequence => "sequence",
            Self::Exploration => "exploration",
            Self::Filling => "filling",
        }
    }
}
