//! Of which lists the features are kept: of all while there are few, of so many an hour when there are more.

use std::sync::{Mutex, PoisonError};

use crate::clock::Timestamp;

const HOUR_MS: i64 = 3_600_000;
/// Beyond this a list is kept by chance, so that the day's busy hours do not teach alone. At about two kilobytes each, ninety days of them take
/// a quarter of a gigabyte at most.
const AN_HOUR: u64 = 60;

#[derive(Default)]
pub struct Sampling(Mutex<Hour>);

/// How many lists were shown in this hour, and in the one before.
#[derive(Default)]
struct Hour {
    number: i64,
    lists: u64,
    before: u64,
}

impl Sampling {
    /// Whether this list is one of them. `drawn` is any number, as likely as any other.
    pub fn takes(&self, drawn: u128, now: Timestamp) -> bool {
        // A thread that panicked here left a count more or less.
        let mut hour = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = now.millis() / HOUR_MS;
        if number != hour.number {
            let before = if number == hour.number + 1 { hour.lists } else { 0 };
            *hour = Hour { number, lists: 0, before };
        }
        hour.lists += 1;
        let one_in = hour.before.max(hour.lists).div_ceil(AN_HOUR);
        drawn.is_multiple_of(u128::from(one_in))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_lists_are_all_kept_and_of_many_about_so_many_an_hour() {
        let sampling = Sampling::default();
        let at = |hour: i64| Timestamp::from_millis(hour * HOUR_MS);
        assert!((0..60).all(|list| sampling.takes(list * 7 + 1, at(500_000))));
        let kept = |hour: i64| {
            let drawn = |list: u128| list.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835) >> 40;
            (0..6_000).filter(|list| sampling.takes(drawn(*list), at(hour))).count()
        };
        kept(500_001);
        let usual = kept(500_002);
        assert!((30..120).contains(&usual), "{usual}");
        assert!(sampling.takes(1, at(500_010)), "after a quiet time");
    }
}
