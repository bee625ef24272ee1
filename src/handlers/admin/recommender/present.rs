//! The words of the page.

use super::card;
use crate::app::App;
use crate::clock::Timestamp;
use crate::http::cards;
use crate::models::admin::recommender::{MOST_LISTS, Outcome, Outcomes, Overview};
use crate::models::recommender_comparison::Comparison;
use crate::models::recommender_model::{Calibration, Metrics, RecommenderModel};
use crate::models::task::TaskRow;
use crate::recommender::interleaving::Clicks;
use crate::text::words;
use crate::views::admin::{
    CalibrationRow, ComparisonView, OutcomeRow, OutcomesView, RecommenderPage, RollBackView, SideRow,
    StatTile, VersionRow,
};
use crate::views::{Layout, ProgressView, StateKind, StateView};

const UNKNOWN: &str = "–";
/// A result less likely than this without a difference is called one.
const CERTAIN: f64 = 0.05;

pub fn page(app: &App, layout: Layout, overview: &Overview) -> RecommenderPage {
    let now = app.now();
    let running = overview.running.as_ref();
    let metrics = running.map(RecommenderModel::metrics).unwrap_or_default();
    RecommenderPage {
        layout: Layout { current: "admin_recommender", robots_noindex: true, ..layout },
        lead: lead(running, now),
        problem: app.model_problem(),
        training: overview.training.as_ref().map(|task| training(task, now)),
        roll_back: running.map(|model| RollBackView {
            version: model.version.to_string(),
            target: match overview.before {
                Some(version) => format!("version {version}"),
                None => "live counters alone".to_owned(),
            },
        }),
        is_pinned: running.is_some_and(|model| model.pinned_at.is_some()),
        tiles: running.map(|model| tiles(model, &metrics)).unwrap_or_default(),
        versions: overview.versions.iter().map(|model| version(model, overview, now)).collect(),
        comparison: overview.comparison().map(|one| comparison(one, now)),
        past_comparisons: overview.past_comparisons().map(|one| comparison(one, now)).collect(),
        windows: [(7, &overview.week), (28, &overview.month)]
            .map(|(days, shown)| outcomes(days, shown))
            .into(),
        calibration: calibration(&metrics),
        card: card::of(running),
    }
}

fn lead(running: Option<&RecommenderModel>, now: Timestamp) -> String {
    match running {
        Some(model) => {
            let since = model.published_at.unwrap_or(model.trained_at);
            format!(
                "Version {} has a part in all lists since {}.",
                model.version,
                cards::ago(since, now).words
            )
        }
        None => "No version is in use: lists are made of live counters.".to_owned(),
    }
}

fn training(task: &TaskRow, now: Timestamp) -> ProgressView {
    let percent = u8::try_from(task.progress.clamp(0, 100)).unwrap_or(0);
    let words = if task.is_running(now) { "A training is under way." } else { "A training is queued." };
    ProgressView { percent, words: words.to_owned() }
}

fn tiles(model: &RecommenderModel, metrics: &Metrics) -> Vec<StatTile> {
    let tile = |label: &str, value: String, change: String| StatTile {
        label: label.to_owned(),
        value,
        change,
        url: None,
    };
    let before = |value: Option<f64>| match (metrics.compared_with, value) {
        (Some(version), Some(value)) => format!("version {version}: {}", share(value)),
        _ => String::new(),
    };
    let viewers = words::counted(metrics.held_out, "viewer tested with", "viewers tested with");
    let mut tiles = vec![
        tile("Version", model.version.to_string(), viewers),
        tile("Recall@20", number(metrics.recall), before(metrics.running_recall)),
        tile("NDCG@10", number(metrics.ndcg), before(metrics.running_ndcg)),
        tile("Coverage", percent(metrics.coverage), String::new()),
        tile("Small channels", percent(metrics.small_channels), String::new()),
        tile("Repeats", percent(metrics.repeats), String::new()),
        tile("Size", size(model.bytes), String::new()),
        tile("Training took", seconds(metrics.seconds), String::new()),
    ];
    tiles.extend(network_tile(metrics));
    tiles.extend(ranker_tiles(metrics));
    tiles
}

/// What the sequence network adds, or why it has no part.
fn network_tile(metrics: &Metrics) -> Option<StatTile> {
    let network = metrics.network.as_ref()?;
    let value =
        network.share.map_or_else(|| "None".to_owned(), |share| format!("up to {:.0} %", 100.0 * share));
    let change = match (network.share, network.gain) {
        _ if network.epochs == 0 => {
            let people = words::counted(network.people, "person", "people");
            format!("not enough yet: {people}, {}", words::counted(network.videos, "video", "videos"))
        }
        (Some(_), Some(gain)) => format!("adds {:+.3} ± {:.3} a watch", gain.mean, gain.error),
        (None, Some(gain)) => format!("left out: {:+.3} ± {:.3} a watch", gain.mean, gain.error),
        (_, None) => "nobody to find out by what it adds".to_owned(),
    };
    Some(StatTile { label: "Sequence network".to_owned(), value, change, url: None })
}

/// What the ranker was learned from and what it adds, where lists were shown that it could be learned from.
fn ranker_tiles(metrics: &Metrics) -> Vec<StatTile> {
    let Some(ranker) = &metrics.ranker else { return Vec::new() };
    let tile = |label: &str, value: String, change: String| StatTile {
        label: label.to_owned(),
        value,
        change,
        url: None,
    };
    let learned_from = words::counted(ranker.places, "shown video", "shown videos");
    let gain = match (ranker.share, ranker.gain) {
        (Some(_), Some(gain)) => format!("lists gain {:+.4} ± {:.4}", gain.mean, gain.error),
        (None, Some(gain)) => format!("left out: {:+.4} ± {:.4}", gain.mean, gain.error),
        _ => format!("not enough yet: {learned_from}, {} watched", words::count(ranker.watched)),
    };
    let share =
        ranker.share.map_or_else(|| "None".to_owned(), |share| format!("{:.0} % of the say", 100.0 * share));
    let mut tiles = vec![tile("Ranker", share, gain)];
    if let Some(ratio) = ranker.ratio {
        tiles.push(tile("Expected watch time", percent(Some(ratio)), "of what was watched".to_owned()));
    }
    tiles
}

/// By what was expected, then all together.
fn calibration(metrics: &Metrics) -> Vec<CalibrationRow> {
    let steps = &metrics.calibration;
    let row = |group: String, shown: i64, expected: f64, watched: f64| CalibrationRow {
        group,
        shown: words::count(shown),
        expected: seconds(expected),
        watched: seconds(watched),
        ratio: percent((watched > 0.0).then(|| expected / watched)),
    };
    let shown: i64 = steps.iter().map(|step| step.shown).sum();
    let mean = |of: fn(&Calibration) -> f64| {
        steps.iter().map(|step| step.shown as f64 * of(step)).sum::<f64>() / shown.max(1) as f64
    };
    let all = (shown > 0).then(|| {
        row("All".to_owned(), shown, mean(|step| step.expected_seconds), mean(|step| step.watched_seconds))
    });
    let tenths = steps.iter().zip(1..).map(|(step, tenth)| {
        row(format!("{tenth}"), step.shown, step.expected_seconds, step.watched_seconds)
    });
    tenths.chain(all).collect()
}

fn version(model: &RecommenderModel, overview: &Overview, now: Timestamp) -> VersionRow {
    let metrics = model.metrics();
    let is_idle = model.file.is_some() && !model.is_running();
    VersionRow {
        version: model.version.to_string(),
        state: state(model, overview),
        effort: model.effort.to_string(),
        verdict: model.refused.clone().unwrap_or_else(|| verdict(&metrics)),
        recall: number(metrics.recall),
        ndcg: number(metrics.ndcg),
        coverage: percent(metrics.coverage),
        small_channels: percent(metrics.small_channels),
        repeats: percent(metrics.repeats),
        size: size(model.bytes),
        took: seconds(metrics.seconds),
        trained: cards::ago(model.trained_at, now),
        can_run: is_idle,
        can_compare: is_idle && overview.running.is_some() && overview.comparison().is_none(),
    }
}

fn state(model: &RecommenderModel, overview: &Overview) -> StateView {
    let is_compared = overview.comparison().is_some_and(|one| one.other_version == Some(model.version));
    let (label, kind) = match (model.is_running(), model.published_at, &model.refused) {
        (true, ..) if model.pinned_at.is_some() => ("In use, chosen", StateKind::Good),
        (true, ..) => ("In use", StateKind::Good),
        _ if is_compared => ("Compared", StateKind::Busy),
        (_, Some(_), _) => ("Was in use", StateKind::Plain),
        (_, None, Some(_)) => ("Not used", StateKind::Bad),
        (_, None, None) => ("Not used", StateKind::Plain),
    };
    StateView { label: label.to_owned(), kind }
}

/// Why it was published.
fn verdict(metrics: &Metrics) -> String {
    match (metrics.compared_with, metrics.gain) {
        (Some(version), Some(gain)) => {
            format!("NDCG@10 {:+.4} ± {:.4} against version {version}.", gain.mean, gain.error)
        }
        (None, Some(gain)) => {
            format!("NDCG@10 {:+.4} ± {:.4} against live counters alone.", gain.mean, gain.error)
        }
        (_, None) => "There was nobody to test with.".to_owned(),
    }
}

fn comparison(one: &Comparison, now: Timestamp) -> ComparisonView {
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    let clicks = Clicks { first: count(one.clicks), second: count(one.other_clicks) };
    let names = [
        format!("Version {}", one.version),
        one.other_version.map_or_else(|| "Live counters".to_owned(), |version| format!("Version {version}")),
    ];
    let side = |name: &String, clicks: i64, watched_ms: i64, share: Option<f64>| SideRow {
        name: name.clone(),
        clicks: words::count(clicks),
        share: percent(share),
        watched: words::duration(watched_ms),
    };
    let first = clicks.share().map(|(share, _)| share);
    ComparisonView {
        title: format!("{} beside {}", names[0], names[1].to_lowercase()),
        started: cards::ago(one.started_at, now),
        sides: vec![
            side(&names[0], one.clicks, one.watched_ms, first),
            side(&names[1], one.other_clicks, one.other_watched_ms, first.map(|share| 1.0 - share)),
        ],
        result: result(clicks, &names),
        lists: words::counted_exactly(one.lists, "list", "lists"),
    }
}

fn result(clicks: Clicks, names: &[String; 2]) -> String {
    let Some((_, [low, high])) = clicks.share() else { return "Nothing was clicked yet.".to_owned() };
    let chance = clicks.chance();
    let range = format!(
        "{} gets between {:.0} and {:.0} % of the clicks (with 95 % confidence)",
        names[0],
        100.0 * low,
        100.0 * high
    );
    if chance >= CERTAIN {
        return format!(
            "No difference is certain: {range}; chance alone does this in {:.0} of 100 cases.",
            100.0 * chance
        );
    }
    let better = if clicks.first > clicks.second { &names[0] } else { &names[1] };
    format!(
        "{better} is clicked more: {range}; chance alone does this in {:.2} of 100 cases.",
        100.0 * chance
    )
}

fn outcomes(days: i64, shown: &Outcomes) -> OutcomesView {
    let summary = match shown.lists {
        0 => "No list was shown to anybody with an account.".to_owned(),
        lists => {
            let counted = i64::try_from(lists).unwrap_or(i64::MAX);
            let counted = words::counted_exactly(counted, "list", "lists");
            let latest = if lists >= MOST_LISTS { "The latest " } else { "" };
            format!("{latest}{counted}, shown to viewers with an account.")
        }
    };
    let total = (shown.sources.len() > 1).then(|| row("All together", shown.total()));
    OutcomesView {
        title: format!("The last {days} days"),
        summary,
        rows: shown.sources.iter().map(|(name, one)| row(source(name), *one)).chain(total).collect(),
    }
}

fn row(name: &str, one: Outcome) -> OutcomeRow {
    OutcomeRow {
        source: name.to_owned(),
        shown: words::count(one.shown),
        opened: words::count(one.opened),
        opened_share: percent(one.opened_share()),
        watched: one.seconds_per_opening().map_or_else(|| UNKNOWN.to_owned(), seconds),
    }
}

/// What the engine calls it, in words.
fn source(name: &str) -> &str {
    match name {
        "next" => "Watched after the open video",
        "next_of_recent" => "Watched after the last ones",
        "co_watched" => "Watched by the same people",
        "similar" => "Like the open video",
        "similar_to_recent" => "Like the last ones",
        "popular" => "Popular",
        "subscription" => "Followed channels",
        "fresh" => "New",
        "exploration" => "Tried out",
        "filling" => "Filled up",
        "together" => "Learned: goes together",
        "next_item" => "Learned: comes next",
        "factors" => "Learned: taste",
        "sequence" => "Learned: sequence network",
        other => other,
    }
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| UNKNOWN.to_owned(), share)
}

/// `.1234`
fn share(value: f64) -> String {
    let text = format!("{value:.4}");
    text.strip_prefix('0').map_or(text.clone(), str::to_owned)
}

fn percent(value: Option<f64>) -> String {
    value.map_or_else(|| UNKNOWN.to_owned(), |value| format!("{:.1} %", 100.0 * value))
}

fn seconds(value: f64) -> String {
    match value {
        below if below < 0.05 => "0 s".to_owned(),
        below if below < 120.0 => format!("{below:.1} s"),
        minutes => format!("{:.1} min", minutes / 60.0),
    }
}

fn size(bytes: i64) -> String {
    words::bytes(u64::try_from(bytes).unwrap_or(0))
}
