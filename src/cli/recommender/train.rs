//! `kinora recommender train`: one training by hand, with its verdict.

use clap::Args;

use crate::app::App;
use crate::db::types::TrainingEffort;
use crate::jobs::Failure;
use crate::jobs::train_recommender::{Steps, discard, train};
use crate::models::recommender_model::{Metrics, Recorded, Value};
use crate::text::words;

#[derive(Args)]
pub struct Train {
    /// What the site does within the day, rather than all it does in the night.
    #[arg(long)]
    quick: bool,
    /// Learn and test, but change nothing.
    #[arg(long)]
    dry_run: bool,
}

struct Told;

impl Steps for Told {
    fn is_cancelled(&self) -> bool {
        false
    }

    fn reached(&self, percent: u8) {
        eprintln!("{percent} %");
    }
}

pub fn run(app: &App, wanted: &Train) -> anyhow::Result<()> {
    let effort = if wanted.quick { TrainingEffort::Quick } else { TrainingEffort::Thorough };
    let Some(new) = train(app, effort, &Told).map_err(failed)? else {
        println!("There is not enough to learn from yet; nothing was changed.");
        return Ok(());
    };
    let version = new.version;
    print_metrics(&new.metrics);
    println!("size                 {}", words::bytes(u64::try_from(new.bytes).unwrap_or(0)));
    let folder = new.folder().unwrap_or_default().to_owned();
    if wanted.dry_run {
        discard(app, &folder).map_err(failed)?;
        let verdict = new.refused.as_deref().unwrap_or("It would be published.");
        println!("Nothing was changed. {verdict}");
        return Ok(());
    }
    let now = app.now();
    let recorded = app.db.write_blocking(move |conn| new.record(conn, now));
    match recorded {
        Ok(Recorded::Published) => {
            println!("Version {version} is published; every server runs it within seconds.")
        }
        Ok(Recorded::Refused(reason)) => println!("Version {version} is kept but not used. {reason}"),
        Err(error) => {
            discard(app, &folder).map_err(failed)?;
            anyhow::bail!("version {version} could not be recorded: {error}");
        }
    }
    Ok(())
}

fn print_metrics(metrics: &Metrics) {
    println!(
        "learned from         {} watches of {} people, {} pairs of all viewers together; {} videos",
        metrics.watches, metrics.viewers, metrics.pairs, metrics.videos
    );
    println!("tested with          {} people", metrics.held_out);
    let rival = metrics
        .compared_with
        .map_or_else(|| "live counters alone".to_owned(), |version| format!("version {version}"));
    let line = |name: &str, value: Option<f64>, gain: Option<Value>| {
        if let (Some(value), Some(gain)) = (value, gain) {
            println!("{name:<20} {value:.4}, {:+.4} ± {:.4} against {rival}", gain.mean, gain.error);
        }
    };
    line("Recall@20", metrics.recall, metrics.recall_gain);
    line("NDCG@10", metrics.ndcg, metrics.gain);
    for (name, share) in [
        ("coverage", metrics.coverage),
        ("small channels", metrics.small_channels),
        ("repeats", metrics.repeats),
    ] {
        if let Some(share) = share {
            println!("{name:<20} {:.1} %", 100.0 * share);
        }
    }
    println!("took                 {:.1} s", metrics.seconds);
}

fn failed(failure: Failure) -> anyhow::Error {
    match failure {
        Failure::Retry(error) => error,
        Failure::Permanent(reason) => anyhow::anyhow!(reason),
        Failure::Cancelled => anyhow::anyhow!("the training was stopped"),
    }
}
