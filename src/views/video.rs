//! Videos: the card in every list, the player, and the pages of one video.

use askama::Template;

use super::channel::{ChannelBadge, SubscriptionButton};
use super::playlist::PlayingView;
use super::tilt::TiltView;
use super::{
    ActionView, AvatarView, ChapterView, ChoiceView, CommentSection, FormView, Layout, ProgressView,
    RatingButtons, TimeView,
};

/// A video in a grid or a list.
#[derive(Clone)]
pub struct VideoCardView {
    /// Exactly `/w/{short}`.
    pub url: String,
    pub title: String,
    pub thumbnail_url: Option<String>,
    /// "3:07", or empty while it is not known.
    pub duration: String,
    pub channel_name: String,
    pub channel_url: String,
    /// "1.2K views".
    pub views: String,
    pub published: TimeView,
    /// Why it is recommended, as a sentence: "Because you watched Gears".
    pub reason: Option<String>,
    /// Where its viewer can say that they would rather not see it; only on lists of recommendations.
    pub feedback_url: Option<String>,
    /// How far its viewer came; only on their history.
    pub watched_percent: Option<u8>,
    /// "Private", "Unlisted", "Processing"; only its owner meets these.
    pub state_label: Option<String>,
}

/// The player, or what stands in its place.
#[derive(Template, Clone)]
#[template(path = "videos/_player.html")]
pub struct PlayerView {
    /// The short id; the resume position is kept under it.
    pub video_id: String,
    pub title: String,
    /// Where watch time is reported: `/w/{id}/watch`.
    pub watch_url: String,
    pub poster_url: Option<String>,
    pub sources: Vec<SourceView>,
    /// Captions and chapters.
    pub tracks: Vec<TrackView>,
    pub state: PlayerState,
    /// The cues of the small pictures that show where a moment is.
    pub storyboard_url: Option<String>,
    /// The master playlist of the stream, which scripts play in the place of the file.
    pub hls_url: Option<String>,
    /// The playlist of the sound alone, for whoever would rather not load pictures.
    pub sound_url: Option<String>,
    pub quality: QualityView,
    /// "93.48"; empty while it is not known.
    pub duration_seconds: String,
    /// Where somebody with an account stopped, on whatever device; None for those who have not watched it.
    pub resume_seconds: Option<i64>,
    pub channel_name: String,
    /// The absolute address to copy, where it is worth something to others.
    pub share_url: Option<String>,
    /// What plays after this.
    pub next: Option<VideoCardView>,
    pub options: PlayerOptions,
}

/// How the player begins, where another site's page may choose that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlayerOptions {
    pub has_controls: bool,
    pub plays_by_itself: bool,
    pub repeats: bool,
    pub is_muted: bool,
}

impl Default for PlayerOptions {
    fn default() -> Self {
        Self { has_controls: true, plays_by_itself: false, repeats: false, is_muted: false }
    }
}

/// Below the player: which quality, or that a better one is being made. Asked for again while it is.
#[derive(Template, Clone)]
#[template(path = "videos/_quality.html")]
pub struct QualityView {
    /// The watch page itself, which takes `quality`.
    pub action: String,
    /// The playlist in which the page stays.
    pub playlist: Option<String>,
    /// As in the player, for a stream that was not there yet when the page was loaded.
    pub hls_url: Option<String>,
    /// "Better quality is being prepared, 40 %."
    pub coming: Option<ProgressView>,
    /// Empty where there is no choice.
    pub choices: Vec<QualityChoice>,
    /// Whether the page can show a quality by itself, without a script.
    pub works_without_script: bool,
}

#[derive(Clone)]
pub struct QualityChoice {
    /// "720"; empty for whatever the connection carries.
    pub value: String,
    pub label: String,
    pub is_chosen: bool,
}

#[derive(Clone)]
pub struct SourceView {
    pub url: String,
    /// `video/mp4`
    pub mime: String,
}

/// A text track: something that a player shows beside the picture.
#[derive(Clone)]
pub struct TrackView {
    /// `captions` or `chapters`.
    pub kind: &'static str,
    pub url: String,
    /// None where the track is in no language of its own.
    pub language: Option<String>,
    /// What the player's menu calls it.
    pub label: String,
}

#[derive(Clone)]
pub enum PlayerState {
    Ready,
    /// Shows the progress and refreshes itself.
    Processing(ProgressView),
    /// The one clear reason.
    Failed(String),
}

/// Everything about a video that is not the player, the comments or the list beside it.
#[derive(Clone)]
pub struct WatchVideoView {
    /// The short id.
    pub id: String,
    pub url: String,
    pub title: String,
    pub channel: ChannelBadge,
    /// The full number: "1,204 views".
    pub views: String,
    pub published: TimeView,
    /// Sanitized HTML made from Markdown.
    pub description_html: String,
    /// Long descriptions are folded to a few lines.
    pub description_is_long: bool,
    /// Plain text of at most 160 characters, for the page's description.
    pub summary: String,
    pub tags: Vec<ActionView>,
    pub chapters: Vec<ChapterView>,
    /// Where what is said can be read, if there are captions.
    pub transcript_url: Option<String>,
    /// The absolute address to share.
    pub share_url: String,
    /// The HTML that shows it within another page, where anybody may see it.
    pub embed_code: Option<String>,
    /// "Download (12 MB)", and the same for each quality; none where its creator does not want it.
    pub downloads: Vec<ActionView>,
    /// Where its address would be worth something to others.
    pub can_be_shared: bool,
    /// Absent where nothing but a link lets its viewer in.
    pub report_url: Option<String>,
    /// Where its viewer chooses the playlists to save it to; signed out, this leads to signing in. Absent as with reports.
    pub save_url: Option<String>,
    /// For its owner.
    pub edit_url: Option<String>,
    /// "Unlisted" or "Private", with what it means.
    pub privacy_label: Option<String>,
}

/// What other sites and programs read about the video: OpenGraph and Twitter tags, oEmbed, JSON-LD. All addresses are absolute.
#[derive(Clone)]
pub struct WatchMetadata {
    pub image_url: Option<String>,
    pub file: Option<MetadataFile>,
    /// The player alone, where anybody may see it.
    pub embed_url: Option<String>,
    pub oembed_json_url: Option<String>,
    pub oembed_xml_url: Option<String>,
    /// Whether the site is reached over TLS.
    pub is_secure: bool,
    pub width: i32,
    pub height: i32,
    pub duration_seconds: i64,
    /// RFC 3339.
    pub published: String,
    /// `VideoObject` as JSON in which `<`, `>` and `&` are written as `\u003c` and so on, so that it may stand inside a
    /// script element.
    pub json_ld: String,
}

/// The file that every browser plays.
#[derive(Clone)]
pub struct MetadataFile {
    pub url: String,
    /// `video/mp4`
    pub mime: String,
}

#[derive(Template)]
#[template(path = "videos/show.html")]
pub struct ShowPage {
    pub layout: Layout,
    pub video: WatchVideoView,
    pub metadata: WatchMetadata,
    pub player: PlayerView,
    pub rating: RatingButtons,
    pub subscription: SubscriptionButton,
    pub comments: CommentSection,
    pub up_next: UpNextView,
    /// What plays, where it is part of a playlist.
    pub playlist: Option<PlayingView>,
}

/// The list beside the player. A script that tilts it asks for it alone.
#[derive(Template, Clone)]
#[template(path = "videos/_up_next.html")]
pub struct UpNextView {
    pub cards: Vec<VideoCardView>,
    /// Where there is something to tilt.
    pub tilt: Option<TiltView>,
    /// What an empty list says.
    pub nothing: &'static str,
}

#[derive(Template)]
#[template(path = "videos/edit.html")]
pub struct EditPage {
    pub layout: Layout,
    /// The POST address, `/my/videos/{uuid}`. Fields: `title`, `description`, `tags`, `privacy`, `channel` (a handle),
    /// `recommendation_policy`, `poster` (the number of a candidate), `thumbnail` (a file).
    pub action: String,
    pub video_title: String,
    pub video_url: String,
    pub delete_url: String,
    pub share_links_url: String,
    pub chapters_url: String,
    pub captions_url: String,
    pub form: FormView,
    pub privacies: Vec<ChoiceView>,
    pub recommendation_policies: Vec<ChoiceView>,
    /// Only shown when there is more than one.
    pub channels: Vec<ChoiceView>,
    pub posters: Vec<PosterChoice>,
    /// What its creator should know: what was odd about the file, or why a new one was not used.
    pub note: Option<String>,
    pub replacement: Option<ReplacementView>,
}

/// Another file for the same video.
#[derive(Clone)]
pub struct ReplacementView {
    /// The POST address, `/my/videos/{uuid}/file`. Field: `file`.
    pub action: String,
    pub hint: String,
    /// While one is being prepared; another cannot be sent then.
    pub progress: Option<ProgressView>,
}

/// One of the pictures taken from the video.
#[derive(Clone)]
pub struct PosterChoice {
    /// What `poster` sends.
    pub value: String,
    pub image_url: String,
    pub label: String,
}

#[derive(Template)]
#[template(path = "videos/delete.html")]
pub struct DeletePage {
    pub layout: Layout,
    /// The POST address, `/my/videos/{uuid}/delete`.
    pub action: String,
    pub back_url: String,
    pub card: VideoCardView,
    /// "12 comments and 48 likes go with it."
    pub consequences: String,
}

impl WatchVideoView {
    /// Whether the menu of the rarer actions has any.
    pub fn has_more(&self) -> bool {
        !self.downloads.is_empty() || self.report_url.is_some()
    }
}

impl PlayerView {
    pub fn is_working(&self) -> bool {
        matches!(self.state, PlayerState::Processing(_))
    }
}

impl ChannelBadge {
    pub fn avatar(&self) -> AvatarView {
        AvatarView::of(&self.name).with_image(self.avatar_url.clone())
    }
}
