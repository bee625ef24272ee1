use super::feedback::Feedback;
use super::viewer::Viewer;
use super::*;
use crate::recommender::catalogue::Catalogue;
use crate::recommender::events::{Event, EventKind, Rating, Verdict, Watch};
use crate::recommender::ids::{ImpressionId, ViewerKey};
use crate::recommender::knowledge::Lesson;
use crate::recommender::request::{Page, Recommended, Source};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

fn whole() -> Watch {
    Watch { watched_ms: 60_000, duration_ms: 60_000 }
}

fn observe(viewer: &mut Viewer, at_ms: i64, kind: EventKind) -> Option<Lesson> {
    viewer.observe(&Event { viewer: ViewerKey::User(1), at_ms, kind }, &Catalogue::default())
}

fn watch(viewer: &mut Viewer, video: i64, at_ms: i64) -> Vec<i64> {
    match observe(viewer, at_ms, EventKind::CountedWatch { video: VideoId(video), watch: whole() }) {
        Some(Lesson::Watch { earlier, .. }) => earlier.iter().map(|watch| watch.video.0).collect(),
        _ => Vec::new(),
    }
}

fn liked(context: &Context) -> Vec<i64> {
    context.liked.iter().map(|(video, _)| video.0).collect()
}

#[test]
fn the_latest_watch_has_the_most_say_and_the_open_video_none() {
    let mut viewer = Viewer::default();
    for video in 1..=3 {
        watch(&mut viewer, video, video * 1_000);
    }
    let context = viewer.context(None, &Catalogue::default(), 5_000);
    assert_eq!(liked(&context), [3, 2, 1]);
    assert!((context.liked.iter().map(|(_, weight)| weight).sum::<f32>() - 1.0).abs() < 1e-6);
    assert!(context.liked[0].1 > context.liked[1].1);
    assert_eq!(liked(&viewer.context(Some(VideoId(3)), &Catalogue::default(), 5_000)), [2, 1]);
}

#[test]
fn a_viewer_teaches_what_follows_what_only_once() {
    let mut viewer = Viewer::default();
    assert_eq!(watch(&mut viewer, 1, 0), [0; 0]);
    assert_eq!(watch(&mut viewer, 2, 1_000), [1]);
    assert_eq!(watch(&mut viewer, 3, 2_000), [2, 1]);
    assert_eq!(watch(&mut viewer, 2, DAY_MS), [0; 0], "again");
}

#[test]
fn a_playback_that_is_soon_left_speaks_against_and_one_that_goes_on_for() {
    let mut viewer = Viewer::default();
    let progress = |viewer: &mut Viewer, watched_ms| {
        let watch = Watch { watched_ms, duration_ms: 600_000 };
        observe(viewer, 0, EventKind::Progress { video: VideoId(1), watch })
    };
    progress(&mut viewer, 3_000);
    let left = viewer.context(None, &Catalogue::default(), 0);
    assert!(left.liked.is_empty() && left.disliked.len() == 1 && left.length == 0);
    assert_eq!(progress(&mut viewer, 590_000), None, "a watch that was never counted teaches nothing");
    assert_eq!(liked(&viewer.context(None, &Catalogue::default(), 0)), [1]);
}

#[test]
fn a_counted_watch_is_completed_once() {
    let mut viewer = Viewer::default();
    let at = |watched_ms| Watch { watched_ms, duration_ms: 600_000 };
    let video = VideoId(1);
    let counted = observe(&mut viewer, 0, EventKind::CountedWatch { video, watch: at(70_000) });
    assert_eq!(counted, Some(Lesson::Watch { video, earlier: vec![], verdict: Verdict::Watched }));
    assert_eq!(observe(&mut viewer, 1, EventKind::Progress { video, watch: at(300_000) }), None);
    let completed = Some(Lesson::Completion { video });
    assert_eq!(observe(&mut viewer, 2, EventKind::Progress { video, watch: at(580_000) }), completed);
    assert_eq!(observe(&mut viewer, 3, EventKind::Progress { video, watch: at(600_000) }), None);
}

#[test]
fn a_dislike_outweighs_having_watched() {
    let mut viewer = Viewer::default();
    watch(&mut viewer, 1, 0);
    observe(
        &mut viewer,
        1,
        EventKind::Rated { video: VideoId(1), before: Rating::None, after: Rating::Disliked },
    );
    assert!(viewer.context(None, &Catalogue::default(), 2).liked.is_empty());
    observe(
        &mut viewer,
        3,
        EventKind::Rated { video: VideoId(1), before: Rating::Disliked, after: Rating::None },
    );
    assert_eq!(liked(&viewer.context(None, &Catalogue::default(), 4)), [1]);
}

#[test]
fn not_interested_hides_for_good_and_its_echo_fades_in_sixty_days() {
    let mut feedback = Feedback::default();
    feedback.not_interested(VideoId(1), 0);
    let described = |now_ms| {
        let mut context = Context::default();
        feedback.describe(&mut context, &Catalogue::default(), now_ms);
        context
    };
    assert_eq!(described(0).disliked, [(VideoId(1), 0.5)]);
    assert_eq!(described(30 * DAY_MS).disliked, [(VideoId(1), 0.25)]);
    assert!(described(61 * DAY_MS).disliked.is_empty());
    assert!(described(61 * DAY_MS).hidden.contains(&VideoId(1)));
}

#[test]
fn less_from_a_channel_wears_off() {
    let mut feedback = Feedback::default();
    feedback.less_from(ChannelId(7), 0);
    let factor = |now_ms| {
        let mut context = Context::default();
        feedback.describe(&mut context, &Catalogue::default(), now_ms);
        (context.channel_factor(ChannelId(7)), context.channel_factor(ChannelId(8)))
    };
    assert!((factor(0).0 - 0.2).abs() < 1e-6 && factor(0).1 == 1.0);
    assert_eq!(factor(60 * DAY_MS).0, 1.0);
}

#[test]
fn a_watch_is_attributed_to_the_latest_list_that_showed_the_video() {
    let mut viewer = Viewer::default();
    let item = |video| Recommended {
        video: VideoId(video),
        source: Source::Popular,
        reason: crate::recommender::Reason::PopularNow,
        score: 0.5,
        propensity: 1.0,
    };
    viewer.served.add(ImpressionId(1), Page::Home, &[item(1), item(2)], 0);
    viewer.served.add(ImpressionId(2), Page::UpNext, &[item(3), item(1)], 1_000);
    let found = viewer.served.attribute(VideoId(1), 2_000).unwrap();
    assert_eq!((found.impression, found.rank, found.page), (ImpressionId(2), 2, Page::UpNext));
    assert_eq!(viewer.served.attribute(VideoId(2), 2_000).unwrap().impression, ImpressionId(1));
    assert!(viewer.served.attribute(VideoId(9), 2_000).is_none());
    assert!(viewer.served.attribute(VideoId(1), 2 * DAY_MS).is_none());
}

#[test]
fn what_was_shown_three_times_and_never_watched_is_passed_over_for_a_week() {
    let mut viewer = Viewer::default();
    let item = Recommended {
        video: VideoId(1),
        source: Source::Fresh,
        reason: crate::recommender::Reason::Fresh,
        score: 0.5,
        propensity: 1.0,
    };
    let passed_over = |viewer: &Viewer, now_ms| {
        viewer.context(None, &Catalogue::default(), now_ms).passed_over.contains(&VideoId(1))
    };
    for time in 0..3 {
        assert!(!passed_over(&viewer, time));
        viewer.served.add(ImpressionId(1), Page::Home, &[item], time);
    }
    assert!(passed_over(&viewer, DAY_MS) && !passed_over(&viewer, 8 * DAY_MS));
    watch(&mut viewer, 1, DAY_MS);
    assert!(!passed_over(&viewer, DAY_MS));
}
