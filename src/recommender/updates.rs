//! What the site tells the engine: videos, events, views and lists shown.

use std::net::IpAddr;
use std::sync::PoisonError;

use super::catalogue::{Listed, Prepared, VideoFeatures};
use super::events::{Event, Watch};
use super::ids::{ImpressionId, VideoId, ViewerKey};
use super::request::{Page, Recommended};
use super::views::{SignedIn, counts_as_view};
use super::{Recommender, read, write};

/// How many videos are indexed between two chances for others to read.
const LOADED_AT_ONCE: usize = 1_000;

impl Recommender {
    /// Takes in a whole catalogue, at start. Neighbours are found when they are first asked for.
    pub fn load(&self, videos: Vec<VideoFeatures>) {
        let mut videos = videos.into_iter().map(Prepared::new).peekable();
        while videos.peek().is_some() {
            let some: Vec<Prepared> = videos.by_ref().take(LOADED_AT_ONCE).collect();
            let shown: Vec<(VideoId, Listed)> =
                some.iter().map(|video| (video.id(), video.listed())).collect();
            {
                let mut catalogue = write(&self.catalogue);
                some.iter().for_each(|video| catalogue.count_terms(video));
                some.into_iter().for_each(|video| catalogue.put(video));
            }
            self.expose(&shown);
        }
    }

    /// A video was published, edited, hidden or shown again.
    pub fn upsert_video(&self, features: VideoFeatures) {
        let prepared = Prepared::new(features);
        let (video, listed) = (prepared.id(), prepared.listed());
        {
            let mut catalogue = write(&self.catalogue);
            catalogue.count_terms(&prepared);
            catalogue.put(prepared);
        }
        // The search for neighbours is the long part, and needs no exclusive lock.
        read(&self.catalogue).content.prepare(video);
        write(&self.catalogue).content.introduce(video);
        self.expose(&[(video, listed)]);
    }

    /// Whether it has been told of this video, listed or not.
    pub fn knows(&self, video: VideoId) -> bool {
        read(&self.catalogue).get(video).is_some()
    }

    pub fn remove_video(&self, video: VideoId) {
        write(&self.catalogue).remove(video);
        write(&self.knowledge).forget(video);
    }

    /// Learns from an event. The next list knows of it.
    pub fn observe(&self, event: &Event) {
        let lesson = {
            let catalogue = read(&self.catalogue);
            self.viewers.change(event.viewer, event.at_ms, |viewer| viewer.observe(event, &catalogue))
        };
        if let Some(lesson) = lesson {
            write(&self.knowledge).learn(&lesson, event.at_ms);
        }
    }

    /// Whether this watch counts as a view now. A yes uses the claim up: the caller then stores the view and tells it
    /// as `EventKind::CountedWatch`, once.
    pub fn claim_view(
        &self,
        viewer: ViewerKey,
        address: IpAddr,
        video: VideoId,
        watch: Watch,
        now_ms: i64,
    ) -> bool {
        self.viewers.change(viewer, now_ms, |state| {
            if !counts_as_view(watch, state.last_counted_ms(video), now_ms) {
                return false;
            }
            let signed_in = if matches!(viewer, ViewerKey::User(_)) { SignedIn::Yes } else { SignedIn::No };
            let mut caps = self.address_caps.lock().unwrap_or_else(PoisonError::into_inner);
            if !caps.admit(address, video, signed_in, now_ms) {
                return false;
            }
            state.claim_view(video, now_ms);
            true
        })
    }

    /// A list was put before somebody's eyes.
    pub fn shown(
        &self,
        viewer: Option<ViewerKey>,
        impression: ImpressionId,
        page: Page,
        items: &[Recommended],
        now_ms: i64,
    ) {
        if let Some(key) = viewer {
            self.viewers.change(key, now_ms, |viewer| viewer.served.add(impression, page, items, now_ms));
        }
        write(&self.knowledge).shown(items.iter().map(|item| item.video), now_ms);
    }

    fn expose(&self, videos: &[(VideoId, Listed)]) {
        let mut knowledge = write(&self.knowledge);
        for (video, listed) in videos {
            match listed {
                Listed::Yes => knowledge.expose(*video),
                Listed::No => knowledge.withdraw(*video),
            }
        }
    }
}
