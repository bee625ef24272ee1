//! The highest so many of many scores.

/// In no particular order; of equal scores the lower number comes first. Where there are fewer, all of them.
///
/// A number and its score are compared as one integer, and only such pairs are moved: most of what a list looks at is dropped.
pub fn highest(most: usize, scored: impl Iterator<Item = (u32, f32)>) -> Vec<(u32, f32)> {
    let mut keys: Vec<u64> = scored.map(key).collect();
    if keys.len() > most {
        keys.select_nth_unstable_by(most, |one, other| other.cmp(one));
        keys.truncate(most);
    }
    keys.into_iter().map(pair).collect()
}

fn key((number, score): (u32, f32)) -> u64 {
    u64::from(ascending(score)) << 32 | u64::from(!number)
}

fn pair(key: u64) -> (u32, f32) {
    (!(key as u32), score((key >> 32) as u32))
}

const SIGN: u32 = 1 << 31;

/// An integer that is the greater the greater the score (as `f32::total_cmp` has it).
fn ascending(score: f32) -> u32 {
    let bits = score.to_bits();
    if bits & SIGN == 0 { bits | SIGN } else { !bits }
}

fn score(ascending: u32) -> f32 {
    f32::from_bits(if ascending & SIGN == 0 { !ascending } else { ascending & !SIGN })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recommender::random::Random;

    #[test]
    fn the_highest_stay_as_they_were() {
        let mut random = Random::new(3);
        let all: Vec<(u32, f32)> =
            (0..200).map(|number| (number, (random.fraction() * 20.0).floor() as f32 - 10.0)).collect();
        let mut sorted = all.clone();
        sorted.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        for most in [0, 1, 50, 199, 200, 300] {
            let mut found = highest(most, all.iter().copied());
            found.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
            assert_eq!(found, sorted[..most.min(200)], "{most}");
        }
    }

    #[test]
    fn every_score_comes_back_and_keeps_its_order() {
        let scores =
            [f32::NEG_INFINITY, -1e9, -1.0, -f32::MIN_POSITIVE, -0.0, 0.0, 1e-30, 2.0, f32::INFINITY];
        assert!(scores.windows(2).all(|pair| ascending(pair[0]) < ascending(pair[1])));
        assert!(scores.iter().all(|one| score(ascending(*one)).to_bits() == one.to_bits()));
    }
}
