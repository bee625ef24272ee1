//! The highest videos of one half-life, in order, kept by insertion: an event moves one video and nothing is sorted.
//!
//! Bounded: a video that falls off can only come back by being watched, which places it anew.

use crate::recommender::ids::VideoId;

const PLACES: usize = 256;

#[derive(Default)]
pub struct TopList {
    /// Highest first.
    places: Vec<(f64, VideoId)>,
}

impl TopList {
    pub fn first(&self, count: usize) -> impl Iterator<Item = VideoId> + '_ {
        self.places.iter().take(count).map(|(_, video)| *video)
    }

    pub fn place(&mut self, video: VideoId, height: f64) {
        self.remove(video);
        let place = self.places.partition_point(|(other, _)| *other >= height);
        if place < PLACES {
            self.places.insert(place, (height, video));
            self.places.truncate(PLACES);
        }
    }

    pub fn remove(&mut self, video: VideoId) {
        if let Some(place) = self.places.iter().position(|(_, placed)| *placed == video) {
            self.places.remove(place);
        }
    }
}
