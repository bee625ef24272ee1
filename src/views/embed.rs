//! A player within another site's page, and the code that puts it there.

use askama::Template;

use super::PlayerView;

/// What both pages of the frame share. They know no viewer.
pub struct EmbedLayout {
    pub site_name: String,
    pub nonce: String,
    pub css_url: String,
    pub embed_css_url: String,
    pub js_url: Option<String>,
    pub icon_url: String,
}

#[derive(Template)]
#[template(path = "embeds/show.html")]
pub struct ShowPage {
    pub layout: EmbedLayout,
    pub title: String,
    pub watch_url: String,
    /// The absolute address of the watch page, for search engines.
    pub canonical: String,
    /// What search engines may do with it.
    pub robots: &'static str,
    pub player: PlayerView,
    /// The second at which it starts.
    pub start: u32,
    /// The second at which it stops.
    pub end: Option<u32>,
    /// The one origin that is told what the player does.
    pub listener: Option<String>,
}

#[derive(Template)]
#[template(path = "embeds/gone.html")]
pub struct GonePage {
    pub layout: EmbedLayout,
    pub home_url: String,
}

/// The HTML that shows a video within another page.
#[derive(Template)]
#[template(path = "embeds/_code.html")]
pub struct EmbedCode {
    pub url: String,
    pub title: String,
    pub width: u32,
    pub height: u32,
}
