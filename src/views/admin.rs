//! The admin pages: what moderators and administrators see.
//!
//! Every list is one GET form of filters (`q`, `state`, …) and one POST form of the ticked rows: `ids` (repeated) and
//! `action`, the value of the button that was pressed. Both go to the page's own address.

mod recommender;

use askama::Template;

pub use self::recommender::{
    CalibrationRow, CardPart, ComparisonView, OutcomeRow, OutcomesView, RecommenderPage, RollBackView,
    SideRow, VersionRow,
};

use super::{AvatarView, ChartView, ChoiceView, Layout, PaginationView, StateView, TimeView};

#[derive(Template)]
#[template(path = "admin/dashboard.html")]
pub struct DashboardPage {
    pub layout: Layout,
    pub tiles: Vec<StatTile>,
    pub charts: Vec<ChartView>,
    pub attention: Vec<AttentionView>,
}

/// One number with what it means.
#[derive(Clone)]
pub struct StatTile {
    pub label: String,
    pub value: String,
    /// "+12 this week"; may be empty.
    pub change: String,
    pub url: Option<String>,
}

/// Something that waits for a moderator: "3 open reports".
#[derive(Clone)]
pub struct AttentionView {
    pub text: String,
    pub url: String,
}

/// What the filters of a list hold, and where they and the bulk actions go.
#[derive(Clone)]
pub struct FilterView {
    /// `/admin/users`
    pub action: String,
    pub query: String,
    /// What the search field looks in: "Name, handle or e-mail".
    pub query_hint: String,
    /// The choices of `state`; the first, with an empty value, means all.
    pub states: Vec<ChoiceView>,
    pub state: String,
    /// "312 users".
    pub summary: String,
}

impl FilterView {
    /// Whether the list may be shorter for them.
    fn is_set(&self) -> bool {
        !self.query.is_empty() || !self.state.is_empty()
    }
}

#[derive(Template)]
#[template(path = "admin/users.html")]
pub struct UsersPage {
    pub layout: Layout,
    pub filter: FilterView,
    pub users: Vec<UserRow>,
    /// Only administrators may change roles: `role` with the action `set_role`.
    pub roles: Vec<ChoiceView>,
    pub pagination: Option<PaginationView>,
}

impl UsersPage {
    /// Moderators see no e-mail addresses.
    fn is_for_administrator(&self) -> bool {
        !self.roles.is_empty()
    }
}

#[derive(Clone)]
pub struct UserRow {
    pub id: String,
    pub name: String,
    pub handle: String,
    pub url: String,
    pub email: String,
    pub avatar: AvatarView,
    pub role: StateView,
    pub state: StateView,
    pub joined: TimeView,
    pub videos: String,
    pub comments: String,
}

#[derive(Template)]
#[template(path = "admin/videos.html")]
pub struct VideosPage {
    pub layout: Layout,
    pub filter: FilterView,
    pub videos: Vec<VideoRow>,
    pub pagination: Option<PaginationView>,
}

#[derive(Clone)]
pub struct VideoRow {
    pub id: String,
    pub title: String,
    pub url: String,
    pub thumbnail_url: Option<String>,
    pub duration: String,
    pub channel_name: String,
    pub channel_url: String,
    pub privacy: String,
    pub state: StateView,
    pub views: String,
    pub created: TimeView,
}

#[derive(Template)]
#[template(path = "admin/comments.html")]
pub struct CommentsPage {
    pub layout: Layout,
    pub filter: FilterView,
    pub comments: Vec<CommentRow>,
    pub pagination: Option<PaginationView>,
}

#[derive(Clone)]
pub struct CommentRow {
    pub id: String,
    /// Plain text, cut to a few lines.
    pub excerpt: String,
    pub url: String,
    pub author_name: String,
    pub author_url: String,
    pub video_title: String,
    pub video_url: String,
    pub state: StateView,
    pub created: TimeView,
}

#[derive(Template)]
#[template(path = "admin/tasks.html")]
pub struct TasksPage {
    pub layout: Layout,
    pub filter: FilterView,
    pub tasks: Vec<TaskRow>,
    pub pagination: Option<PaginationView>,
}

#[derive(Clone)]
pub struct TaskRow {
    pub id: String,
    /// "Process video".
    pub kind: String,
    /// What it concerns: a video's title; may be empty.
    pub subject: String,
    pub subject_url: Option<String>,
    pub lane: String,
    pub state: StateView,
    /// 0 to 100 while it runs.
    pub percent: Option<u8>,
    pub attempts: String,
    pub error: Option<String>,
    /// What the program said at last, where that is more than the error's first line.
    pub error_details: Option<String>,
    pub when: TimeView,
}

#[derive(Template)]
#[template(path = "admin/reports.html")]
pub struct ReportsPage {
    pub layout: Layout,
    pub filter: FilterView,
    pub reports: Vec<ReportRow>,
    pub pagination: Option<PaginationView>,
}

#[derive(Clone)]
pub struct ReportRow {
    pub id: String,
    /// "Video" or "Comment".
    pub subject_kind: String,
    pub subject_text: String,
    pub subject_url: String,
    pub reason: String,
    pub text: String,
    pub reporter_name: String,
    pub reporter_url: String,
    pub state: StateView,
    pub created: TimeView,
}

#[derive(Template)]
#[template(path = "admin/audit.html")]
pub struct AuditPage {
    pub layout: Layout,
    pub filter: FilterView,
    pub entries: Vec<AuditRow>,
    pub pagination: Option<PaginationView>,
}

#[derive(Clone)]
pub struct AuditRow {
    pub actor_name: String,
    pub actor_url: String,
    /// "Blocked a video".
    pub action: String,
    pub subject: String,
    pub subject_url: Option<String>,
    /// "role: user → moderator"; may be empty.
    pub change: String,
    pub address: String,
    pub at: TimeView,
}

/// Asks once more before something that cannot be undone; the same form follows with `confirm=yes`.
#[derive(Template)]
#[template(path = "admin/confirm.html")]
pub struct ConfirmPage {
    pub layout: Layout,
    /// "Delete 3 videos?"
    pub question: String,
    pub consequences: String,
    /// The things that it is about, as people know them.
    pub subjects: Vec<String>,
    /// The page's own address, to which the form goes.
    pub action_url: String,
    pub action: &'static str,
    pub ids: Vec<String>,
}
