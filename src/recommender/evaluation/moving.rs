//! A made-up site whose catalogue moves: new videos every day, and most of what is watched is new. Here counting what is
//! watched just now is hard to beat, and models that know a video only by who watched it before are lost.

use std::fmt::Write;

use super::*;
use crate::recommender::random::Random;

const DAYS: usize = 60;
const VIEWERS: usize = 500;
const PER_DAY: usize = 12;
const TASTES: usize = 6;
const VISITS: usize = 18;
const DAY: f64 = 86_400.0;

struct Video {
    born: f64,
    taste: usize,
    quality: f64,
}

/// Viewers come on days of their own and watch what is fresh, good and to their taste.
fn site(folder: &std::path::Path) {
    let mut random = Random::new(12);
    let videos: Vec<Video> = (0..DAYS * PER_DAY)
        .map(|video| Video {
            born: (video / PER_DAY) as f64 * DAY + random.fraction() * DAY,
            taste: random.below(TASTES),
            quality: (2.0 * (random.fraction() + random.fraction() + random.fraction() - 1.5)).exp(),
        })
        .collect();
    let mut ratings = String::new();
    for viewer in 0..VIEWERS {
        let taste = viewer % TASTES;
        let mut seen = vec![false; videos.len()];
        let mut visits: Vec<f64> =
            (0..VISITS).map(|_| DAY * (1.0 + random.fraction() * (DAYS - 1) as f64)).collect();
        visits.sort_by(f64::total_cmp);
        for now in visits {
            let weight = |(index, video): (usize, &Video)| {
                let age = (now - video.born) / DAY;
                let open = age > 0.0 && !seen[index];
                let liked = if video.taste == taste { 6.0 } else { 1.0 };
                if open { liked * video.quality * (-age / 4.0).exp() } else { 0.0 }
            };
            let weights: Vec<f64> = videos.iter().enumerate().map(weight).collect();
            let mut left = random.fraction() * weights.iter().sum::<f64>();
            let chosen = weights.iter().position(|weight| {
                left -= weight;
                left < 0.0
            });
            let Some(chosen) = chosen else { continue };
            seen[chosen] = true;
            writeln!(ratings, "{viewer}::{chosen}::5::{}", now as i64).unwrap();
        }
    }
    std::fs::write(folder.join("ratings.dat"), ratings).unwrap();
    let mut titles = String::new();
    for (index, video) in videos.iter().enumerate() {
        writeln!(titles, "{index}::Number {index}::Kind {}", video.taste).unwrap();
    }
    std::fs::write(folder.join("movies.dat"), titles).unwrap();
}

#[test]
fn where_the_catalogue_moves_the_ranker_is_ahead_of_what_is_watched_just_now() {
    if cfg!(debug_assertions) {
        eprintln!("skipped: learning takes minutes in a build without optimisation");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    site(folder.path());
    let data = DataSet::read(folder.path(), 0.0).unwrap();
    let experiment = split(&data, Protocol::P2);
    let settings = Settings {
        track: Track::Live,
        dimensions: 32,
        networks: Networks::LeftOut,
        last_stage: LastStage::Ranker,
        rounds: 20,
    };
    let report = evaluate(&data, &experiment, settings).unwrap();
    let value = |row: &Row, metric: Metric| {
        row.values.iter().find(|(one, _)| *one == metric).map_or(0.0, |(_, value)| value.mean)
    };
    for row in report.sources.iter().chain([&report.mixture, &report.sum]).chain(&report.ranker) {
        let values = [Metric::HitRate10, Metric::Ndcg10, Metric::Mrr].map(|metric| value(row, metric));
        println!("{:<22} {values:.4?} [{}]", row.name, row.settings);
    }
    assert!(report.unknown_targets > 0.15, "{}", report.unknown_targets);
    let live = report.sources.iter().filter(|row| row.name.starts_with("live popularity"));
    let live = live.map(|row| value(row, Metric::HitRate10)).fold(0.0, f64::max);
    let ranker = value(report.ranker.as_ref().unwrap(), Metric::HitRate10);
    assert!(ranker > 1.07 * live, "{ranker} beside {live}");
}
