//! The entries of the catalogue by video.
//!
//! A list asks of hundreds of videos whether they are listed and looks closer at a fifth of them. The map that answers the first is
//! small enough to stay near the processor; the entries themselves, which are not, lie apart from it.

use super::{Entry, Listed};
use crate::recommender::ids::{IdMap, VideoId};

#[derive(Default)]
pub struct Entries {
    places: IdMap<VideoId, Place>,
    all: Vec<(VideoId, Entry)>,
}

#[derive(Clone, Copy)]
struct Place {
    at: u32,
    listed: Listed,
}

impl Entries {
    pub fn get(&self, video: VideoId) -> Option<&Entry> {
        self.places.get(&video).map(|place| self.at(*place))
    }

    pub fn listed(&self, video: VideoId) -> Option<&Entry> {
        self.places.get(&video).filter(|place| place.listed == Listed::Yes).map(|place| self.at(*place))
    }

    fn at(&self, place: Place) -> &Entry {
        &self.all[place.at as usize].1
    }

    pub fn put(&mut self, video: VideoId, entry: Entry) {
        let listed = entry.listed;
        let at = match self.places.get(&video) {
            Some(place) => {
                self.all[place.at as usize].1 = entry;
                place.at
            }
            None => {
                self.all.push((video, entry));
                self.all.len() as u32 - 1
            }
        };
        self.places.insert(video, Place { at, listed });
    }

    pub fn remove(&mut self, video: VideoId) {
        let Some(Place { at, .. }) = self.places.remove(&video) else { return };
        self.all.swap_remove(at as usize);
        // What was last stands there now.
        if let Some((moved, _)) = self.all.get(at as usize)
            && let Some(place) = self.places.get_mut(moved)
        {
            place.at = at;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recommender::catalogue::Language;
    use crate::recommender::content::{Sketch, TitlePrint};
    use crate::recommender::ids::ChannelId;

    fn entry(channel: i64, listed: Listed) -> Entry {
        Entry {
            channel: ChannelId(channel),
            language: Language::default(),
            duration_ms: 1_000,
            published_at_ms: 0,
            listed,
            title: TitlePrint::of(""),
            sketch: Sketch::default(),
        }
    }

    #[test]
    fn each_video_keeps_its_own_entry_when_others_go() {
        let mut entries = Entries::default();
        for number in 1..=4 {
            entries.put(VideoId(number), entry(number, Listed::Yes));
        }
        entries.put(VideoId(2), entry(20, Listed::No));
        for gone in [1, 4, 7] {
            entries.remove(VideoId(gone));
        }
        let channel = |found: Option<&Entry>| found.map(|entry| entry.channel.0);
        let known = [1, 2, 3, 4].map(|number| channel(entries.get(VideoId(number))));
        assert_eq!(known, [None, Some(20), Some(3), None]);
        let listed = [2, 3].map(|number| channel(entries.listed(VideoId(number))));
        assert_eq!(listed, [None, Some(3)], "the second was taken off the lists");
        entries.put(VideoId(1), entry(10, Listed::Yes));
        assert_eq!(channel(entries.listed(VideoId(1))), Some(10));
    }
}
