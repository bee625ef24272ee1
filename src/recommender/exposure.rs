//! Which videos have hardly been shown yet, and are therefore owed a chance by exploration.
//!
//! Kept so that a fair draw of a few among a hundred thousand costs nothing: a list in any order, and each video's
//! place in it.

use super::ids::{IdMap, VideoId};
use super::random::Random;

/// After this many impressions a video stands on what they taught.
pub const ENOUGH_IMPRESSIONS: f64 = 50.0;

#[derive(Default)]
pub struct Exposure {
    waiting: Vec<VideoId>,
    places: IdMap<VideoId, usize>,
}

impl Exposure {
    pub fn add(&mut self, video: VideoId) {
        if self.places.contains_key(&video) {
            return;
        }
        self.places.insert(video, self.waiting.len());
        self.waiting.push(video);
    }

    pub fn remove(&mut self, video: VideoId) {
        let Some(place) = self.places.remove(&video) else { return };
        self.waiting.swap_remove(place);
        if let Some(moved) = self.waiting.get(place) {
            self.places.insert(*moved, place);
        }
    }

    pub fn contains(&self, video: VideoId) -> bool {
        self.places.contains_key(&video)
    }

    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// `count` different videos (or all, when there are fewer), each with the same chance (Floyd's sampling).
    pub fn draw(&self, count: usize, random: &mut Random) -> Vec<VideoId> {
        let count = count.min(self.waiting.len());
        let mut places: Vec<usize> = Vec::with_capacity(count);
        for last in self.waiting.len() - count..self.waiting.len() {
            let place = random.below(last + 1);
            places.push(if places.contains(&place) { last } else { place });
        }
        places.into_iter().map(|place| self.waiting[place]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_distinct_and_fair() {
        let mut exposure = Exposure::default();
        for video in 0..20 {
            exposure.add(VideoId(video));
        }
        exposure.remove(VideoId(3));
        exposure.remove(VideoId(19));
        exposure.add(VideoId(3));
        let mut random = Random::new(1);
        let mut drawn = [0; 20];
        for _ in 0..19_000 {
            let draw = exposure.draw(4, &mut random);
            assert_eq!(draw.len(), 4);
            draw.iter().for_each(|video| drawn[video.0 as usize] += 1);
            assert!((1..4).all(|place| !draw[..place].contains(&draw[place])));
        }
        assert_eq!(drawn[19], 0);
        assert!(drawn[..19].iter().all(|times| (3_700..4_300).contains(times)), "{drawn:?}");
        assert_eq!(exposure.draw(100, &mut random).len(), 19);
        assert!(Exposure::default().draw(3, &mut random).is_empty());
    }
}
