//! What somebody watched and turned down, as they read it and take it away.

use askama::Template;
use serde::Serialize;

use super::channel::ChannelCardView;
use super::{EmptyView, Layout, PaginationView, TabView, TimeView, VideoCardView};

/// `/my/history`.
#[derive(Template)]
#[template(path = "history/index.html")]
pub struct IndexPage {
    pub layout: Layout,
    /// What was watched, what was turned down.
    pub tabs: Vec<TabView>,
    pub recording: RecordingView,
    pub export_url: String,
    /// Leads to the question whether to clear all of it; None where there is nothing to clear.
    pub clear_url: Option<String>,
    pub entries: Vec<EntryView>,
    /// What the forms that remove one send along, to come back here.
    pub page: i64,
    pub empty: EmptyView,
    pub pagination: Option<PaginationView>,
}

/// Whether watching is remembered, and the form that changes it. Field: `recording`.
#[derive(Clone)]
pub struct RecordingView {
    pub action: String,
    pub is_paused: bool,
    /// What that means, in a sentence or two.
    pub words: &'static str,
}

#[derive(Clone)]
pub struct EntryView {
    pub card: VideoCardView,
    /// "Stopped at 3:07".
    pub progress: String,
    pub watched: TimeView,
    /// The POST address that removes it.
    pub delete_url: String,
}

/// `/my/history/delete`: asks once more.
#[derive(Template)]
#[template(path = "history/delete.html")]
pub struct DeletePage {
    pub layout: Layout,
    pub action: String,
    pub back_url: String,
    pub export_url: String,
}

/// `/my/feedback`.
#[derive(Template)]
#[template(path = "history/feedback.html")]
pub struct FeedbackIndexPage {
    pub layout: Layout,
    pub tabs: Vec<TabView>,
    pub channels: Vec<TurnedDownChannelView>,
    pub videos: Vec<TurnedDownVideoView>,
    /// Where neither is there.
    pub empty: Option<EmptyView>,
    pub pagination: Option<PaginationView>,
}

#[derive(Clone)]
pub struct TurnedDownVideoView {
    pub card: VideoCardView,
    pub said: TimeView,
    /// The POST address that takes it back.
    pub undo_url: String,
}

#[derive(Clone)]
pub struct TurnedDownChannelView {
    pub channel: ChannelCardView,
    pub said: TimeView,
    pub undo_url: String,
}

/// The file of `/my/history/export`.
#[derive(Debug, Clone, Serialize)]
pub struct ExportView {
    pub site: String,
    pub account: String,
    pub exported_at: String,
    /// `on` or `paused`.
    pub recording: &'static str,
    pub history: Vec<ExportedWatch>,
    pub playbacks: Vec<ExportedPlayback>,
    pub ratings: Vec<ExportedRating>,
    pub not_interested: Vec<ExportedVideo>,
    pub less_of_channels: Vec<ExportedChannel>,
    pub subscriptions: Vec<ExportedChannel>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ExportedWatch {
    pub video: String,
    /// None where its viewer may no longer see it.
    pub title: Option<String>,
    pub last_watched_at: String,
    pub watched_ms: i64,
    pub position_ms: i64,
    pub finished: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct ExportedPlayback {
    pub video: String,
    pub began_at: String,
    pub watched_ms: i64,
    pub position_ms: i64,
    pub came_from: &'static str,
    pub place_on_list: Option<i32>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ExportedRating {
    pub video: String,
    pub title: Option<String>,
    pub rating: &'static str,
    pub at: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct ExportedVideo {
    pub video: String,
    pub title: Option<String>,
    pub at: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct ExportedChannel {
    pub channel: String,
    pub name: String,
    pub at: String,
}
