//! The files of other evaluators: a split made elsewhere, and predictions to be scored elsewhere.
//!
//! A split is `train.tsv` (viewer, item, rating, time), `context.tsv` (viewer, items with spaces between, and the target's
//! time where there is one), `targets.hidden.tsv` (viewer, items), and the same for validation, where targets are not
//! hidden. Predictions are a line per viewer: the id, a tab, items with spaces between, best first.

use std::collections::HashMap;
use std::fs;
use std::io::{BufWriter, Error, ErrorKind, Result, Write};
use std::path::Path;

use super::data::{DataSet, positions};
use super::splits::{Experiment, HeldOut, Part, Protocol};
use crate::recommender::training::Watched;

/// Reads a split of `data`, whose positions it takes.
pub fn read_split(folder: &Path, data: &DataSet, protocol: Protocol) -> Result<Experiment> {
    let ids = Ids { viewers: positions(&data.viewers), items: positions(&data.items) };
    Ok(Experiment {
        protocol,
        validation: ids.part(folder, "validation-", "targets.tsv")?,
        test: ids.part(folder, "", "targets.hidden.tsv")?,
    })
}

struct Ids {
    viewers: HashMap<i64, u32>,
    items: HashMap<i64, u32>,
}

impl Ids {
    fn part(&self, folder: &Path, prefix: &str, targets: &str) -> Result<Part> {
        let train = lines(&folder.join(format!("{prefix}train.tsv")), |fields| {
            let viewer = self.viewer(fields.first()?)?;
            Some(Watched { viewer, item: self.item(fields.get(1)?)?, at: fields.get(3)?.parse().ok()? })
        })?;
        let contexts = lines(&folder.join(format!("{prefix}context.tsv")), |fields| {
            let at = match fields.get(2) {
                Some(at) => Some(at.parse().ok()?),
                None => None,
            };
            Some(HeldOut {
                viewer: self.viewer(fields.first()?)?,
                context: self.list(fields.get(1)?)?,
                targets: Vec::new(),
                at,
            })
        })?;
        let path =
            folder.join(if prefix.is_empty() { targets.to_owned() } else { format!("{prefix}targets.tsv") });
        let targets: HashMap<u32, Vec<u32>> =
            lines(&path, |fields| Some((self.viewer(fields.first()?)?, self.list(fields.get(1)?)?)))?
                .into_iter()
                .collect();
        let mut held = contexts;
        for one in &mut held {
            one.targets =
                targets.get(&one.viewer).cloned().ok_or_else(|| broken(&path, "a viewer has no targets"))?;
        }
        Ok(Part { train, held })
    }

    fn viewer(&self, id: &str) -> Option<u32> {
        self.viewers.get(&id.parse().ok()?).copied()
    }

    fn item(&self, id: &str) -> Option<u32> {
        self.items.get(&id.parse().ok()?).copied()
    }

    fn list(&self, ids: &str) -> Option<Vec<u32>> {
        ids.split_whitespace().map(|id| self.item(id)).collect()
    }
}

fn lines<T>(path: &Path, parse: impl Fn(&[&str]) -> Option<T>) -> Result<Vec<T>> {
    let text = fs::read_to_string(path)
        .map_err(|error| Error::new(error.kind(), format!("{}: {error}", path.display())))?;
    let parsed = text.lines().enumerate().map(|(index, line)| {
        let fields: Vec<&str> = line.split('\t').collect();
        parse(&fields).ok_or_else(|| broken(path, &format!("line {} is not of this data set", index + 1)))
    });
    parsed.collect()
}

fn broken(path: &Path, what: &str) -> Error {
    Error::new(ErrorKind::InvalidData, format!("{}: {what}", path.display()))
}

/// Whole lists, so that every rank can be seen; equal scores by id.
pub fn write_predictions(path: &Path, data: &DataSet, held: &[HeldOut], scores: &[Vec<f32>]) -> Result<()> {
    let mut file = BufWriter::new(fs::File::create(path)?);
    for (one, scores) in held.iter().zip(scores) {
        let mut allowed = vec![true; scores.len()];
        one.context.iter().for_each(|item| allowed[*item as usize] = false);
        let mut order: Vec<usize> = (0..scores.len()).filter(|item| allowed[*item]).collect();
        order.sort_by(|one, other| scores[*other].total_cmp(&scores[*one]));
        let list: Vec<String> = order.iter().map(|item| data.items[*item].to_string()).collect();
        writeln!(file, "{}\t{}", data.viewers[one.viewer as usize], list.join(" "))?;
    }
    file.flush()
}
