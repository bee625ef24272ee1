//! Imports: the list, a new one, one with its report.

use askama::Template;

use super::{ChoiceView, EmptyView, FormView, Layout, PaginationView, ProgressView, StateView, TimeView};

/// `/my/imports`.
#[derive(Template)]
#[template(path = "my_imports/index.html")]
pub struct IndexPage {
    pub layout: Layout,
    /// Absent where the viewer may not begin one here.
    pub new_url: Option<String>,
    pub imports: Vec<ImportView>,
    pub empty: EmptyView,
    pub pagination: Option<PaginationView>,
}

#[derive(Clone)]
pub struct ImportView {
    pub url: String,
    pub address: String,
    /// "PeerTube or Kinora", "A folder".
    pub source: String,
    pub state: StateView,
    /// While it runs and it is known how much there is.
    pub progress: Option<ProgressView>,
    /// "12 of 30 taken, 2 failed".
    pub counts: String,
    pub begun: TimeView,
}

/// `/my/imports/new`. Fields: `source`, `address`, `channel` (a handle), `privacy`.
#[derive(Template)]
#[template(path = "my_imports/new.html")]
pub struct NewPage {
    pub layout: Layout,
    pub form: FormView,
    pub sources: Vec<ChoiceView>,
    pub channels: Vec<ChoiceView>,
    pub privacies: Vec<ChoiceView>,
}

/// `/my/imports/{uuid}`. Field: `action` (`stop` or `go_on`).
#[derive(Template)]
#[template(path = "my_imports/show.html")]
pub struct ShowPage {
    pub layout: Layout,
    pub import: ImportView,
    /// Why all of it ended.
    pub problem: Option<String>,
    /// "To the channel Boats, private".
    pub wish: String,
    pub is_running: bool,
    pub may_go_on: bool,
    pub items: Vec<ItemView>,
    pub pagination: Option<PaginationView>,
}

#[derive(Clone)]
pub struct ItemView {
    pub title: String,
    pub url: Option<String>,
    pub state: StateView,
    /// What was left, or why nothing was taken.
    pub notes: Vec<String>,
}
