//! How much of each public video was delivered to whom: the estimate of watch time for those whose browser reports none.
//!
//! A viewer has watched at most as much as they received, and at most for as long as they have been here. Only in memory: what a
//! restart forgets was an estimate.

use std::collections::HashMap;
use std::net::IpAddr;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::AnonymousKey;
use crate::clock::Timestamp;
use crate::db::ids::{UserId, VideoId};

/// A delivery that was quiet for so long is over.
const QUIET_MS: i64 = 60_000;
const ENTRIES: usize = 50_000;
const RANGES: usize = 64;

/// Who received something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Recipient {
    User(UserId),
    /// A browser without an account: a hash of what distinguishes it, and where it is.
    Visitor {
        key: AnonymousKey,
        address: IpAddr,
    },
}

/// The estimate, when a viewer has stopped receiving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    pub recipient: Recipient,
    pub video: VideoId,
    pub watched_ms: i64,
}

/// A file that plays for `duration_ms`.
#[derive(Debug, Clone, Copy)]
pub struct DeliveredFile {
    pub video: VideoId,
    pub size: u64,
    pub duration_ms: i64,
}

#[derive(Default)]
pub struct Deliveries {
    open: Mutex<HashMap<(Recipient, VideoId), Entry>>,
}

struct Entry {
    file: DeliveredFile,
    /// Distinct stretches, in order, that do not touch.
    ranges: Vec<Range<u64>>,
    began: Timestamp,
    latest: Timestamp,
}

impl Deliveries {
    /// Counts a stretch of a file that was handed to a connection.
    pub fn add(&self, recipient: &Recipient, file: DeliveredFile, range: Range<u64>, now: Timestamp) {
        let mut open = self.open();
        if open.len() >= ENTRIES {
            open.clear();
        }
        let entry = open.entry((recipient.clone(), file.video)).or_insert_with(|| Entry {
            file,
            ranges: Vec::new(),
            began: now,
            latest: now,
        });
        entry.latest = now;
        entry.add(range);
    }

    /// Forgets the estimate: the browser has reported what was watched.
    pub fn replace(&self, recipient: &Recipient, video: VideoId) {
        self.open().remove(&(recipient.clone(), video));
    }

    /// Takes out what is over.
    pub fn drain(&self, now: Timestamp) -> Vec<Delivery> {
        let mut over: Vec<((Recipient, VideoId), Entry)> =
            self.open().extract_if(|_, entry| entry.latest.plus_millis(QUIET_MS) <= now).collect();
        over.sort_by(|(one, a), (other, b)| (&one.0, a.began).cmp(&(&other.0, b.began)));
        let mut left: HashMap<Recipient, i64> = HashMap::new();
        let mut deliveries = Vec::with_capacity(over.len());
        for ((recipient, video), entry) in over {
            // Nobody watches longer than they are here, however many videos come at once.
            let left = left.entry(recipient.clone()).or_insert(now.millis() - entry.began.millis());
            let watched_ms = entry.watched_ms().min(*left);
            *left -= watched_ms;
            if watched_ms > 0 {
                deliveries.push(Delivery { recipient, video, watched_ms });
            }
        }
        deliveries
    }

    fn open(&self) -> MutexGuard<'_, HashMap<(Recipient, VideoId), Entry>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    fn add(&mut self, range: Range<u64>) {
        self.ranges.push(range);
        self.ranges.sort_by_key(|range| range.start);
        let mut merged: Vec<Range<u64>> = Vec::with_capacity(self.ranges.len());
        for range in self.ranges.drain(..) {
            match merged.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        merged.truncate(RANGES);
        self.ranges = merged;
    }

    fn watched_ms(&self) -> i64 {
        let distinct: u64 = self.ranges.iter().map(|range| range.end - range.start).sum();
        let share = u128::from(distinct) * self.file.duration_ms.max(0).unsigned_abs() as u128
            / u128::from(self.file.size.max(1));
        i64::try_from(share).unwrap_or(i64::MAX).min(self.file.duration_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::{DeliveredFile, Deliveries, Recipient};
    use crate::clock::Timestamp;
    use crate::db::ids::{UserId, VideoId};

    const FILE: DeliveredFile = DeliveredFile { video: VideoId(7), size: 1000, duration_ms: 40_000 };

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    #[test]
    fn distinct_bytes_count_once_and_only_when_it_is_quiet() {
        let deliveries = Deliveries::default();
        let ann = Recipient::User(UserId(1));
        for range in [0..250, 100..300, 0..250, 700..900] {
            deliveries.add(&ann, FILE, range, at(5));
        }
        assert!(deliveries.drain(at(64)).is_empty());
        let drained = deliveries.drain(at(65));
        assert_eq!((drained.len(), drained[0].watched_ms), (1, 20_000));
        assert!(deliveries.drain(at(999)).is_empty());
    }

    #[test]
    fn nobody_watches_longer_than_they_are_here() {
        let deliveries = Deliveries::default();
        let visitor = Recipient::Visitor { key: [1; 16], address: [127, 0, 0, 1].into() };
        for video in 0..10 {
            let file = DeliveredFile { video: VideoId(video), duration_ms: 40_000, ..FILE };
            deliveries.add(&visitor, file, 0..1000, at(0));
        }
        let total: i64 = deliveries.drain(at(60)).iter().map(|delivery| delivery.watched_ms).sum();
        assert_eq!(total, 60_000);
    }

    #[test]
    fn a_report_takes_the_place_of_the_estimate() {
        let deliveries = Deliveries::default();
        let ann = Recipient::User(UserId(1));
        deliveries.add(&ann, FILE, 0..1000, at(0));
        deliveries.replace(&ann, FILE.video);
        assert!(deliveries.drain(at(600)).is_empty());
    }
}
