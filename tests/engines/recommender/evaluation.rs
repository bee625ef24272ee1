//! `kinora recommender evaluate` on made-up ratings with tastes in them, alone and beside the reference evaluator.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use super::planted::Dice;

const VIEWERS: usize = 160;
const ITEMS: usize = 90;
const TASTES: usize = 6;

/// Who likes one kind of thing watches mostly that, the next in line after each; the rest is chance.
fn ratings() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::new(11);
    let mut lines = "userId,movieId,rating,timestamp\n".to_owned();
    for viewer in 0..VIEWERS {
        let taste = viewer % TASTES;
        let mut item = dice.roll(ITEMS);
        let mut at = 1_000_000 + dice.roll(1_000_000);
        for _ in 0..20 + dice.roll(20) {
            item = match dice.roll(10) {
                0..5 => (item + TASTES) % ITEMS,
                5..8 => dice.roll(ITEMS / TASTES) * TASTES + taste,
                _ => dice.roll(ITEMS),
            };
            // Now and then two of one second.
            at += 3_000 * dice.roll(4);
            writeln!(lines, "{},{},{}.0,{at}", viewer + 1, 10 * item + 5, 3 + dice.roll(3)).unwrap();
        }
    }
    std::fs::write(folder.path().join("ratings.csv"), lines).unwrap();
    folder
}

fn evaluate(data: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kinora"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KINORA_")) {
        command.env_remove(name);
    }
    command
        .args(["recommender", "evaluate", "--no-networks", "--dimensions", "16", "--data"])
        .arg(data)
        .args(more);
    command.current_dir(data).output().unwrap()
}

fn report(data: &Path, more: &[&str]) -> Value {
    let done = evaluate(data, &[more, &["--json", "--by-source"]].concat());
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).unwrap()
}

fn mean(row: &Value, metric: &str) -> f64 {
    row["values"][metric]["mean"].as_f64().unwrap()
}

#[test]
fn what_learns_beats_what_counts_and_says_the_same_each_time() {
    let data = ratings();
    let next: &[&str] = &["--protocol", "p2", "--live", "--no-ranker"];
    for (more, metric) in [(&["--protocol", "p1"][..], "NDCG@100"), (next, "MRR")] {
        let found = report(data.path(), more);
        let sources = found["sources"].as_array().unwrap();
        let popularity = mean(&sources[0], metric);
        let sum = mean(&found["weighted_sum"], metric);
        assert_eq!(sources[0]["name"], "popularity");
        assert!(sum > popularity * 1.5, "{metric}: {sum} beside {popularity}");
        assert!(mean(&found["mixture"], metric) > popularity * 1.2);
        let error = found["weighted_sum"]["values"][metric]["error"].as_f64().unwrap();
        assert!(error > 0.0 && error < sum, "{error}");
        assert!(found["viewers"].as_u64().unwrap() >= 10);
        let again = report(data.path(), more);
        assert!((mean(&again["weighted_sum"], metric) - sum).abs() < 1e-6);
    }
}

/// Made by `data/make.py`, the figures by another evaluator.
#[test]
fn models_that_both_have_are_measured_alike_to_the_millionth() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/engines/recommender/data");
    let text = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    let split = folder.join("p1");
    let p1 = ["--protocol", "p1", "--split", split.to_str().unwrap()];
    let p2 = ["--protocol", "p2", "--live", "--no-ranker"];
    for (protocol, more, models) in [("P1", &p1[..], 3), ("P2", &p2[..], 7)] {
        let found = report(&folder, more);
        let mut compared = 0;
        for source in found["sources"].as_array().unwrap() {
            let theirs = &expected[protocol][source["name"].as_str().unwrap()];
            let theirs = &theirs[source["settings"].as_str().unwrap()];
            if theirs.is_null() {
                continue;
            }
            compared += 1;
            for (metric, theirs) in theirs.as_object().unwrap() {
                let (ours, theirs) = (mean(source, metric), theirs.as_f64().unwrap());
                let name = &source["name"];
                assert!((ours - theirs).abs() < 1e-6, "{protocol} {name} {metric}: {ours}, not {theirs}");
            }
        }
        assert_eq!(compared, models, "{protocol}");
    }
}

#[test]
fn a_new_viewer_has_no_live_counters() {
    let refused = evaluate(ratings().path(), &["--protocol", "p1", "--live"]);
    assert!(!refused.status.success());
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("leave out --live, or choose --protocol p2"), "{said}");
}

#[test]
fn lists_are_ordered_by_a_ranker_where_there_is_time_to_learn_it() {
    let data = ratings();
    let found = report(data.path(), &["--protocol", "p2", "--live", "--rounds", "1"]);
    assert_eq!(found["final"], "ranker");
    assert!(mean(&found["ranker"], "MRR") > 0.0);
    assert!(found["ranker"]["settings"].as_str().unwrap().contains("lessons"), "{}", found["ranker"]);
    let coverage = found["ranker"]["first_20"]["coverage"].as_f64().unwrap();
    assert!((0.3..=1.0).contains(&coverage), "{coverage}");
    let sources = found["sources"].as_array().unwrap();
    assert_eq!(found["differences"].as_array().unwrap().len(), sources.len() + 1);
    assert!(report(data.path(), &["--protocol", "p1"])["ranker"].is_null());
}

#[test]
fn a_floor_that_is_not_reached_is_an_error() {
    let data = ratings();
    let reached = evaluate(data.path(), &["--protocol", "p2", "--no-ranker", "--floor", "hr@10=0.05"]);
    assert!(reached.status.success(), "{}", String::from_utf8_lossy(&reached.stderr));
    assert!(String::from_utf8_lossy(&reached.stdout).contains("weighted sum"));
    let missed = evaluate(data.path(), &["--protocol", "p2", "--no-ranker", "--floor", "HR@10=0.999"]);
    assert_eq!(missed.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&missed.stderr).contains("below the floor of 0.999"));
    for floor in ["recall@20=0.1", "hr@10"] {
        assert!(!evaluate(data.path(), &["--protocol", "p2", "--floor", floor]).status.success(), "{floor}");
    }
}

#[test]
fn data_that_cannot_be_read_is_named() {
    let empty = tempfile::tempdir().unwrap();
    let missing = evaluate(empty.path(), &["--protocol", "p1"]);
    assert!(!missing.status.success());
    assert!(String::from_utf8_lossy(&missing.stderr).contains("ratings.csv"), "{missing:?}");
    std::fs::write(empty.path().join("ratings.dat"), "1::2::5::100\n1::two::5::100\n").unwrap();
    let broken = evaluate(empty.path(), &["--protocol", "p1"]);
    assert!(String::from_utf8_lossy(&broken.stderr).contains("line 2 is no rating"), "{broken:?}");
}

#[test]
fn the_reference_evaluator_splits_and_scores_alike() {
    let Some(reference) = reference() else {
        eprintln!("skipped: the reference evaluator or its Python packages are not here");
        return;
    };
    let data = ratings();
    for (protocol, metrics) in
        [("P1", ["Recall@20", "Recall@50", "NDCG@100"]), ("P2", ["HR@10", "NDCG@10", "MRR"])]
    {
        let split = data.path().join(protocol);
        let path = data.path().to_str().unwrap();
        let folder = split.to_str().unwrap();
        reference.run(&["split", path, "--protocol", protocol, "--out", folder]);
        let predictions = data.path().join("predictions.tsv");
        let lowercase = protocol.to_lowercase();
        let wanted = [
            "--protocol",
            &lowercase,
            "--no-ranker",
            "--split",
            folder,
            "--write-predictions",
            predictions.to_str().unwrap(),
        ];
        let found = report(data.path(), &wanted);
        let scored = reference.run(&["score", folder, predictions.to_str().unwrap()]);
        for metric in metrics {
            let theirs: f64 = scored
                .split_whitespace()
                .skip_while(|word| *word != metric)
                .nth(1)
                .and_then(|word| word.split("+-").next()?.parse().ok())
                .unwrap_or_else(|| panic!("no {metric} in {scored}"));
            let ours = mean(&found["weighted_sum"], metric);
            // They print four digits.
            assert!((ours - theirs).abs() < 1e-4, "{protocol} {metric}: {ours} and {theirs}");
        }
    }
}

struct Reference {
    python: PathBuf,
    script: PathBuf,
}

/// Beside the project, with a Python that has what it needs.
fn reference() -> Option<Reference> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/rec_eval.py");
    let python = PathBuf::from(std::env::var("KINORA_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned()));
    let has_packages = Command::new(&python).args(["-c", "import numpy, scipy, pandas"]).output();
    (script.is_file() && has_packages.is_ok_and(|done| done.status.success()))
        .then_some(Reference { python, script })
}

impl Reference {
    fn run(&self, arguments: &[&str]) -> String {
        let done = Command::new(&self.python).arg(&self.script).args(arguments).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }
}
