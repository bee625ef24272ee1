//! What a model's lists look like beside how good they are: how much of the catalogue they show, whether small channels have a
//! part in them, how much in them is known already. Good lists alone would favour what everybody watches anyway.

use std::sync::Arc;

use super::replay::replay;
use super::{Role, SiteHistory};
use crate::recommender::ids::{ChannelId, IdMap, IdSet, VideoId};
use crate::recommender::learned::Learned;

/// Together the channels that are called small have this share of all watches.
const SMALL_SHARE: f64 = 0.1;

/// Of the lists made for the people by whom models are judged. What cannot be said of so few lists is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Portrait {
    /// The share of the listed videos that are on some list.
    pub coverage: Option<f64>,
    /// The share of places that small channels have.
    pub small_channels: Option<f64>,
    /// The share of places for what the viewer has watched.
    pub repeats: Option<f64>,
}

pub fn portray(history: &SiteHistory, learned: &Arc<Learned>) -> Portrait {
    let channels: IdMap<VideoId, ChannelId> =
        history.videos.iter().map(|video| (video.id, video.channel)).collect();
    let small = small_channels(history, &channels);
    let first_watch = first_watches(history);
    let mut shown: IdSet<VideoId> = IdSet::default();
    let (mut places, mut of_small, mut repeated) = (0usize, 0usize, 0usize);
    replay(history, Role::Judges, |recommender, moment| {
        let list = recommender.with_model(Some(learned), moment.current, &moment.request());
        for item in &list {
            places += 1;
            shown.insert(item.video);
            of_small += usize::from(channels.get(&item.video).is_some_and(|channel| small.contains(channel)));
            let first = first_watch.get(&(moment.viewer, item.video));
            let is_known = first.is_some_and(|at| *at < moment.at_ms);
            repeated += usize::from(is_known);
        }
    });
    if places == 0 {
        return Portrait::default();
    }
    let of_places = |count: usize| Some(count as f64 / places as f64);
    Portrait {
        coverage: Some(shown.len() as f64 / history.videos.len().max(1) as f64),
        small_channels: of_places(of_small),
        repeats: of_places(repeated),
    }
}

fn first_watches(history: &SiteHistory) -> IdMap<(u32, VideoId), i64> {
    let mut first = IdMap::default();
    for watch in &history.watches {
        let at = first.entry((watch.viewer, watch.video)).or_insert(watch.at_ms);
        *at = watch.at_ms.min(*at);
    }
    first
}

/// The least watched ones, as many as together have a tenth of the watches.
fn small_channels(history: &SiteHistory, channels: &IdMap<VideoId, ChannelId>) -> IdSet<ChannelId> {
    let mut watches: IdMap<ChannelId, usize> = channels.values().map(|channel| (*channel, 0)).collect();
    for watch in &history.watches {
        if let Some(channel) = channels.get(&watch.video) {
            *watches.entry(*channel).or_default() += 1;
        }
    }
    let total: usize = watches.values().sum();
    let mut ascending: Vec<(usize, ChannelId)> =
        watches.into_iter().map(|(channel, count)| (count, channel)).collect();
    ascending.sort_unstable();
    let mut sum = 0;
    let small = ascending.into_iter().take_while(|(count, _)| {
        sum += count;
        sum as f64 <= SMALL_SHARE * total as f64
    });
    small.map(|(_, channel)| channel).collect()
}
