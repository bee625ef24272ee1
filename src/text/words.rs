//! Numbers and moments as people say them.

const SECOND_MS: i64 = 1000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// `7`, `1.2K`, `34K`, `5.6M`: cut, never rounded up, so that 999,999 is not a million.
pub fn count(number: i64) -> String {
    let number = number.max(0);
    for (size, letter) in [(1_000_000_000, 'B'), (1_000_000, 'M'), (1_000, 'K')] {
        if number < size {
            continue;
        }
        let tenths = number / (size / 10);
        return match (tenths / 10, tenths % 10) {
            (whole, 1..) if whole < 10 => format!("{whole}.{}{letter}", tenths % 10),
            (whole, _) => format!("{whole}{letter}"),
        };
    }
    number.to_string()
}

/// `1 view`, `1.2K views`.
pub fn counted(number: i64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// `1 view`, `1,204 views`: to the last one.
pub fn counted_exactly(number: i64, one: &str, many: &str) -> String {
    let digits = number.max(0).to_string();
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped} {}", if number == 1 { one } else { many })
}

/// `3:07` or `1:02:03`, in whole seconds.
pub fn duration(milliseconds: i64) -> String {
    let seconds = milliseconds.max(0) / SECOND_MS;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// `just now`, `5 minutes ago`, `3 days ago`, `2 years ago`; a moment ahead of the clock is just now.
pub fn ago(then_ms: i64, now_ms: i64) -> String {
    let passed = now_ms.saturating_sub(then_ms).max(0);
    let units = [
        (365 * DAY_MS, "year"),
        (30 * DAY_MS, "month"),
        (7 * DAY_MS, "week"),
        (DAY_MS, "day"),
        (HOUR_MS, "hour"),
        (MINUTE_MS, "minute"),
    ];
    for (length, unit) in units {
        match passed / length {
            0 => {}
            1 => return format!("1 {unit} ago"),
            number => return format!("{number} {unit}s ago"),
        }
    }
    "just now".to_owned()
}

/// How long somebody is asked to wait: "a second", "40 seconds", "3 minutes".
pub fn wait(seconds: i64) -> String {
    match seconds {
        ..=1 => "a second".to_owned(),
        2..=90 => format!("{seconds} seconds"),
        _ => format!("{} minutes", (seconds + 59) / 60),
    }
}

/// `640 bytes`, `1.2 MB`, `3.4 GB`, in powers of 1,000 as shops count them.
pub fn bytes(number: u64) -> String {
    for (size, unit) in [(1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")] {
        if number < size {
            continue;
        }
        let tenths = number / (size / 10);
        return match (tenths / 10, tenths % 10) {
            (whole, 1..) if whole < 100 => format!("{whole}.{} {unit}", tenths % 10),
            (whole, _) => format!("{whole} {unit}"),
        };
    }
    if number == 1 { "1 byte".to_owned() } else { format!("{number} bytes") }
}

#[cfg(test)]
mod tests {
    use super::{DAY_MS, HOUR_MS, MINUTE_MS, ago, bytes, count, counted, counted_exactly, duration};

    #[test]
    fn counts_are_short_and_never_too_high() {
        let said = [0, -3, 999, 1_000, 1_099, 1_250, 12_999, 999_999, 1_000_000, 7_650_000_000].map(count);
        assert_eq!(said, ["0", "0", "999", "1K", "1K", "1.2K", "12K", "999K", "1M", "7.6B"]);
        assert_eq!(count(i64::MAX), "9223372036B");
        assert_eq!(counted(1, "view", "views"), "1 view");
        assert_eq!(counted(0, "view", "views"), "0 views");
        let exactly = [0, 1, 999, 1_000, 1_234_567].map(|number| counted_exactly(number, "view", "views"));
        assert_eq!(exactly, ["0 views", "1 view", "999 views", "1,000 views", "1,234,567 views"]);
    }

    #[test]
    fn durations_have_hours_only_when_there_are_some() {
        assert_eq!(
            [0, -5, 7_999, 187_000, 3_723_000].map(duration),
            ["0:00", "0:00", "0:07", "3:07", "1:02:03"]
        );
    }

    #[test]
    fn moments_are_told_in_their_largest_unit() {
        let now = 4_000 * DAY_MS;
        let said =
            [now + 5, now - 59_000, now - MINUTE_MS, now - 3 * HOUR_MS, now - 3 * DAY_MS, now - 13 * DAY_MS]
                .map(|then| ago(then, now));
        assert_eq!(said, ["just now", "just now", "1 minute ago", "3 hours ago", "3 days ago", "1 week ago"]);
        assert_eq!(ago(now - 800 * DAY_MS, now), "2 years ago");
        assert_eq!(ago(i64::MIN, i64::MAX), ago(0, i64::MAX));
    }

    #[test]
    fn sizes_are_told_as_shops_do() {
        assert_eq!(
            [0, 1, 640, 1_000, 1_240_000, 8 << 30].map(bytes),
            ["0 bytes", "1 byte", "640 bytes", "1 kB", "1.2 MB", "8.5 GB"]
        );
    }
}
