//! What is counted, under which name it is stored, and how fast it fades.

const HOUR_MS: f64 = 60.0 * 60.0 * 1000.0;
const DAY_MS: f64 = 24.0 * HOUR_MS;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CounterKind {
    /// Counted watches, with a half-life of six hours, and so on.
    Watches6Hours,
    Watches2Days,
    Watches7Days,
    Watches30Days,
    /// All counted watches ever, and those that came near the end.
    Plays,
    Completions,
    Likes,
    Dislikes,
    Comments,
    /// "Not interested", and counted watches that were soon left.
    Rejections,
    /// How often it was shown in a list, up to the number after which it is no longer explored.
    Impressions,
}

pub const KINDS: [CounterKind; 11] = [
    CounterKind::Watches6Hours,
    CounterKind::Watches2Days,
    CounterKind::Watches7Days,
    CounterKind::Watches30Days,
    CounterKind::Plays,
    CounterKind::Completions,
    CounterKind::Likes,
    CounterKind::Dislikes,
    CounterKind::Comments,
    CounterKind::Rejections,
    CounterKind::Impressions,
];

pub const POPULARITY_KINDS: [CounterKind; 4] = [
    CounterKind::Watches6Hours,
    CounterKind::Watches2Days,
    CounterKind::Watches7Days,
    CounterKind::Watches30Days,
];

impl CounterKind {
    /// The name under which the count is stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Watches6Hours => "watches_6h",
            Self::Watches2Days => "watches_2d",
            Self::Watches7Days => "watches_7d",
            Self::Watches30Days => "watches_30d",
            Self::Plays => "plays",
            Self::Completions => "completions",
            Self::Likes => "likes",
            Self::Dislikes => "dislikes",
            Self::Comments => "comments",
            Self::Rejections => "rejections",
            Self::Impressions => "impressions",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        KINDS.into_iter().find(|kind| kind.name() == name)
    }

    /// `None` for plain sums.
    pub fn half_life_ms(self) -> Option<f64> {
        match self {
            Self::Watches6Hours => Some(6.0 * HOUR_MS),
            Self::Watches2Days => Some(2.0 * DAY_MS),
            Self::Watches7Days => Some(7.0 * DAY_MS),
            Self::Watches30Days | Self::Likes | Self::Dislikes | Self::Comments | Self::Rejections => {
                Some(30.0 * DAY_MS)
            }
            Self::Plays | Self::Completions | Self::Impressions => None,
        }
    }
}
