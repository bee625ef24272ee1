//! What the templates print: plain structs of finished words and addresses.
//!
//! Everything here is ready to show: numbers are already words ("1.2K views"), times already relative, addresses
//! already built. Nothing here knows a database or a request; handlers fill these from models. Texts are escaped by
//! the templates, except the few fields named `…_html`, which must hold sanitized HTML.

pub mod account;
pub mod admin;
pub mod api;
pub mod api_reference;
pub mod api_token;
pub mod captions;
pub mod channel;
pub mod chapter;
pub mod chart;
pub mod comment;
pub mod embed;
pub mod error;
pub mod feed;
pub mod feedback;
pub mod form;
pub mod guide;
pub mod history;
pub mod import;
pub mod layout;
pub mod listing;
pub mod oembed;
pub mod parts;
pub mod playlist;
pub mod rating;
pub mod report;
pub mod share_link;
pub mod sitemap;
pub mod tilt;
pub mod transcript;
pub mod upload;
pub mod video;
pub mod webhook;

pub use chapter::ChapterView;
pub use chart::ChartView;
pub use comment::{CommentForm, CommentPage, CommentSection, CommentThread, CommentView};
pub use form::{ChoiceView, FormView};
pub use layout::{Layout, LayoutViewer, Notice, NoticeKind};
pub use parts::{
    ActionView, AvatarView, EmptyView, PaginationView, ProgressView, StateKind, StateView, TabView, TimeView,
};
pub use rating::{Rating, RatingButtons};
pub use video::{
    PlayerOptions, PlayerState, PlayerView, QualityChoice, QualityView, SourceView, TrackView, VideoCardView,
};
