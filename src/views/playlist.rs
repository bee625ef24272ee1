//! Playlists: in lists, open, beside a player, and as their owner arranges them.

use askama::Template;

use super::{ActionView, ChoiceView, EmptyView, FormView, Layout, PaginationView, TimeView, VideoCardView};

/// A playlist in a grid.
#[derive(Clone)]
pub struct PlaylistCardView {
    pub url: String,
    pub title: String,
    /// Of the first video in it that its viewer may see.
    pub thumbnail_url: Option<String>,
    /// "12 videos".
    pub videos: String,
    pub updated: TimeView,
    /// "Private", "Unlisted"; only its owner meets these.
    pub state_label: Option<String>,
    /// For its owner, on their own list.
    pub edit_url: Option<String>,
}

/// `/w/p/{short}`.
#[derive(Template)]
#[template(path = "playlists/show.html")]
pub struct ShowPage {
    pub layout: Layout,
    pub title: String,
    /// As typed; may be empty.
    pub description: String,
    /// One line for those who have not opened the page yet.
    pub summary: String,
    /// Whose it is: a channel, or the person.
    pub owner: ActionView,
    pub videos: String,
    pub updated: TimeView,
    /// "Private: only you".
    pub privacy_label: Option<String>,
    /// Absent where nothing can be played.
    pub play_url: Option<String>,
    /// Absolute.
    pub image_url: Option<String>,
    pub edit_url: Option<String>,
    pub items: Vec<ItemView>,
    pub empty: EmptyView,
    pub pagination: Option<PaginationView>,
}

/// A video's place in a playlist.
#[derive(Clone)]
pub struct ItemView {
    pub place: String,
    /// None for what its owner can no longer see.
    pub card: Option<VideoCardView>,
}

/// Beside a player that plays a playlist.
#[derive(Clone)]
pub struct PlayingView {
    pub title: String,
    pub url: String,
    /// "3 of 12".
    pub place: String,
    pub previous: Option<ActionView>,
    pub next: Option<ActionView>,
    pub items: Vec<PlayingItemView>,
}

#[derive(Clone)]
pub struct PlayingItemView {
    pub place: String,
    pub title: String,
    pub url: String,
    pub duration: String,
    pub is_current: bool,
}

/// In which playlists a video is, in its own frame. Fields: `listed` and `playlist` (ids), `new_title`, `new_privacy`.
#[derive(Template, Clone)]
#[template(path = "playlists/_choices.html")]
pub struct ChoicesView {
    pub action: String,
    pub choices: Vec<PlaylistChoiceView>,
    pub form: FormView,
    pub privacies: Vec<ChoiceView>,
    pub manage_url: String,
}

#[derive(Clone)]
pub struct PlaylistChoiceView {
    pub value: String,
    pub title: String,
    pub hint: String,
    pub is_ticked: bool,
    /// One that is only made when it is ticked is not listed yet.
    pub is_there: bool,
}

/// `/w/{short}/playlists`: the same as a page of its own.
#[derive(Template)]
#[template(path = "playlists/edit.html")]
pub struct OfVideoPage {
    pub layout: Layout,
    pub video_title: String,
    pub back_url: String,
    pub choices: ChoicesView,
}

/// `/my/playlists`.
#[derive(Template)]
#[template(path = "my_playlists/index.html")]
pub struct IndexPage {
    pub layout: Layout,
    pub playlists: Vec<PlaylistCardView>,
    pub empty: EmptyView,
    pub pagination: Option<PaginationView>,
}

/// `/my/playlists/new`. Fields: `title`, `description`, `privacy`, `channel` (a handle, or nothing).
#[derive(Template)]
#[template(path = "my_playlists/new.html")]
pub struct NewPage {
    pub layout: Layout,
    pub form: FormView,
    pub privacies: Vec<ChoiceView>,
    pub channels: Vec<ChoiceView>,
}

/// `/my/playlists/{uuid}`.
#[derive(Template)]
#[template(path = "my_playlists/edit.html")]
pub struct EditPage {
    pub layout: Layout,
    pub title: String,
    pub url: String,
    pub action: String,
    pub delete_url: String,
    /// The list to watch later keeps its name, so that it has no form.
    pub has_form: bool,
    pub form: FormView,
    pub privacies: Vec<ChoiceView>,
    pub channels: Vec<ChoiceView>,
    pub items: Vec<EditItemView>,
    pub pagination: Option<PaginationView>,
}

#[derive(Clone)]
pub struct EditItemView {
    /// Its key, for the place on the page.
    pub id: String,
    pub place: String,
    pub title: String,
    /// Absent for what can no longer be seen.
    pub url: Option<String>,
    pub thumbnail_url: Option<String>,
    /// "A channel · 3:07".
    pub facts: String,
    /// The POST address. Field: `shift` (`up`, `down`, `first`).
    pub move_url: String,
    pub can_move_up: bool,
    pub can_move_down: bool,
    pub delete_url: String,
}

/// `/my/playlists/{uuid}/delete`.
#[derive(Template)]
#[template(path = "my_playlists/delete.html")]
pub struct DeletePage {
    pub layout: Layout,
    pub title: String,
    pub action: String,
    pub back_url: String,
}
