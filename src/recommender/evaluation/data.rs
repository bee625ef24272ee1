//! A folder of ratings in the format of MovieLens: `ratings.dat` (`viewer::item::rating::unix time`) or `ratings.csv`
//! (the same four columns under a heading), and what the items are called where `titles` finds it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Error, ErrorKind, Result};
use std::path::Path;

use super::titles::{self, Title};
use crate::recommender::training::Watched;

/// Every viewer's watches in order, with positions in the place of ids.
pub struct DataSet {
    pub watches: Vec<Watched>,
    /// The id at each position, ascending.
    pub viewers: Vec<i64>,
    pub items: Vec<i64>,
    /// What each item is called; empty where that is not known.
    pub titles: Vec<Title>,
}

impl DataSet {
    /// Only ratings of at least `least`; the first where one viewer rated an item twice.
    pub fn read(folder: &Path, least: f32) -> Result<Self> {
        let (path, separator) = match folder.join("ratings.dat") {
            path if path.is_file() => (path, "::"),
            _ => (folder.join("ratings.csv"), ","),
        };
        let in_file = |error: Error| Error::new(error.kind(), format!("{}: {error}", path.display()));
        let mut rated = Vec::new();
        let mut seen = HashSet::new();
        for (index, line) in BufReader::new(File::open(&path).map_err(in_file)?).lines().enumerate() {
            let line = line.map_err(in_file)?;
            if line.trim().is_empty() || index == 0 && separator == "," {
                continue;
            }
            let rating = parse(&line, separator).ok_or_else(|| {
                in_file(Error::new(ErrorKind::InvalidData, format!("line {} is no rating", index + 1)))
            })?;
            if rating.value >= least && seen.insert((rating.viewer, rating.item)) {
                rated.push(rating);
            }
        }
        if rated.is_empty() {
            return Err(in_file(Error::new(ErrorKind::InvalidData, "no ratings to learn from")));
        }
        let mut data = Self::of(rated);
        data.titles = titles::read(folder, &data.items)?;
        Ok(data)
    }

    /// Watches that were recorded otherwise, as viewer, item and time in seconds; the first where one viewer watched an item twice.
    pub fn of_watches(watches: impl IntoIterator<Item = (i64, i64, i64)>) -> Self {
        let mut rated: Vec<Rating> =
            watches.into_iter().map(|(viewer, item, at)| Rating { viewer, item, value: 1.0, at }).collect();
        rated.sort_by_key(|rating| (rating.viewer, rating.item, rating.at));
        rated.dedup_by_key(|rating| (rating.viewer, rating.item));
        Self::of(rated)
    }

    fn of(mut rated: Vec<Rating>) -> Self {
        rated.sort_by_key(|rating| (rating.viewer, rating.at, tie_break(rating.viewer, rating.item)));
        let ascending = |ids: BTreeSet<i64>| ids.into_iter().collect::<Vec<i64>>();
        let viewers = ascending(rated.iter().map(|rating| rating.viewer).collect());
        let items = ascending(rated.iter().map(|rating| rating.item).collect());
        let (viewer_at, item_at) = (positions(&viewers), positions(&items));
        let watch = |rating: &Rating| Watched {
            viewer: viewer_at[&rating.viewer],
            item: item_at[&rating.item],
            at: rating.at,
        };
        let titles = vec![Title::default(); items.len()];
        Self { watches: rated.iter().map(watch).collect(), viewers, items, titles }
    }
}

pub fn positions(ids: &[i64]) -> HashMap<i64, u32> {
    ids.iter().zip(0..).map(|(id, position)| (*id, position)).collect()
}

struct Rating {
    viewer: i64,
    item: i64,
    value: f32,
    at: i64,
}

fn parse(line: &str, separator: &str) -> Option<Rating> {
    let mut fields = line.trim_end().split(separator);
    Some(Rating {
        viewer: fields.next()?.parse().ok()?,
        item: fields.next()?.parse().ok()?,
        value: fields.next()?.parse().ok()?,
        at: fields.next()?.parse().ok()?,
    })
}

/// Orders events of the same second: the order of the file would tell what came next.
fn tie_break(viewer: i64, item: i64) -> i64 {
    let mixed = viewer.wrapping_mul(2_654_435_761).wrapping_add(item.wrapping_mul(40_503 * 65_537));
    mixed.rem_euclid(1_000_003)
}
