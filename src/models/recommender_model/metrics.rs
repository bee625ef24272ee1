//! What is known of a model: what it learned from, how it did in the test, what it cost. Kept as JSON beside it.

use serde::{Deserialize, Serialize};

/// What is missing was not measured.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Metrics {
    /// All views of the site when it was trained, which tells whether training again is worth while.
    pub site_views: i64,
    pub viewers: i64,
    pub watches: i64,
    pub videos: i64,
    /// Pairs of videos that came from aggregates alone.
    pub pairs: i64,
    /// Nothing after this was seen by the model, in milliseconds.
    pub trained_until_ms: i64,
    /// The viewers it was tested with.
    pub held_out: i64,
    pub recall: Option<f64>,
    pub ndcg: Option<f64>,
    /// The same of the version that ran, with the same viewers.
    pub running_recall: Option<f64>,
    pub running_ndcg: Option<f64>,
    pub compared_with: Option<i64>,
    /// By how much it is better, viewer by viewer: in NDCG, in recall. Without a version that ran, better than no model.
    pub gain: Option<Value>,
    pub recall_gain: Option<Value>,
    /// The share of the listed videos that are in somebody's first twenty.
    pub coverage: Option<f64>,
    /// The share of places that go to channels that together have a tenth of all watches.
    pub small_channels: Option<f64>,
    /// The share of places that go to what the viewer has watched.
    pub repeats: Option<f64>,
    /// What was learned of the order of watches.
    pub network: Option<NetworkMetrics>,
    /// What was learned of shown lists, where there were some.
    pub ranker: Option<RankerMetrics>,
    /// By what was expected, from least to most.
    pub calibration: Vec<Calibration>,
    pub seconds: f64,
}

/// A mean over viewers and its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Value {
    pub mean: f64,
    pub error: f64,
}

/// The sequence network: what it was learned from the last night, and what it adds now.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NetworkMetrics {
    pub people: i64,
    pub videos: i64,
    pub watches: i64,
    /// How often it went over all watches; 0 where there was too little to learn from.
    pub epochs: i64,
    /// Of one processor.
    pub seconds: f64,
    /// By how much likelier lists take what was watched: the logarithm, a watch.
    pub gain: Option<Value>,
    /// The largest part it has in any kind of list; absent where it has none.
    pub share: Option<f64>,
}

/// The ranker: what it was learned from, and how it did with people whom it had not learned from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RankerMetrics {
    pub people: i64,
    /// Videos that were shown, and those of them that were watched.
    pub places: i64,
    pub watched: i64,
    /// What the lists gain over those of the mixture alone.
    pub gain: Option<Value>,
    /// How much of the say it has; absent where it has no part in the lists.
    pub share: Option<f64>,
    /// Expected over watched seconds.
    pub ratio: Option<f64>,
}

/// Of so many shown videos a watch of this length was expected, and was had.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    pub shown: i64,
    pub expected_seconds: f64,
    pub watched_seconds: f64,
}
