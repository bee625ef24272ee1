//! Channels, the people behind them, and subscriptions.

use askama::Template;

use super::feed::FeedLinkView;
use super::playlist::PlaylistCardView;
use super::{ActionView, AvatarView, EmptyView, FormView, Layout, PaginationView, TabView, VideoCardView};

/// A channel beside one of its videos.
#[derive(Clone)]
pub struct ChannelBadge {
    pub name: String,
    pub url: String,
    pub avatar_url: Option<String>,
    /// "1,204 subscribers".
    pub subscribers: String,
}

/// The subscribe button, in its own frame.
#[derive(Template, Clone)]
#[template(path = "subscriptions/_button.html")]
pub struct SubscriptionButton {
    /// `subscription-{handle}`; answers to the form must repeat it.
    pub frame_id: String,
    /// `/c/{handle}/subscription`.
    pub action: String,
    pub channel_name: String,
    pub subscribed: bool,
    pub sign_in_url: Option<String>,
    /// Nobody subscribes to their own channel: the button is left out.
    pub is_own: bool,
}

#[derive(Template)]
#[template(path = "channels/show.html")]
pub struct ShowPage {
    pub layout: Layout,
    pub feeds: Vec<FeedLinkView>,
    pub channel: ChannelView,
    pub subscription: SubscriptionButton,
    pub tabs: Vec<TabView>,
    pub videos: Vec<VideoCardView>,
    pub playlists: Vec<PlaylistCardView>,
    /// Playlists take the place of the videos.
    pub shows_playlists: bool,
    pub empty: EmptyView,
    pub pagination: Option<PaginationView>,
}

#[derive(Clone)]
pub struct ChannelView {
    pub name: String,
    /// Without the `@`.
    pub handle: String,
    pub avatar: AvatarView,
    pub banner_url: Option<String>,
    /// Sanitized HTML; may be empty.
    pub about_html: String,
    /// Plain text for the page's description.
    pub summary: String,
    pub subscribers: String,
    /// "24 videos".
    pub videos: String,
    pub owner: ActionView,
    /// For its owner.
    pub edit_url: Option<String>,
}

/// A channel in a list.
#[derive(Clone)]
pub struct ChannelCardView {
    pub name: String,
    pub handle: String,
    pub url: String,
    pub avatar: AvatarView,
    /// "12 videos · 1.2K subscribers".
    pub facts: String,
    pub edit_url: Option<String>,
}

/// `/my/channels`.
#[derive(Template)]
#[template(path = "channels/index.html")]
pub struct IndexPage {
    pub layout: Layout,
    pub channels: Vec<ChannelCardView>,
}

/// `/my/channels/new`. Fields: `handle`, `display_name`, `about`. Posts to `/my/channels/new`.
#[derive(Template)]
#[template(path = "channels/new.html")]
pub struct NewPage {
    pub layout: Layout,
    pub form: FormView,
}

/// `/my/channels/{handle}`. Fields: `display_name`, `about`, `avatar` and `banner` (files).
#[derive(Template)]
#[template(path = "channels/edit.html")]
pub struct EditPage {
    pub layout: Layout,
    pub action: String,
    pub name: String,
    pub url: String,
    pub form: FormView,
}

/// `/a/{handle}`: a person.
#[derive(Template)]
#[template(path = "accounts/show.html")]
pub struct AccountPage {
    pub layout: Layout,
    pub name: String,
    pub handle: String,
    pub avatar: AvatarView,
    pub about_html: String,
    pub feeds: Vec<FeedLinkView>,
    /// "Joined in March 2026".
    pub joined: String,
    pub channels: Vec<ChannelCardView>,
    pub videos: Vec<VideoCardView>,
    pub playlists: Vec<PlaylistCardView>,
    /// For the person themselves.
    pub settings_url: Option<String>,
}
