//! What happens to a video while somebody looks on: one poller for all who look at the same one, whichever process makes it happen.
//!
//! Each second the poller asks what there is to know, and whoever looks on hears of it if that is something else than before. What each
//! of them may hear is theirs to find out. It ends with the last of them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use super::App;
use crate::db::ids::{CommentId, VideoId};
use crate::error::{Error, Result};
use crate::models::comment::CommentEntry;
use crate::models::video::VideoMoment;

const TICK: Duration = Duration::from_secs(1);
/// How many comments are remembered for whoever is behind.
const REMEMBERED: usize = 100;
/// When there may be room again.
const FULL_SECONDS: i64 = 30;

/// What there is to know; None once the video is gone.
pub type Seen = Option<Arc<VideoSight>>;

#[derive(Debug, Clone)]
pub struct VideoSight {
    pub moment: VideoMoment,
    /// The last of them, the oldest first.
    pub comments: Vec<CommentEntry>,
}

#[derive(Clone, Default)]
pub struct VideoEvents {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    watched: HashMap<VideoId, watch::Receiver<Seen>>,
    streams: usize,
    by_network: HashMap<String, usize>,
}

/// A place among those who look on, until it is dropped.
pub struct StreamPlace {
    events: VideoEvents,
    network: String,
}

impl VideoEvents {
    /// Takes a place for somebody of this network, or refuses it.
    pub fn take_place(&self, network: &str, in_all: usize, of_network: usize) -> Result<StreamPlace> {
        let mut state = self.state();
        let present = state.by_network.get(network).copied().unwrap_or(0);
        if state.streams >= in_all || present >= of_network {
            return Err(Error::TooMany { retry_after: FULL_SECONDS });
        }
        state.streams += 1;
        state.by_network.insert(network.to_owned(), present + 1);
        Ok(StreamPlace { events: self.clone(), network: network.to_owned() })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for StreamPlace {
    fn drop(&mut self) {
        let mut state = self.events.state();
        state.streams -= 1;
        if let Entry::Occupied(mut present) = state.by_network.entry(self.network.clone()) {
            *present.get_mut() -= 1;
            if *present.get() == 0 {
                present.remove();
            }
        }
    }
}

impl App {
    /// Looks at a video, beginning with what is known now. `after` is the last comment that there was.
    pub fn look_at(&self, first: VideoMoment, after: CommentId) -> watch::Receiver<Seen> {
        let video = first.id;
        let mut state = self.video_events.state();
        // A poller holds the sender as long as it runs, and takes its entry away under this lock.
        if let Some(watched) = state.watched.get(&video) {
            return watched.clone();
        }
        let sight = VideoSight { moment: first, comments: Vec::new() };
        let (sender, receiver) = watch::channel(Some(Arc::new(sight)));
        state.watched.insert(video, receiver.clone());
        tokio::spawn(poll(self.clone(), video, after, sender));
        receiver
    }
}

async fn poll(app: App, video: VideoId, mut after: CommentId, sender: watch::Sender<Seen>) {
    loop {
        tokio::time::sleep(TICK).await;
        {
            let mut state = app.video_events.state();
            // One of the receivers is the map's own.
            if sender.receiver_count() <= 1 || app.draining.load(Ordering::SeqCst) {
                state.watched.remove(&video);
                return;
            }
        }
        let now = app.now();
        let look = app.db.read(move |conn| {
            let moment = VideoMoment::of(conn, video, now)?;
            Ok((moment, CommentEntry::since(conn, video, after, REMEMBERED)?))
        });
        match look.await {
            Ok((Some(moment), new)) => {
                after = new.last().map_or(after, |last| last.id);
                sender.send_if_modified(|seen| tell(seen, moment, new));
            }
            Ok((None, _)) => drop(sender.send_replace(None)),
            // Whoever looks on hears nothing for the moment.
            Err(error) => log::warn!("video {video} could not be looked at: {error}"),
        }
    }
}

/// Whether that is something else than before.
fn tell(seen: &mut Seen, moment: VideoMoment, new: Vec<CommentEntry>) -> bool {
    let before = seen.as_deref();
    if new.is_empty() && before.is_some_and(|before| before.moment == moment) {
        return false;
    }
    let mut comments = before.map(|before| before.comments.clone()).unwrap_or_default();
    comments.extend(new);
    comments.drain(..comments.len().saturating_sub(REMEMBERED));
    *seen = Some(Arc::new(VideoSight { moment, comments }));
    true
}
