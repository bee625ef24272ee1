//! What people like to watch, as far as a seed decides it: clusters of videos, some videos more popular, and interest that drifts.

use crate::clock::Timestamp;
use crate::dice::Dice;

pub const DAYS: i64 = 180;
const CLUSTERS: usize = 12;
/// How often somebody stays with what they like.
const FAITHFUL: f64 = 0.7;
/// Popularity falls with the rank to this power.
const STEEPNESS: f64 = 0.8;

pub struct Taste {
    start: Timestamp,
    videos: usize,
    /// When each video was published, by its place.
    pub published: Vec<Timestamp>,
    /// The share of all interest that the first so many ranks have.
    cumulative: Vec<f64>,
}

impl Taste {
    pub fn new(dice: &mut Dice, videos: usize, now: Timestamp) -> Self {
        let start = now.plus_days(-DAYS);
        let published = (0..videos)
            .map(|place| {
                // In the order of the ids, as on a site that grew; most of it is there when watching begins.
                let share = (place as f64 + dice.unit()) / videos as f64;
                start.plus_seconds(-30 * 86_400 + (share * (DAYS + 29) as f64 * 86_400.0) as i64)
            })
            .collect();
        let mut sum = 0.0;
        let cumulative = (1..=videos)
            .map(|rank| {
                sum += (rank as f64).powf(-STEEPNESS);
                sum
            })
            .collect();
        Self { start, videos, published, cumulative }
    }

    pub fn cluster_of(place: usize) -> usize {
        place % CLUSTERS
    }

    /// Somebody's favourite cluster: another one in the second half of the time.
    fn favourite(person: usize, late: bool) -> usize {
        (person * 7 + if late { 5 } else { 0 }) % CLUSTERS
    }

    /// A moment in the time that is seeded, later ones a little likelier.
    pub fn moment(&self, dice: &mut Dice) -> Timestamp {
        self.start.plus_seconds((dice.unit().powf(0.7) * (DAYS * 86_400 - 60) as f64) as i64)
    }

    /// What this person watches at that moment, of what was there.
    pub fn choose(&self, dice: &mut Dice, person: usize, at: Timestamp) -> usize {
        let late = at.millis() - self.start.millis() > DAYS * 86_400_000 / 2;
        let mut place = 0;
        for _ in 0..6 {
            place = self.popular(dice);
            if dice.chance(FAITHFUL) {
                let wanted = Self::favourite(person, late);
                place = place - Self::cluster_of(place) + wanted;
                place = if place < self.videos { place } else { wanted % self.videos };
            }
            if self.published[place] <= at {
                return place;
            }
        }
        // What is old enough is always there.
        place % (self.videos / 8).max(1)
    }

    /// A video by popularity; which ones are popular has nothing to do with their age.
    fn popular(&self, dice: &mut Dice) -> usize {
        let total = self.cumulative.last().copied().unwrap_or(0.0);
        let wanted = dice.unit() * total;
        let rank = self.cumulative.partition_point(|sum| *sum < wanted).min(self.videos - 1);
        rank.wrapping_mul(7919) % self.videos
    }
}
