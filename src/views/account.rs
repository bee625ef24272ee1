//! Signing up, signing in, and one's own settings.

use askama::Template;

use super::{FormView, Layout, TimeView};

/// `/sign-up`. Fields: `username`, `email`, `password`.
#[derive(Template)]
#[template(path = "users/new.html")]
pub struct SignUpPage {
    pub layout: Layout,
    pub form: FormView,
    /// "At least 12 characters. A few unrelated words work well."
    pub password_hint: String,
}

/// `/sign-in`. Fields: `username`, `password`, `return_to`.
#[derive(Template)]
#[template(path = "sessions/new.html")]
pub struct SignInPage {
    pub layout: Layout,
    pub form: FormView,
}

/// `/settings`. `profile` posts `display_name` and `about` to `/settings`; `password` posts `current_password` and
/// `new_password` to `/settings/password`, and `end_tokens` where it is ticked.
#[derive(Template)]
#[template(path = "settings/show.html")]
pub struct SettingsPage {
    pub layout: Layout,
    pub profile: FormView,
    pub password: FormView,
    pub password_hint: String,
    pub tokens_url: String,
    pub sessions: Vec<SessionView>,
}

/// One place where the person is signed in.
#[derive(Clone)]
pub struct SessionView {
    /// "Firefox on Linux".
    pub device: String,
    /// "192.0.2.0/24".
    pub address: String,
    pub last_seen: TimeView,
    pub is_current: bool,
    /// `/settings/sessions/{id}/delete`.
    pub delete_url: String,
}
