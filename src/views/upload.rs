//! Uploading a video, watching it being processed, and the list of one's own videos.

use askama::Template;

use super::{ChoiceView, EmptyView, FormView, Layout, PaginationView, ProgressView, StateView, TimeView};

/// `/upload`: one multipart form. Fields: `title`, `description`, `tags`, `privacy`, `channel`, then `file`.
#[derive(Template)]
#[template(path = "uploads/new.html")]
pub struct NewPage {
    pub layout: Layout,
    pub form: FormView,
    pub privacies: Vec<ChoiceView>,
    /// Only shown when there is more than one.
    pub channels: Vec<ChoiceView>,
    /// "Up to 8 GB. MP4, MOV, MKV, WebM and most others."
    pub limits: String,
    /// The size cap in bytes, so that the browser can refuse early.
    pub max_bytes: u64,
    /// Where a script begins to put the file straight into the bucket, if that is possible.
    pub direct_upload_url: Option<String>,
}

/// `/uploads/{uuid}`: how far it is. Refreshes itself until it is finished.
#[derive(Template)]
#[template(path = "uploads/show.html")]
pub struct ShowPage {
    pub layout: Layout,
    pub title: String,
    pub state: UploadState,
    /// What was odd about the file, though it can be watched.
    pub note: Option<String>,
    pub steps: Vec<StepView>,
    pub watch_url: Option<String>,
    pub edit_url: Option<String>,
}

#[derive(Clone)]
pub enum UploadState {
    /// Part of the file is still missing.
    Arriving(ProgressView),
    Working(ProgressView),
    /// Watchable.
    Finished,
    /// The one clear reason.
    Failed(String),
}

/// One step of the work: received, checked, made ready, published.
#[derive(Clone)]
pub struct StepView {
    pub label: String,
    pub state: StepState,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    Waiting,
    Working,
    Done,
    Failed,
}

/// `/my/videos`.
#[derive(Template)]
#[template(path = "my_videos/index.html")]
pub struct MyVideosPage {
    pub layout: Layout,
    pub videos: Vec<MyVideoView>,
    pub empty: EmptyView,
    pub pagination: Option<PaginationView>,
}

#[derive(Clone)]
pub struct MyVideoView {
    pub title: String,
    pub url: String,
    pub thumbnail_url: Option<String>,
    pub duration: String,
    pub state: StateView,
    pub privacy: String,
    /// While it arrives or is being processed.
    pub progress: Option<ProgressView>,
    /// Why it failed.
    pub problem: Option<String>,
    pub views: String,
    pub likes: String,
    pub comments: String,
    pub published: TimeView,
    pub edit_url: String,
    pub delete_url: String,
}

impl ShowPage {
    pub fn is_working(&self) -> bool {
        matches!(self.state, UploadState::Arriving(_) | UploadState::Working(_))
    }
}

impl StepState {
    pub fn class(&self) -> &'static str {
        match self {
            StepState::Waiting => "step",
            StepState::Working => "step step--working",
            StepState::Done => "step step--done",
            StepState::Failed => "step step--failed",
        }
    }

    /// The state as a word, for those who do not see the mark.
    pub fn word(&self) -> &'static str {
        match self {
            StepState::Waiting => "waiting",
            StepState::Working => "in progress",
            StepState::Done => "done",
            StepState::Failed => "failed",
        }
    }
}

impl MyVideosPage {
    pub fn is_working(&self) -> bool {
        self.videos.iter().any(|video| video.progress.is_some())
    }
}
