//! What every page shares: who is looking, what to tell them, where the assets are.

/// The frame around every page. Built once per request.
pub struct Layout {
    pub site_name: String,
    pub viewer: Option<LayoutViewer>,
    pub notice: Option<Notice>,
    /// The nonce of this answer's `style-src`, for the one style Turbo inserts.
    pub nonce: String,
    pub css_url: String,
    /// What every page but the watch page needs beside it.
    pub pages_css_url: String,
    /// What the admin pages need beside it.
    pub admin_css_url: String,
    /// Absent when no script bundle was built; pages then work as they do without JavaScript.
    pub js_url: Option<String>,
    pub icon_url: String,
    /// What the search box shows.
    pub search_query: String,
    /// The one absolute address of this page, for search engines.
    pub canonical: Option<String>,
    pub robots_noindex: bool,
    /// Which navigation entry is highlighted: `home`, `upload`, `my_videos`, `my_playlists`, `my_channels`, `settings`, `admin`, or
    /// nothing. Admin pages use `admin_dashboard`, `admin_users` and so on.
    pub current: &'static str,
    /// The local path a visitor returns to after signing in.
    pub return_to: String,
}

/// The signed-in person, as the header shows them.
pub struct LayoutViewer {
    pub handle: String,
    pub display_name: String,
    /// Moderators and administrators see the link to the admin pages.
    pub is_moderator: bool,
    /// Administrators also see the settings and tasks of the site.
    pub is_administrator: bool,
}

/// One sentence shown once, after something was done.
pub struct Notice {
    pub text: String,
    pub kind: NoticeKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    Done,
    Problem,
}

impl Notice {
    pub fn is_problem(&self) -> bool {
        self.kind == NoticeKind::Problem
    }
}

impl Layout {
    pub fn is_current(&self, name: &str) -> bool {
        self.current == name
    }
}

impl LayoutViewer {
    pub fn avatar(&self) -> super::AvatarView {
        super::AvatarView::of(&self.display_name)
    }
}
