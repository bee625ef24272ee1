//! One viewer's state: what they watched, turned down and were shown.

use super::Context;
use super::feedback::Feedback;
use super::ring::{Ring, Time};
use super::served::Served;
use crate::recommender::catalogue::Catalogue;
use crate::recommender::events::{Event, EventKind, Watch};
use crate::recommender::ids::{ChannelId, VideoId};
use crate::recommender::knowledge::Lesson;
use crate::recommender::views::ONE_VIEW_PER_MS;

/// A stored, counted watch of someone with an account.
#[derive(Clone, Copy, Debug)]
pub struct PastWatch {
    pub video: VideoId,
    pub at_ms: i64,
    pub watch: Watch,
}

/// What is stored of someone with an account, in any order.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The latest 200 are enough.
    pub watches: Vec<PastWatch>,
    pub not_interested: Vec<(VideoId, i64)>,
    pub less_from: Vec<(ChannelId, i64)>,
}

#[derive(Debug, Default)]
pub struct Viewer {
    ring: Ring,
    feedback: Feedback,
    pub served: Served,
    claimed_views: Vec<(VideoId, i64)>,
    history: Loaded,
    pub since_ms: i64,
    pub used_ms: i64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Loaded {
    Yes,
    #[default]
    No,
}

impl Viewer {
    pub fn new(now_ms: i64) -> Self {
        Self { since_ms: now_ms, used_ms: now_ms, ..Self::default() }
    }

    /// Adds stored history to whatever happened since the site started.
    pub fn load(&mut self, history: &History) {
        for past in &history.watches {
            self.ring.watched(past.video, past.watch, past.at_ms);
            self.claimed_views.push((past.video, past.at_ms));
        }
        history.not_interested.iter().for_each(|(video, at_ms)| self.feedback.not_interested(*video, *at_ms));
        history.less_from.iter().for_each(|(channel, at_ms)| self.feedback.less_from(*channel, *at_ms));
        self.history = Loaded::Yes;
    }

    /// All but which views were counted of late.
    pub fn forget_history(&mut self) {
        let claimed_views = std::mem::take(&mut self.claimed_views);
        *self = Self { claimed_views, since_ms: self.since_ms, used_ms: self.used_ms, ..Self::default() };
    }

    pub fn needs_history(&self) -> bool {
        self.history == Loaded::No
    }

    pub fn last_counted_ms(&self, video: VideoId) -> Option<i64> {
        self.claimed_views.iter().filter(|(claimed, _)| *claimed == video).map(|(_, at_ms)| *at_ms).max()
    }

    pub fn claim_view(&mut self, video: VideoId, now_ms: i64) {
        self.claimed_views.retain(|(_, at_ms)| now_ms - at_ms < ONE_VIEW_PER_MS);
        self.claimed_views.push((video, now_ms));
    }

    /// Takes in one event and says what it teaches about videos in general, if anything.
    pub fn observe(&mut self, event: &Event, catalogue: &Catalogue) -> Option<Lesson> {
        let at_ms = event.at_ms;
        match event.kind {
            EventKind::CountedWatch { video, watch } => {
                Some(self.watched(video, with_length(watch, video, catalogue), at_ms))
            }
            EventKind::Progress { video, watch } => {
                let watch = with_length(watch, video, catalogue);
                self.served.watched(video);
                self.ring.progressed(video, watch, at_ms).then_some(Lesson::Completion { video })
            }
            EventKind::Rated { video, before, after } => {
                self.ring.rated(video, before, after);
                Some(Lesson::Rating { video, before, after })
            }
            EventKind::Commented { video } => {
                self.ring.commented(video);
                Some(Lesson::Comment { video })
            }
            EventKind::Subscribed { channel } => {
                self.ring.subscribed(channel, catalogue);
                None
            }
            EventKind::NotInterested { video } => {
                self.feedback.not_interested(video, at_ms);
                Some(Lesson::Rejection { video })
            }
            EventKind::InterestedAgain { video } => {
                self.feedback.interested_again(video);
                Some(Lesson::RejectionWithdrawn { video })
            }
            EventKind::LessFromChannel { channel } => {
                self.feedback.less_from(channel, at_ms);
                None
            }
            EventKind::ChannelWelcomeAgain { channel } => {
                self.feedback.welcome_again(channel);
                None
            }
        }
    }

    pub fn context(&self, current: Option<VideoId>, catalogue: &Catalogue, now_ms: i64) -> Context {
        let mut context = Context::default();
        self.ring.describe(&mut context, current, now_ms);
        self.feedback.describe(&mut context, catalogue, now_ms);
        self.served.describe(&mut context, now_ms);
        context
    }

    /// One viewer teaches a pair of videos once, however often they repeat it, so a pair's weight counts people.
    fn watched(&mut self, video: VideoId, watch: Watch, at_ms: i64) -> Lesson {
        self.served.watched(video);
        let earlier = self.ring.earlier_than(video, at_ms);
        let earlier = match self.ring.watched(video, watch, at_ms) {
            Time::First => earlier,
            Time::Again => Vec::new(),
        };
        Lesson::Watch { video, earlier, verdict: watch.verdict() }
    }
}

/// A player that does not know how long its video is leaves that to the catalogue.
fn with_length(watch: Watch, video: VideoId, catalogue: &Catalogue) -> Watch {
    let known_ms = catalogue.get(video).map_or(0, |entry| entry.duration_ms);
    if watch.duration_ms > 0 { watch } else { Watch { duration_ms: known_ms, ..watch } }
}
