//! The line above each cue: from when to when, and where in the picture.

/// Longer than any video.
const MOST_HOURS: u64 = 99;

/// A timing line in either format; None where it is not one.
pub fn timing(line: &str) -> Option<(u64, u64, String)> {
    let (start, rest) = line.split_once("-->")?;
    let rest = rest.trim();
    let (end, settings) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
    Some((moment(start.trim())?, moment(end)?, placing(settings)))
}

pub fn written(milliseconds: u64) -> String {
    let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000);
    format!("{:02}:{:02}:{:02}.{rest:03}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// `01:02:03.450`; hours may be missing, a comma is as good as a point, and so are fewer digits behind it.
fn moment(text: &str) -> Option<u64> {
    let (clock, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let mut parts = clock.split(':').rev();
    let seconds = number(parts.next()?, 2).filter(|seconds| *seconds < 60)?;
    let minutes = number(parts.next()?, 2).filter(|minutes| *minutes < 60)?;
    let hours = match parts.next() {
        Some(hours) => number(hours, 3).filter(|hours| *hours <= MOST_HOURS)?,
        None => 0,
    };
    if parts.next().is_some() {
        return None;
    }
    let milliseconds = number(fraction, 3)? * [100, 10, 1].get(fraction.len() - 1)?;
    Some(((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds)
}

/// One digit to `most` digits.
fn number(text: &str, most: usize) -> Option<u64> {
    let is_number = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

/// The settings that do nothing but place a cue, each once.
fn placing(settings: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for setting in settings.split_ascii_whitespace().take(16) {
        let Some((name, value)) = setting.split_once(':') else { continue };
        let (size, anchor) =
            value.split_once(',').map_or((value, None), |(size, anchor)| (size, Some(anchor)));
        let among = |allowed: &[&str]| anchor.is_none_or(|anchor| allowed.contains(&anchor));
        let is_kept = match name {
            "vertical" => matches!(value, "rl" | "lr"),
            "align" => matches!(value, "start" | "center" | "end" | "left" | "right"),
            "size" => is_percentage(value),
            "position" => is_percentage(size) && among(&["line-left", "center", "line-right"]),
            "line" => (is_percentage(size) || is_line(size)) && among(&["start", "center", "end"]),
            _ => false,
        };
        let name_with_colon = &setting[..=name.len()];
        if is_kept && !kept.iter().any(|own| own.starts_with(name_with_colon)) {
            kept.push(setting);
        }
    }
    kept.join(" ")
}

fn is_percentage(text: &str) -> bool {
    let Some(number) = text.strip_suffix('%') else { return false };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let small = self::number(whole, 3).is_some_and(|whole| whole <= 100);
    small && self::number(fraction, 4).is_some()
}

fn is_line(text: &str) -> bool {
    number(text.strip_prefix('-').unwrap_or(text), 3).is_some()
}
