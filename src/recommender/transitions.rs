//! What is watched after what, and what is watched by the same people.
//!
//! A transition leads from an earlier video to a later one; a co-watch has no direction. Both are sums over all
//! viewers, with and without accounts, and hold nothing about any of them. One viewer adds at most 1 to a pair, and
//! only the first time they watch the later video: so a weight is never more than the number of people behind it.

use super::ids::VideoId;
use super::pairs::{PairRow, Pairs, RowNow};

/// How many earlier videos lead to the new one, and how fast their say falls with distance (a linear next-item model
/// was best at a scale of three on held-out watches).
const TRANSITIONS_FROM: usize = 5;
const TRANSITION_SCALE: f32 = 3.0;
const CO_WATCHES_WITH: usize = 20;
/// Videos watched on different days hang together less than those of one sitting.
const SITTING_HALF_LIFE_MS: f32 = 24.0 * 60.0 * 60.0 * 1000.0;
const TASTE_HALF_LIFE_MS: f32 = 14.0 * SITTING_HALF_LIFE_MS;

/// An earlier watch of the same viewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earlier {
    pub video: VideoId,
    pub at_ms: i64,
}

#[derive(Default)]
pub struct Transitions {
    next: Pairs,
    together: Pairs,
}

impl Transitions {
    /// Learns from one viewer's first watch of `video`, given what they watched before it, latest first.
    pub fn learn(&mut self, earlier: &[Earlier], video: VideoId, at_ms: i64) {
        let others = earlier.iter().filter(|watch| watch.video != video).copied();
        each_lesson(others, at_ms, |lesson| {
            if lesson.leads > 0.0 {
                self.next.add(lesson.earlier, video, lesson.leads, at_ms);
            }
            self.together.add(lesson.earlier, video, lesson.belongs, at_ms);
            self.together.add(video, lesson.earlier, lesson.belongs, at_ms);
        });
    }

    /// What was watched after this video.
    pub fn after(&self, video: VideoId, now_ms: i64) -> RowNow<'_> {
        self.next.row(video, now_ms)
    }

    /// How much was watched directly after this video; about the number of people who did so.
    pub fn strength(&self, from: VideoId, to: VideoId, now_ms: i64) -> f32 {
        self.next.weight(from, to, now_ms)
    }

    /// What was watched by the people who watched this video.
    pub fn alongside(&self, video: VideoId, now_ms: i64) -> RowNow<'_> {
        self.together.row(video, now_ms)
    }

    pub fn forget(&mut self, video: VideoId) {
        self.next.forget(video);
        self.together.forget(video);
    }

    /// Changed transitions, then changed co-watches.
    pub fn drain_dirty(&mut self) -> (Vec<PairRow>, Vec<PairRow>) {
        (self.next.drain_dirty(), self.together.drain_dirty_undirected())
    }

    pub fn mark_dirty(&mut self, transitions: &[PairRow], co_watches: &[PairRow]) {
        self.next.mark_dirty(transitions);
        self.together.mark_dirty(co_watches);
    }

    pub fn restore(&mut self, transitions: &[PairRow], co_watches: &[PairRow]) {
        self.next.restore(transitions);
        self.together.restore(co_watches);
        let back: Vec<PairRow> =
            co_watches.iter().map(|row| PairRow { from: row.to, to: row.from, ..*row }).collect();
        self.together.restore(&back);
    }
}

/// What a first watch teaches about one watched before it.
pub struct PairLesson {
    pub earlier: VideoId,
    /// How much this one leads to the new one; nothing from too far back.
    pub leads: f32,
    /// How much the two belong together.
    pub belongs: f32,
}

/// `earlier` latest first.
pub fn each_lesson(earlier: impl Iterator<Item = Earlier>, at_ms: i64, mut teach: impl FnMut(PairLesson)) {
    for (distance, watch) in earlier.take(CO_WATCHES_WITH).enumerate() {
        let elapsed_ms = at_ms - watch.at_ms;
        let near =
            if distance < TRANSITIONS_FROM { (-(distance as f32) / TRANSITION_SCALE).exp() } else { 0.0 };
        teach(PairLesson {
            earlier: watch.video,
            leads: near * fade(elapsed_ms, SITTING_HALF_LIFE_MS),
            belongs: fade(elapsed_ms, TASTE_HALF_LIFE_MS),
        });
    }
}

fn fade(elapsed_ms: i64, half_life_ms: f32) -> f32 {
    (-(elapsed_ms.max(0) as f32) / half_life_ms).exp2()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watched(videos: &[i64], at_ms: i64) -> Vec<Earlier> {
        videos.iter().map(|video| Earlier { video: VideoId(*video), at_ms }).collect()
    }

    #[test]
    fn the_latest_earlier_video_has_the_most_say_and_time_apart_weakens_it() {
        let mut transitions = Transitions::default();
        let day_ms = 24 * 60 * 60 * 1000;
        transitions.learn(&watched(&[2, 1], day_ms), VideoId(3), day_ms);
        transitions.learn(&watched(&[5], 0), VideoId(6), day_ms);
        let strength = |from, to| transitions.strength(VideoId(from), VideoId(to), day_ms);
        assert_eq!(strength(2, 3), 1.0);
        assert!(strength(1, 3) < 1.0 && strength(1, 3) > 0.0);
        assert_eq!(strength(3, 2), 0.0, "a transition has a direction");
        assert_eq!(strength(5, 6), 0.5, "a day apart");
        let together = |video: i64| transitions.alongside(VideoId(video), day_ms).iter().count();
        assert_eq!((together(1), together(2), together(3)), (1, 1, 2), "a co-watch has none");
    }

    #[test]
    fn a_co_watch_is_stored_once_and_comes_back_in_both_directions() {
        let mut transitions = Transitions::default();
        transitions.learn(&watched(&[9], 0), VideoId(4), 0);
        let (next, together) = transitions.drain_dirty();
        assert_eq!(together, [PairRow { from: VideoId(4), to: VideoId(9), weight: 1.0, at_ms: 0 }]);
        let mut restored = Transitions::default();
        restored.restore(&next, &together);
        for (one, other) in [(4, 9), (9, 4)] {
            let row: Vec<_> = restored.alongside(VideoId(one), 0).iter().collect();
            assert_eq!(row, [(VideoId(other), 1.0)]);
        }
        assert_eq!(restored.strength(VideoId(9), VideoId(4), 0), 1.0);
        assert_eq!(restored.strength(VideoId(4), VideoId(9), 0), 0.0);
    }

    #[test]
    fn a_video_does_not_lead_to_itself() {
        let mut transitions = Transitions::default();
        transitions.learn(&watched(&[1, 1, 2], 0), VideoId(1), 0);
        assert_eq!(transitions.after(VideoId(1), 0).iter().count(), 0);
        assert_eq!(transitions.strength(VideoId(2), VideoId(1), 0), 1.0);
    }
}
