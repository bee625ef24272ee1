//! Pages that are mostly lists of videos: home and search.

use askama::Template;

use super::channel::ChannelCardView;
use super::feed::FeedLinkView;
use super::tilt::TiltView;
use super::{ActionView, EmptyView, Layout, PaginationView, TabView, VideoCardView};

#[derive(Template)]
#[template(path = "home/show.html")]
pub struct HomePage {
    pub layout: Layout,
    pub feeds: Vec<FeedLinkView>,
    /// Recommended, Newest, Subscriptions.
    pub tabs: Vec<TabView>,
    /// One shelf on a tab of its own; several on the first page.
    pub shelves: Vec<ShelfView>,
    /// On the recommended videos alone.
    pub tilt: Option<TiltView>,
    /// Shown when all shelves are empty.
    pub empty: Option<EmptyView>,
    pub pagination: Option<PaginationView>,
}

/// A heading over a grid of videos.
#[derive(Clone)]
pub struct ShelfView {
    pub heading: String,
    /// "See all".
    pub more: Option<ActionView>,
    pub videos: Vec<VideoCardView>,
}

#[derive(Template)]
#[template(path = "search/show.html")]
pub struct SearchPage {
    pub layout: Layout,
    pub query: String,
    /// "24 videos for “gears”".
    pub summary: String,
    /// Relevance, newest, most viewed.
    pub sorts: Vec<TabView>,
    pub channels: Vec<ChannelCardView>,
    pub results: Vec<SearchResultView>,
    /// What is new, when nothing was found.
    pub suggestions: Vec<VideoCardView>,
    pub empty: Option<EmptyView>,
    pub pagination: Option<PaginationView>,
}

#[derive(Clone)]
pub struct SearchResultView {
    pub card: VideoCardView,
    /// A line of the description; may be empty.
    pub snippet: String,
}

impl HomePage {
    /// A heading that only repeats the open tab is left to screen readers.
    pub fn is_named_by_tab(&self, shelf: &ShelfView) -> bool {
        self.tabs.iter().any(|tab| tab.current && tab.label == shelf.heading)
    }

    /// The name of the open tab, unless it is the first, which is the site itself.
    pub fn current_tab(&self) -> Option<&str> {
        self.tabs.iter().skip(1).find(|tab| tab.current).map(|tab| tab.label.as_str())
    }
}
