//! The order of comments: how much they are liked, as far as the number of votes allows to say.

/// 95 % of a normal distribution lies within so many standard deviations of its mean.
const Z: f64 = 1.96;

/// The lower end of Wilson's score interval for the share of likes: with few votes far below the share itself, so that 1 of 1 does not
/// beat 90 of 100. (E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
/// Statistical Association 22, 1927, pages 209–212.)
///
/// Without any vote 0; with dislikes alone the mirror image, so that what nobody likes sinks below what nobody has judged.
pub fn score(likes: i64, dislikes: i64) -> f64 {
    match (likes.max(0), dislikes.max(0)) {
        (0, 0) => 0.0,
        (0, dislikes) => -lower_bound(dislikes, dislikes),
        (likes, dislikes) => lower_bound(likes, likes + dislikes),
    }
}

fn lower_bound(successes: i64, trials: i64) -> f64 {
    let n = trials as f64;
    let share = successes as f64 / n;
    let centre = share + Z * Z / (2.0 * n);
    let spread = Z * ((share * (1.0 - share) + Z * Z / (4.0 * n)) / n).sqrt();
    (centre - spread) / (1.0 + Z * Z / n)
}

#[cfg(test)]
mod tests {
    use super::score;

    #[test]
    fn the_interval_is_wilsons() {
        // Worked by hand: 1 of 1 and 90 of 100 at z = 1.96.
        assert!((score(1, 0) - 0.206_543).abs() < 1e-5, "{}", score(1, 0));
        assert!((score(90, 10) - 0.825_634).abs() < 1e-4, "{}", score(90, 10));
    }

    #[test]
    fn many_good_votes_beat_few_perfect_ones_and_dislikes_sink() {
        assert!(score(90, 10) > score(2, 0));
        assert!(score(2, 0) > score(1, 0));
        assert!(score(1, 0) > score(0, 0));
        assert!(score(0, 0) > score(0, 1));
        assert!(score(0, 1) > score(0, 5));
    }
}
