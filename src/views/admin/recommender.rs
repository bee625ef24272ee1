//! The page of the recommender: versions, what they are worth, and what people make of them.

use askama::Template;

use super::StatTile;
use crate::views::{Layout, ProgressView, StateView, TimeView};

#[derive(Template)]
#[template(path = "admin/recommender.html")]
pub struct RecommenderPage {
    pub layout: Layout,
    /// What makes the lists now, in a sentence.
    pub lead: String,
    /// A version that this server could not load, with the reason.
    pub problem: Option<String>,
    pub training: Option<ProgressView>,
    pub roll_back: Option<RollBackView>,
    /// Whether a person chose what runs, so that nothing takes its place by itself.
    pub is_pinned: bool,
    pub tiles: Vec<StatTile>,
    pub versions: Vec<VersionRow>,
    pub comparison: Option<ComparisonView>,
    pub past_comparisons: Vec<ComparisonView>,
    pub windows: Vec<OutcomesView>,
    pub calibration: Vec<CalibrationRow>,
    pub card: Vec<CardPart>,
}

#[derive(Clone)]
pub struct RollBackView {
    /// What runs, as this page shows it.
    pub version: String,
    /// "version 11"
    pub target: String,
}

#[derive(Clone)]
pub struct VersionRow {
    pub version: String,
    pub state: StateView,
    pub effort: String,
    /// The gate's verdict, or why it was refused.
    pub verdict: String,
    pub recall: String,
    pub ndcg: String,
    pub coverage: String,
    pub small_channels: String,
    pub repeats: String,
    pub size: String,
    pub took: String,
    pub trained: TimeView,
    pub can_run: bool,
    pub can_compare: bool,
}

#[derive(Clone)]
pub struct ComparisonView {
    /// "Version 12 against version 11"
    pub title: String,
    pub started: TimeView,
    pub sides: Vec<SideRow>,
    /// "Version 12 is clicked more; such a difference has a chance of 1.2 % where there is none."
    pub result: String,
    pub lists: String,
}

#[derive(Clone)]
pub struct SideRow {
    pub name: String,
    pub clicks: String,
    pub share: String,
    pub watched: String,
}

/// What was shown in some days, by source.
#[derive(Clone)]
pub struct OutcomesView {
    pub title: String,
    pub summary: String,
    pub rows: Vec<OutcomeRow>,
}

#[derive(Clone)]
pub struct OutcomeRow {
    pub source: String,
    pub shown: String,
    pub opened: String,
    pub opened_share: String,
    pub watched: String,
}

/// Shown videos of which about as much was expected.
#[derive(Clone)]
pub struct CalibrationRow {
    /// 1 is the tenth of which least was expected.
    pub group: String,
    pub shown: String,
    pub expected: String,
    pub watched: String,
    pub ratio: String,
}

/// A paragraph of the model card.
#[derive(Clone)]
pub struct CardPart {
    pub title: &'static str,
    pub text: String,
}
