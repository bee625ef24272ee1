//! `kinora bench recommender`: the recommender alone, on a made-up site in memory, measured and held against its floors.
//!
//! The same world at every run (`world`): what takes time is the engine, not a database. Each figure is printed; with `--check` one
//! that misses its floor is an error at the end.

mod figures;
mod visits;
mod world;

use std::sync::Arc;
use std::time::{Duration, Instant};

use self::figures::{Figures, resident_mebibytes};
use self::visits::Crowd;
use self::world::{DAY_MS, NOW_MS, World};
use crate::recommender::Tilt;
use crate::recommender::training::cpu_seconds;
use crate::recommender::training::site::{
    Networks, NetworksReport, RankerSettings, SequenceSettings, SiteSettings, judge, learn_ranker, learn_with,
};
use crate::recommender::{
    Event, EventKind, Learned, MixtureWeights, Reason, Recommended, Recommender, Request, VideoId, ViewerKey,
    Watch,
};

const QUERIES: usize = 2_000;
const LONG_CONTEXT: usize = 200;
const LIST: usize = 20;
/// Beyond the numbers of the people of the world.
const MEASURED_VIEWER: i64 = 10_000_000;
const VISITS: usize = 2_000;
/// From whose lists the ranker is learned, none of whom is measured.
const TEACHING_VISITS: usize = 6_000;

/// Measures a world of so many videos and events; an error when it is to be checked and misses a floor.
pub fn recommender(videos: usize, events: usize, check: bool) -> anyhow::Result<()> {
    let mut figures = Figures::default();
    empty_site(&mut figures);
    let mut world = World::new(videos);
    let begun = Instant::now();
    let engine = Recommender::new();
    engine.load(world.videos());
    figures.tell("loading the catalogue", "s", begun.elapsed().as_secs_f64());
    let begun = Instant::now();
    let watches = world.live(&engine, events);
    figures.tell("an event", "µs", begun.elapsed().as_secs_f64() * 1e6 / events.max(1) as f64);

    let history = world.history(&engine, watches);
    let (begun, before) = (Instant::now(), cpu_seconds());
    let networks = Networks::Learned(SequenceSettings::default());
    let (learned, report) = learn_with(&history, &SiteSettings::new("bench"), &networks);
    let of_networks = report.learned.map_or(0.0, |network| network.seconds);
    // What is promised is a million events among ten thousand videos; a larger catalogue is told as it is.
    let most = if videos <= 10_000 { 120.0 } else { f64::INFINITY };
    figures.at_most("training, on one core", "s", spent_since(before, begun) - of_networks, most);
    figures.tell("training, elapsed", "s", begun.elapsed().as_secs_f64());
    tell_network(&report, &learned, &mut figures);
    let bytes = learned.encode();
    let most = if videos <= 10_000 { 40.0 } else { 150.0 };
    figures.at_most("the model's file", "MB", bytes.len() as f64 / 1e6, most);
    let begun = Instant::now();
    let read = Arc::new(Learned::decode(&bytes)?);
    figures.tell("reading the file", "s", begun.elapsed().as_secs_f64());
    let begun = Instant::now();
    let judgement = judge(&history, &read, None);
    figures.tell("judging the model", "s", begun.elapsed().as_secs_f64());
    figures.tell("people who judge", "", judgement.people as f64);
    figures.tell("NDCG@10 with the model", "", judgement.ndcg10.candidate);
    figures.tell("NDCG@10 with live counters alone", "", judgement.ndcg10.running);
    figures.tell("their difference", "", judgement.ndcg10.difference.mean);
    figures.tell("its error", "", judgement.ndcg10.difference.error);
    drop(history);

    let ranked = Arc::new(rank(&engine, &mut world, read.clone(), &mut figures)?);
    for (name, model) in
        [("live counters alone", None), ("with the model", Some(read)), ("with the ranker", Some(ranked))]
    {
        engine.install(model);
        let crowd = Crowd { first: 0, people: VISITS, seed: 7 };
        let visits = world.visit(&engine, &crowd, |_| ());
        figures.tell(&format!("clicks a list, {name}"), "", visits.clicks_per_list);
        figures.tell(&format!("minutes watched of a list, {name}"), "", visits.minutes_per_list);
        figures.tell(&format!("videos in some list, {name}"), "%", visits.coverage_percent);
    }
    // What lists take is what they take with the network, whatever it adds here.
    engine.install(engine.installed().map(asking_networks));
    queries(&engine, &mut world, &mut figures);
    freshness(&engine, &mut world, &mut figures);
    figures.tell("memory", "MiB", resident_mebibytes());
    figures.judge(check)
}

fn tell_network(report: &NetworksReport, learned: &Learned, figures: &mut Figures) {
    let Some(network) = report.learned else { return };
    figures.tell("training the sequence network, on one core", "s", network.seconds);
    figures.tell("times that it went over all watches", "", network.epochs as f64);
    figures.tell("watches that it is learned from", "", network.watches as f64);
    if let Some(gain) = report.gain {
        figures.tell("its gain in log-likelihood a watch", "", gain.mean);
        figures.tell("its error", "", gain.error);
    }
    figures.tell("its largest part in a list", "", learned.share_of_networks().unwrap_or(0.0).into());
    let without = Learned { sequence: None, ..learned.clone() };
    figures.tell("it in the file", "MB", (learned.encode().len() - without.encode().len()) as f64 / 1e6);
}

fn asking_networks(learned: Arc<Learned>) -> Arc<Learned> {
    if learned.sequence.is_none() || learned.share_of_networks().is_some() {
        return learned;
    }
    let mixture = Some(MixtureWeights::with_networks_on_trial());
    Arc::new(Learned { mixture, ..(*learned).clone() })
}

/// Lists are shown as they are with the model, and what comes of them teaches the ranker.
fn rank(
    engine: &Recommender,
    world: &mut World,
    model: Arc<Learned>,
    figures: &mut Figures,
) -> anyhow::Result<Learned> {
    engine.install(Some(model.clone()));
    let mut lists = Vec::with_capacity(TEACHING_VISITS);
    let crowd = Crowd { first: VISITS, people: TEACHING_VISITS, seed: 8 };
    world.visit(engine, &crowd, |list| lists.push(list));
    let (begun, before) = (Instant::now(), cpu_seconds());
    let (ranker, report) = learn_ranker(&lists, NOW_MS, &RankerSettings::default());
    figures.tell("training the ranker, on one core", "s", spent_since(before, begun));
    figures.tell("shown places that it is learned from", "", report.places as f64);
    figures.tell("of which were watched", "", report.watched as f64);
    if let Some(trial) = &report.trial {
        let gain = trial.gain();
        figures.tell("gain of its order over the mixture's", "", gain.map_or(0.0, |gain| gain.mean));
        figures.tell("its error", "", gain.map_or(0.0, |gain| gain.error));
        figures.tell("expected over watched seconds", "", trial.ratio().unwrap_or(0.0));
    }
    figures.at_least("its share of the say", "", ranker.as_ref().map_or(0.0, |one| one.share().into()), 0.25);
    let ranked = Learned { ranker, ..(*model).clone() };
    let (with, without) = (ranked.encode().len(), model.encode().len());
    figures.tell("the ranker in the file", "kB", (with - without) as f64 / 1e3);
    Ok(ranked)
}

fn spent_since(before: Option<f64>, begun: Instant) -> f64 {
    cpu_seconds().zip(before).map_or(begun.elapsed().as_secs_f64(), |(now, then)| now - then)
}

fn empty_site(figures: &mut Figures) {
    let engine = Recommender::new();
    let begun = Instant::now();
    let videos = engine.home(&request(None, 1)).len();
    figures.tell("the first list of a process, on an empty site", "ms", begun.elapsed().as_secs_f64() * 1e3);
    figures.tell("videos on it", "", videos as f64);
    figures.quantiles("home, empty site", &timed(|turn| engine.home(&request(None, turn))));
    figures.quantiles("up next, empty site", &timed(|turn| engine.up_next(VideoId(1), &request(None, turn))));
}

fn queries(engine: &Recommender, world: &mut World, figures: &mut Figures) {
    let viewers: Vec<ViewerKey> = (0..50).map(|number| ViewerKey::User(MEASURED_VIEWER + number)).collect();
    for (number, viewer) in viewers.iter().enumerate() {
        for step in 0..LONG_CONTEXT {
            let video = world.choose(number, NOW_MS - DAY_MS);
            engine.observe(&watched(world, *viewer, video, NOW_MS - DAY_MS + step as i64 * 60_000));
        }
    }
    for context in [0, LONG_CONTEXT] {
        let viewer = |turn: usize| (context > 0).then(|| viewers[turn % viewers.len()]);
        let home = timed(|turn| engine.home(&request(viewer(turn), turn)));
        figures.quantiles(&format!("home, {context} watches"), &home);
        let opened: Vec<VideoId> = (0..QUERIES).map(|turn| world.choose(turn, NOW_MS)).collect();
        // The first list beside a video also looks for what has similar words; a site does that once for each.
        opened.iter().for_each(|video| drop(engine.up_next(*video, &request(None, 0))));
        let up_next = timed(|turn| engine.up_next(opened[turn], &request(viewer(turn), turn)));
        figures.quantiles(&format!("up next, {context} watches"), &up_next);
    }
}

/// From the moment at which somebody is told to have watched something to the list that says so.
fn freshness(engine: &Recommender, world: &mut World, figures: &mut Figures) {
    let mut slowest = Duration::ZERO;
    let mut shown = 0;
    for turn in 0..100 {
        let viewer = ViewerKey::User(MEASURED_VIEWER + 1_000 + turn as i64);
        let video = world.choose(turn, NOW_MS);
        let begun = Instant::now();
        engine.observe(&watched(world, viewer, video, NOW_MS));
        let list = engine.home(&request(Some(viewer), turn));
        slowest = slowest.max(begun.elapsed());
        shown += usize::from(list.iter().any(|item| item.reason == Reason::BecauseYouWatched(video)));
    }
    figures.at_most("an event and the list that knows it, slowest", "ms", slowest.as_secs_f64() * 1e3, 50.0);
    figures.at_least("first watches that the next list names as a reason", "%", shown as f64, 90.0);
}

fn timed(mut list: impl FnMut(usize) -> Vec<Recommended>) -> Vec<f64> {
    let mut times: Vec<f64> = (0..QUERIES)
        .map(|turn| {
            let begun = Instant::now();
            drop(list(turn));
            begun.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times
}

fn watched(world: &World, viewer: ViewerKey, video: VideoId, at_ms: i64) -> Event {
    let duration_ms = world.duration_ms(world::place_of(video));
    let watch = Watch { watched_ms: duration_ms, duration_ms };
    Event { viewer, at_ms, kind: EventKind::CountedWatch { video, watch } }
}

fn request(viewer: Option<ViewerKey>, seed: usize) -> Request<'static> {
    Request {
        viewer,
        subscriptions: &[],
        limit: LIST,
        tilt: Tilt::default(),
        now_ms: NOW_MS,
        seed: seed as u64,
    }
}
