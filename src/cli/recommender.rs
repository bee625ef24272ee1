//! `kinora recommender`: how good its lists are, on recorded events or the site's own; and training by hand.

mod train;

use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};

use crate::app::App;
use crate::jobs::train_recommender::recorded_watches;
use crate::recommender::evaluation::{
    self, DataSet, LastStage, Measured, Metric, Networks, Protocol, Report, Row, Settings, Track, read_split,
    write_predictions,
};

#[derive(Subcommand)]
pub enum Command {
    /// Learn from a part of recorded ratings and measure what is said of the rest.
    ///
    /// Each model learns alone, a weighted sum joins them, and with p2 a small network orders the candidates of all.
    /// Whatever is chosen is chosen on a validation part; the test part is looked at once.
    Evaluate(Evaluate),
    /// Learn from what was watched on this site now, test it, and publish it if it is not worse than what runs.
    Train(train::Train),
}

#[derive(Args)]
pub struct Evaluate {
    /// A folder with ratings.dat or ratings.csv, in the format of MovieLens; movies.dat or movies.csv give titles.
    #[arg(long, required_unless_present = "site")]
    data: Option<PathBuf>,
    /// The watches of this site's people with an account in its place: what they watched last, after its first nine tenths.
    #[arg(long, conflicts_with_all = ["data", "split", "write_predictions"])]
    site: bool,
    /// p1: viewers never seen in training; p2, which is usual for a site: the next item after a moment.
    #[arg(long, required_unless_present = "site")]
    protocol: Option<ProtocolName>,
    /// Also count what others watched up to the moment of each request (p2).
    #[arg(long)]
    live: bool,
    /// A row for each model too, and what the final list gains over it.
    #[arg(long)]
    by_source: bool,
    /// Leave out the networks among the models, which learn for many minutes.
    #[arg(long)]
    no_networks: bool,
    /// Stop at the weighted sum, which takes a fraction of the time (p2).
    #[arg(long)]
    no_ranker: bool,
    /// Print everything as one JSON object.
    #[arg(long)]
    json: bool,
    /// A split of the same data made elsewhere, in place of one's own.
    #[arg(long)]
    split: Option<PathBuf>,
    /// Where to write the final lists, to be scored elsewhere.
    #[arg(long)]
    write_predictions: Option<PathBuf>,
    /// The least the final list must reach, like hr@10=0.1; the exit status is 1 below it. May be repeated.
    #[arg(long, value_parser = parse_floor)]
    floor: Vec<(String, f64)>,
    /// The length of the vectors that are learned.
    #[arg(long, default_value_t = 128, value_parser = clap::value_parser!(u32).range(1..=1024))]
    dimensions: u32,
    /// How often the ranker goes over its lessons at most.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1000))]
    rounds: u32,
}

#[derive(Clone, Copy, ValueEnum)]
enum ProtocolName {
    P1,
    P2,
}

pub fn run(command: Command, open: impl FnOnce() -> anyhow::Result<App>) -> anyhow::Result<()> {
    match command {
        Command::Evaluate(wanted) => evaluate(&wanted, open),
        Command::Train(wanted) => train::run(&open()?, &wanted),
    }
}

fn evaluate(wanted: &Evaluate, open: impl FnOnce() -> anyhow::Result<App>) -> anyhow::Result<()> {
    let protocol = match wanted.protocol {
        Some(ProtocolName::P1) => Protocol::P1,
        Some(ProtocolName::P2) | None => Protocol::P2,
    };
    if wanted.live && protocol == Protocol::P1 {
        anyhow::bail!(
            "p1 knows no time, so there is nothing live about it: leave out --live, or choose --protocol p2"
        );
    }
    let floors =
        wanted.floor.iter().map(|floor| floor_of(floor, protocol)).collect::<anyhow::Result<Vec<_>>>()?;
    let data = match &wanted.data {
        Some(folder) => DataSet::read(folder, protocol.least_rating())?,
        None => DataSet::of_watches(recorded_watches(&open()?).context("the site's watches cannot be read")?),
    };
    let too_few = "too few events: nobody is left to test with";
    anyhow::ensure!(!data.watches.is_empty(), too_few);
    let experiment = match &wanted.split {
        Some(folder) => read_split(folder, &data, protocol)?,
        None => evaluation::split(&data, protocol),
    };
    if experiment.test.held.is_empty() || experiment.validation.held.is_empty() {
        anyhow::bail!(too_few);
    }
    let settings = Settings {
        track: if wanted.live { Track::Live } else { Track::Frozen },
        dimensions: wanted.dimensions as usize,
        networks: if wanted.no_networks { Networks::LeftOut } else { Networks::Learned },
        last_stage: if wanted.no_ranker { LastStage::Sum } else { LastStage::Ranker },
        rounds: wanted.rounds as usize,
    };
    let report = evaluation::evaluate(&data, &experiment, settings)?;
    if wanted.json {
        println!("{}", as_json(&report, wanted.by_source));
    } else {
        print_table(&report, wanted.by_source);
    }
    if let Some(path) = &wanted.write_predictions {
        write_predictions(path, &data, &experiment.test.held, &report.scores)?;
    }
    for (metric, least) in floors {
        let reached =
            report.last().values.iter().find(|(one, _)| *one == metric).map_or(0.0, |(_, value)| value.mean);
        if reached < least {
            anyhow::bail!("{} is {reached:.4}, below the floor of {least}", metric.name());
        }
    }
    Ok(())
}

fn parse_floor(text: &str) -> Result<(String, f64), String> {
    let (name, least) = text.split_once('=').ok_or("write it like hr@10=0.1")?;
    let least = least.parse().map_err(|_| format!("{least} is no number"))?;
    Ok((name.to_owned(), least))
}

fn floor_of((name, least): &(String, f64), protocol: Protocol) -> anyhow::Result<(Metric, f64)> {
    let all = Metric::all(protocol);
    let metric = all.into_iter().find(|metric| metric.name().eq_ignore_ascii_case(name));
    let known = || all.map(Metric::name).join(", ");
    Ok((metric.ok_or_else(|| anyhow::anyhow!("{name} is not measured here, only {}", known()))?, *least))
}

fn print_table(report: &Report, by_source: bool) {
    println!(
        "{} events to learn from, {} viewers to test with, {:.1} % of the targets unknown",
        report.train,
        report.viewers,
        100.0 * report.unknown_targets
    );
    let sources = if by_source { report.sources.as_slice() } else { &[] };
    for row in sources.iter().chain([&report.mixture, &report.sum]).chain(&report.ranker) {
        let values: Vec<String> =
            row.values.iter().map(|(metric, value)| format!("{} {}", metric.name(), words(*value))).collect();
        let cpu = row.cpu_seconds.map_or(String::new(), |seconds| format!("  {seconds:.1} CPU s"));
        println!("{:<22} {}{cpu}  [{}]", row.name, values.join("  "), row.settings);
    }
    println!();
    for row in sources.iter().chain([&report.mixture, &report.sum]).chain(&report.ranker) {
        let spread = row.spread;
        println!(
            "{:<22} first 20: {:.1} % of all items, {:.1} % of the places to the less watched four fifths, \
             {:.1} % shared by two viewers, Gini {:.3}",
            row.name,
            100.0 * spread.coverage,
            100.0 * spread.tail,
            100.0 * spread.overlap,
            spread.gini
        );
    }
    if by_source {
        println!();
        for difference in &report.differences {
            let by = difference.by;
            println!(
                "{} - {:<22} {} {:+.4} ± {:.4}",
                report.last().name,
                difference.than,
                report.guide.name(),
                by.mean,
                by.error
            );
        }
    }
}

fn words(value: Measured) -> String {
    format!("{:.4} ± {:.4}", value.mean, value.error)
}

/// `by_source` adds the models; everything else is always there, so that a reader need not ask.
fn as_json(report: &Report, by_source: bool) -> serde_json::Value {
    let measured = |value: &Measured| serde_json::json!({ "mean": value.mean, "error": value.error });
    let row = |row: &Row| {
        let values: serde_json::Map<_, _> =
            row.values.iter().map(|(metric, value)| (metric.name().to_owned(), measured(value))).collect();
        serde_json::json!({
            "name": row.name,
            "settings": row.settings,
            "values": values,
            "cpu_seconds": row.cpu_seconds,
            "first_20": {
                "coverage": row.spread.coverage,
                "tail": row.spread.tail,
                "gini": row.spread.gini,
                "overlap": row.spread.overlap,
            },
        })
    };
    let mut all = serde_json::json!({
        "train_events": report.train,
        "viewers": report.viewers,
        "unknown_targets": report.unknown_targets,
        "mixture": row(&report.mixture),
        "weighted_sum": row(&report.sum),
        "ranker": report.ranker.as_ref().map(row),
        "final": report.last().name,
        "guide": report.guide.name(),
    });
    if by_source {
        all["sources"] = report.sources.iter().map(row).collect();
        let difference =
            |one: &evaluation::Difference| serde_json::json!({ "than": one.than, "by": measured(&one.by) });
        all["differences"] = report.differences.iter().map(difference).collect();
    }
    all
}
