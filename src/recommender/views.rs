//! What counts as a view, so that nobody can wind up a counter.
//!
//! A watch counts from 30 seconds or half of the video on, once per viewer and video in six hours. An anonymous viewer
//! can ask for a new identity whenever they like, so network addresses have a cap as well: generous enough for a
//! school behind one address, small enough to make a thousand reloads worthless. Addresses are kept only as counts in
//! two rows of hash buckets (a count-min sketch: Cormode and Muthukrishnan, 2005), for six hours, with a key that dies
//! with the process. A collision can only make the cap stricter, and both rows must collide for that.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::net::IpAddr;

use super::events::Watch;
use super::ids::VideoId;

pub const ONE_VIEW_PER_MS: i64 = 6 * 60 * 60 * 1000;
pub const VIEW_FROM_MS: i64 = 30_000;
pub const VIEW_FROM_SHARE: f32 = 0.5;

/// Anonymous views of one video from one address in six hours.
pub const ANONYMOUS_VIEWS_OF_A_VIDEO: u16 = 10;
/// Views of all videos from one address in six hours, signed in or not.
pub const VIEWS_FROM_AN_ADDRESS: u16 = 400;

const BUCKETS: usize = 1 << 14;

/// The rule for one viewer and one video; `last_counted_ms` is when their last counted watch of it was.
pub fn counts_as_view(watch: Watch, last_counted_ms: Option<i64>, now_ms: i64) -> bool {
    let long_enough = watch.watched_ms >= VIEW_FROM_MS || watch.share() >= VIEW_FROM_SHARE;
    let not_counted_lately = last_counted_ms.is_none_or(|at| now_ms - at >= ONE_VIEW_PER_MS);
    long_enough && not_counted_lately
}

/// Counts views per address in fixed windows of six hours, in a fixed amount of memory.
pub struct AddressCaps {
    key: RandomState,
    window: i64,
    rows: [Vec<u16>; 2],
}

impl Default for AddressCaps {
    fn default() -> Self {
        Self { key: RandomState::new(), window: 0, rows: [vec![0; BUCKETS], vec![0; BUCKETS]] }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedIn {
    Yes,
    No,
}

impl AddressCaps {
    /// Whether one more view from this address may count; a yes uses one up.
    pub fn admit(&mut self, address: IpAddr, video: VideoId, signed_in: SignedIn, now_ms: i64) -> bool {
        self.start_window(now_ms);
        let network = network_of(address);
        let all = self.buckets((network, None));
        let of_video = self.buckets((network, Some(video.0)));
        let refused = self.count(all) >= VIEWS_FROM_AN_ADDRESS
            || (signed_in == SignedIn::No && self.count(of_video) >= ANONYMOUS_VIEWS_OF_A_VIDEO);
        if refused {
            return false;
        }
        self.increment(all);
        if signed_in == SignedIn::No {
            self.increment(of_video);
        }
        true
    }

    fn start_window(&mut self, now_ms: i64) {
        let window = now_ms.div_euclid(ONE_VIEW_PER_MS);
        if window != self.window {
            *self = Self { window, ..Self::default() };
        }
    }

    fn buckets(&self, what: (u128, Option<i64>)) -> [usize; 2] {
        let hash = self.key.hash_one(what);
        [hash as usize % BUCKETS, (hash >> 32) as usize % BUCKETS]
    }

    fn count(&self, buckets: [usize; 2]) -> u16 {
        self.rows[0][buckets[0]].min(self.rows[1][buckets[1]])
    }

    fn increment(&mut self, buckets: [usize; 2]) {
        for (row, bucket) in self.rows.iter_mut().zip(buckets) {
            row[bucket] = row[bucket].saturating_add(1);
        }
    }
}

/// A household is given one IPv4 address, or 2^64 IPv6 addresses that share their first half.
fn network_of(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(v4) => u128::from(v4.to_bits()),
        IpAddr::V6(v6) => (v6.to_bits() >> 64) | (1 << 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_needs_half_a_minute_or_half_the_video_and_six_hours_between() {
        let watch = |watched_ms, duration_ms| Watch { watched_ms, duration_ms };
        assert!(counts_as_view(watch(30_000, 600_000), None, 0));
        assert!(!counts_as_view(watch(29_999, 600_000), None, 0));
        assert!(counts_as_view(watch(3_000, 6_000), None, 0));
        assert!(!counts_as_view(watch(2_900, 6_000), None, 0));
        assert!(!counts_as_view(watch(3_000, 0), None, 0));
        assert!(!counts_as_view(watch(60_000, 60_000), Some(0), ONE_VIEW_PER_MS - 1));
        assert!(counts_as_view(watch(60_000, 60_000), Some(0), ONE_VIEW_PER_MS));
    }

    #[test]
    fn one_address_cannot_wind_up_a_video_but_a_school_can_watch_it_signed_in() {
        let mut caps = AddressCaps::default();
        let address = IpAddr::from([203, 0, 113, 9]);
        let admitted = |caps: &mut AddressCaps, video, signed_in, now_ms| {
            (0..1000).filter(|_| caps.admit(address, VideoId(video), signed_in, now_ms)).count()
        };
        assert_eq!(admitted(&mut caps, 1, SignedIn::No, 0), usize::from(ANONYMOUS_VIEWS_OF_A_VIDEO));
        assert!(caps.admit(IpAddr::from([203, 0, 113, 10]), VideoId(1), SignedIn::No, 0));
        let rest = usize::from(VIEWS_FROM_AN_ADDRESS - ANONYMOUS_VIEWS_OF_A_VIDEO);
        assert_eq!(admitted(&mut caps, 1, SignedIn::Yes, 0), rest);
        assert_eq!(
            admitted(&mut caps, 2, SignedIn::No, ONE_VIEW_PER_MS),
            usize::from(ANONYMOUS_VIEWS_OF_A_VIDEO)
        );
    }

    #[test]
    fn one_household_is_one_ipv6_network() {
        let first: IpAddr = "2001:db8:1:2::1".parse().unwrap();
        let second: IpAddr = "2001:db8:1:2:ffff::9".parse().unwrap();
        let other: IpAddr = "2001:db8:1:3::1".parse().unwrap();
        assert_eq!(network_of(first), network_of(second));
        assert_ne!(network_of(first), network_of(other));
    }
}
