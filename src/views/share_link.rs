//! The links with which a creator shares one video.

use askama::Template;

use super::{ChoiceView, FormView, Layout, StateView, TimeView};

#[derive(Template)]
#[template(path = "share_links/index.html")]
pub struct IndexPage {
    pub layout: Layout,
    pub video_title: String,
    pub back_url: String,
    /// The POST address. Fields: `label`, `duration`.
    pub action: String,
    pub form: FormView,
    pub durations: Vec<ChoiceView>,
    /// The absolute address of a link that was just made; it is never shown again.
    pub fresh_url: Option<String>,
    /// Why a link is of no use now: anybody can watch, or nobody.
    pub note: Option<String>,
    pub links: Vec<ShareLinkView>,
}

#[derive(Clone)]
pub struct ShareLinkView {
    /// What its creator calls it; never empty.
    pub name: String,
    pub state: StateView,
    pub created: TimeView,
    /// "Works until 17 January 2026", "Ended on 3 January 2026".
    pub ends: String,
    /// "Opened 3 times".
    pub uses: String,
    /// The POST address; absent when it has ended.
    pub delete_url: Option<String>,
}
