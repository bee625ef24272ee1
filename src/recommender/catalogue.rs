//! The videos that may be recommended: what a list must know of each, and which are new.
//!
//! A video that is not listed (private, unlisted, blocked, not ready) is kept all the same, because it can be the one
//! being watched; it never becomes a candidate. The engine's "listed" is a first filter: the site asks again, for the
//! viewer at hand, when the list is shown.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::content::{ContentIndex, Findable, Sketch, Term, Text, TitlePrint, terms_of};
use super::ids::{ChannelId, IdMap, VideoId};

/// What the site tells of a video.
#[derive(Clone, Debug)]
pub struct VideoFeatures {
    pub id: VideoId,
    pub channel: ChannelId,
    pub channel_name: String,
    pub title: String,
    pub description: String,
    pub tags: Vec<String>,
    /// A language code such as `en` or `pt-BR`; empty when it is not known.
    pub language: String,
    pub duration_ms: i64,
    pub published_at_ms: i64,
    pub listed: Listed,
}

/// Whether everybody may find the video in lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    Yes,
    No,
}

/// What the engine keeps of a video.
#[derive(Clone, Debug)]
pub struct Entry {
    pub channel: ChannelId,
    pub language: Language,
    pub duration_ms: i64,
    pub published_at_ms: i64,
    pub listed: Listed,
    pub title: TitlePrint,
    pub sketch: Sketch,
}

/// The two or three letters before any region.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Language([u8; 3]);

/// Newest first; of the same moment, the later id first.
type ByAge = BTreeSet<(Reverse<i64>, Reverse<VideoId>)>;

/// A list asks of hundreds of videos whether they are listed and looks closer at a fifth of them: what answers the first lies in the
/// map, which so stays small enough to be near the processor, and the rest apart from it.
struct Kept {
    listed: Listed,
    entry: Box<Entry>,
}

#[derive(Default)]
pub struct Catalogue {
    entries: IdMap<VideoId, Kept>,
    newest: ByAge,
    channels: IdMap<ChannelId, ByAge>,
    /// Channels by their latest listed video.
    active: BTreeSet<(Reverse<i64>, ChannelId)>,
    pub content: ContentIndex,
}

/// A video whose words have been read, outside of any lock.
pub struct Prepared {
    features: VideoFeatures,
    terms: Vec<Term>,
    title: TitlePrint,
}

impl Prepared {
    pub fn new(features: VideoFeatures) -> Self {
        let text = Text {
            title: &features.title,
            tags: &features.tags,
            channel: &features.channel_name,
            description: &features.description,
        };
        Self { terms: terms_of(&text), title: TitlePrint::of(&features.title), features }
    }

    pub fn id(&self) -> VideoId {
        self.features.id
    }

    pub fn listed(&self) -> Listed {
        self.features.listed
    }
}

impl Catalogue {
    pub fn count_terms(&mut self, video: &Prepared) {
        self.content.count_terms(video.id(), &video.terms);
    }

    pub fn put(&mut self, video: Prepared) {
        let Prepared { features, terms, title } = video;
        self.take_off_lists(features.id);
        let findable = if features.listed == Listed::Yes { Findable::Yes } else { Findable::No };
        let sketch = self.content.put(features.id, terms, findable);
        let entry = Entry {
            channel: features.channel,
            language: Language::of(&features.language),
            duration_ms: features.duration_ms,
            published_at_ms: features.published_at_ms,
            listed: features.listed,
            title,
            sketch,
        };
        if entry.listed == Listed::Yes {
            self.put_on_lists(features.id, &entry);
        }
        self.entries.insert(features.id, Kept { listed: entry.listed, entry: Box::new(entry) });
    }

    pub fn remove(&mut self, video: VideoId) {
        self.take_off_lists(video);
        self.entries.remove(&video);
        self.content.remove(video);
    }

    pub fn get(&self, video: VideoId) -> Option<&Entry> {
        self.entries.get(&video).map(|kept| &*kept.entry)
    }

    pub fn listed(&self, video: VideoId) -> Option<&Entry> {
        self.entries.get(&video).filter(|kept| kept.listed == Listed::Yes).map(|kept| &*kept.entry)
    }

    pub fn listed_count(&self) -> usize {
        self.newest.len()
    }

    pub fn newest(&self) -> impl Iterator<Item = VideoId> + '_ {
        self.newest.iter().map(|(_, video)| video.0)
    }

    pub fn newest_of(&self, channel: ChannelId) -> impl Iterator<Item = VideoId> + '_ {
        self.channels.get(&channel).into_iter().flatten().map(|(_, video)| video.0)
    }

    /// Channels, that with the latest video first.
    pub fn active_channels(&self) -> impl Iterator<Item = ChannelId> + '_ {
        self.active.iter().map(|(_, channel)| *channel)
    }

    fn put_on_lists(&mut self, video: VideoId, entry: &Entry) {
        let key = (Reverse(entry.published_at_ms), Reverse(video));
        self.newest.insert(key);
        self.change_channel(entry.channel, |videos| {
            videos.insert(key);
        });
    }

    fn take_off_lists(&mut self, video: VideoId) {
        let Some(entry) = self.listed(video) else { return };
        let (channel, key) = (entry.channel, (Reverse(entry.published_at_ms), Reverse(video)));
        self.newest.remove(&key);
        self.change_channel(channel, |videos| {
            videos.remove(&key);
        });
    }

    fn change_channel(&mut self, channel: ChannelId, change: impl FnOnce(&mut ByAge)) {
        let videos = self.channels.entry(channel).or_default();
        if let Some((latest, _)) = videos.first() {
            self.active.remove(&(*latest, channel));
        }
        change(videos);
        match videos.first() {
            Some((latest, _)) => {
                self.active.insert((*latest, channel));
            }
            None => {
                self.channels.remove(&channel);
            }
        }
    }
}

impl Language {
    pub fn of(code: &str) -> Self {
        let mut letters = [0; 3];
        let primary = code.split(['-', '_']).next().unwrap_or_default();
        for (letter, byte) in letters.iter_mut().zip(primary.bytes()) {
            *letter = byte.to_ascii_lowercase();
        }
        Self(letters)
    }

    pub fn is_known(self) -> bool {
        self != Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(catalogue: &mut Catalogue, video: i64, channel: i64, listed: Listed) {
        catalogue.put(Prepared::new(VideoFeatures {
            id: VideoId(video),
            channel: ChannelId(channel),
            channel_name: String::new(),
            title: String::new(),
            description: String::new(),
            tags: Vec::new(),
            language: String::new(),
            duration_ms: 1_000,
            published_at_ms: 0,
            listed,
        }));
    }

    #[test]
    fn each_video_keeps_its_own_entry_when_others_go() {
        let mut catalogue = Catalogue::default();
        for number in 1..=4 {
            put(&mut catalogue, number, number, Listed::Yes);
        }
        put(&mut catalogue, 2, 20, Listed::No);
        for gone in [1, 4, 7] {
            catalogue.remove(VideoId(gone));
        }
        let channel = |found: Option<&Entry>| found.map(|entry| entry.channel.0);
        let known = [1, 2, 3, 4].map(|number| channel(catalogue.get(VideoId(number))));
        assert_eq!(known, [None, Some(20), Some(3), None]);
        let listed = [2, 3].map(|number| channel(catalogue.listed(VideoId(number))));
        assert_eq!(listed, [None, Some(3)], "the second was taken off the lists");
        put(&mut catalogue, 1, 10, Listed::Yes);
        assert_eq!(channel(catalogue.listed(VideoId(1))), Some(10));
    }
}
