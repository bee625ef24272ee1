//! The videos of a model, and where each of them stands.

use std::ops::Deref;

use crate::recommender::ids::{IdMap, VideoId};

/// Ascending; an index is a position.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Videos {
    ids: Vec<VideoId>,
    /// A list asks for hundreds of positions, and a search for each would take longer than all else that it does.
    positions: IdMap<VideoId, u32>,
}

impl Videos {
    pub fn position_of(&self, video: VideoId) -> Option<u32> {
        self.positions.get(&video).copied()
    }
}

impl From<Vec<VideoId>> for Videos {
    fn from(ids: Vec<VideoId>) -> Self {
        let positions = ids.iter().copied().zip(0..).collect();
        Self { ids, positions }
    }
}

impl Deref for Videos {
    type Target = [VideoId];

    fn deref(&self) -> &[VideoId] {
        &self.ids
    }
}
