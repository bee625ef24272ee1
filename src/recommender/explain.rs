//! Why a video is on the list, in terms that can be told and are true.
//!
//! The sources that speak for a video are asked in the order of how much they contributed, and the first that can
//! give an honest reason gives it. A reason never says what a single person did: "people went on to this" needs about
//! three of them, "popular" a place among the most watched, and "because you watched" names one of the viewer's own
//! watches that everybody may see.

use super::candidates::{Candidate, Scene};
use super::ids::{ChannelId, VideoId};
use super::request::{Recommended, Source};
use super::rerank::{How, Placed};

const NEW_FOR_MS: i64 = 14 * 24 * 60 * 60 * 1000;
const NEW_FROM_SUBSCRIPTION_FOR_MS: i64 = 30 * 24 * 60 * 60 * 1000;
/// A viewer adds at most 1 to a transition, so this takes three.
const PEOPLE_WENT_ON_FROM: f32 = 2.5;
const SIMILAR_FROM: f32 = 0.1;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Names a video of the viewer's own recent watches.
    BecauseYouWatched(VideoId),
    /// People who watched the current video went on to this one.
    WatchedNext,
    /// Is about the same as the current video, which is named.
    SimilarTo(VideoId),
    NewFromSubscription(ChannelId),
    PopularNow,
    /// Was published in the last two weeks.
    Fresh,
    TryingSomethingNew,
    /// The viewer has watched it, and there is not enough else.
    WatchAgain,
    /// It is on this site: all that can be said of what completes a list.
    MoreToWatch,
}

pub fn explain(scene: &Scene<'_>, placed: &Placed<'_, '_>) -> Recommended {
    let video = placed.video;
    let (source, reason, score, propensity) = match placed.how {
        How::Ranked(candidate) => {
            let sources = candidate.sources();
            let reasons = sources.iter().filter_map(|source| reason_of(scene, candidate, *source));
            let reason = first_honest(scene, video, reasons);
            (sources.first().copied().unwrap_or(Source::Filling), reason, candidate.probability, 1.0)
        }
        How::Explored { propensity } => (Source::Exploration, Reason::TryingSomethingNew, 0.0, propensity),
        How::Filled => (Source::Filling, first_honest(scene, video, std::iter::empty()), 0.0, 1.0),
    };
    Recommended { video, source, reason, score, propensity }
}

fn first_honest(scene: &Scene<'_>, video: VideoId, mut reasons: impl Iterator<Item = Reason>) -> Reason {
    if scene.context.watched.contains(&video) {
        return Reason::WatchAgain;
    }
    if let Some(reason) = reasons.next() {
        return reason;
    }
    if is_published_within(scene, video, NEW_FOR_MS) { Reason::Fresh } else { Reason::MoreToWatch }
}

fn reason_of(scene: &Scene<'_>, candidate: &Candidate<'_>, source: Source) -> Option<Reason> {
    let video = candidate.video;
    match source {
        Source::Next => went_on(scene, video).then_some(Reason::WatchedNext),
        Source::Similar => similar_to_current(scene, video),
        Source::NextOfRecent
        | Source::CoWatched
        | Source::SimilarToRecent
        | Source::Together
        | Source::Factors => because_you_watched(scene, candidate.because(source)?),
        Source::NextItem | Source::Sequence if scene.current == candidate.because(source) => {
            went_on(scene, video).then_some(Reason::WatchedNext)
        }
        Source::NextItem | Source::Sequence => because_you_watched(scene, candidate.because(source)?),
        Source::Popular => {
            scene.knowledge.counters.is_popular(video, scene.now_ms).then_some(Reason::PopularNow)
        }
        Source::Subscription => {
            let is_new = is_published_within(scene, video, NEW_FROM_SUBSCRIPTION_FOR_MS);
            is_new.then_some(Reason::NewFromSubscription(candidate.entry.channel))
        }
        Source::Fresh => is_published_within(scene, video, NEW_FOR_MS).then_some(Reason::Fresh),
        Source::Exploration | Source::Filling => None,
    }
}

fn went_on(scene: &Scene<'_>, video: VideoId) -> bool {
    let Some(current) = scene.current else { return false };
    scene.knowledge.transitions.strength(current, video, scene.now_ms) >= PEOPLE_WENT_ON_FROM
}

fn similar_to_current(scene: &Scene<'_>, video: VideoId) -> Option<Reason> {
    let current = scene.current?;
    let mut neighbours = scene.catalogue.content.neighbours(current);
    let (_, likeness) = neighbours.find(|(neighbour, _)| *neighbour == video)?;
    (likeness >= SIMILAR_FROM).then_some(Reason::SimilarTo(current))
}

/// A video that has become private since must not be named, even to somebody who saw it.
fn because_you_watched(scene: &Scene<'_>, watched: VideoId) -> Option<Reason> {
    let may_be_named = scene.context.has_watched(watched) && scene.catalogue.listed(watched).is_some();
    may_be_named.then_some(Reason::BecauseYouWatched(watched))
}

fn is_published_within(scene: &Scene<'_>, video: VideoId, within_ms: i64) -> bool {
    scene.catalogue.get(video).is_some_and(|entry| scene.now_ms - entry.published_at_ms < within_ms)
}
