//! The form that changes a video: its words, who can watch, its picture.

use actix_web::{HttpRequest, web};

use super::{Editing, replacement};
use crate::app::App;
use crate::db::types::RecommendationPolicy;
use crate::error::{Invalid, Result};
use crate::handlers::{privacies, uploads};
use crate::http::form::as_typed;
use crate::http::media_urls;
use crate::http::multipart_form::{MultipartForm, Typed};
use crate::http::picture::UploadedPicture;
use crate::models::video::VideoDetails;
use crate::models::video::details::parse_recommendation_policy;
use crate::paths;
use crate::views::video::{EditPage, PosterChoice};
use crate::views::{ChoiceView, FormView, Layout};

const FIELDS: [&str; 7] =
    ["title", "description", "tags", "privacy", "channel", "poster", "recommendation_policy"];

/// A form that makes sense.
pub struct Submitted {
    pub details: VideoDetails,
    /// The handle of the channel to move it to; None where the form did not ask.
    pub channel: Option<String>,
    pub poster: Option<String>,
    pub thumbnail: Option<UploadedPicture>,
}

/// Reads the form; answers what was typed in either case.
pub async fn read(app: &App, request: &HttpRequest, payload: web::Payload) -> (Typed, Result<Submitted>) {
    MultipartForm::read(app, request, payload, &FIELDS, async |form| read_parts(app, form).await).await
}

async fn read_parts(app: &App, form: &mut MultipartForm) -> Result<Submitted> {
    let mut thumbnail = None;
    while let Some(part) = form.next_file().await? {
        if part.name != "thumbnail" || thumbnail.is_some() {
            return Err(Invalid::field("thumbnail", "Choose one picture.").into());
        }
        thumbnail = UploadedPicture::receive(app, form, part, "thumbnail").await?;
    }
    let text = |name| form.text(name);
    let mut invalid = Invalid::default();
    let details = VideoDetails::parse(text("title"), text("description"), text("tags"), text("privacy"));
    let policy = Some(text("recommendation_policy")).filter(|policy| !policy.is_empty());
    let policy = policy.map(parse_recommendation_policy).transpose();
    let (Some(details), Some(recommendation_policy)) = (invalid.take(details), invalid.take(policy)) else {
        return Err(invalid.into());
    };
    Ok(Submitted {
        details: VideoDetails { recommendation_policy, ..details },
        channel: Some(text("channel").to_owned()).filter(|channel| !channel.is_empty()),
        poster: Some(text("poster").to_owned()),
        thumbnail,
    })
}

pub fn page(app: &App, layout: Layout, editing: &Editing, form: FormView) -> EditPage {
    let video = &editing.video;
    EditPage {
        layout: Layout { current: "my_videos", ..layout },
        action: paths::videos::edit(&video.uuid),
        video_title: video.title.clone(),
        video_url: paths::videos::watch(&video.uuid),
        delete_url: paths::videos::delete(&video.uuid),
        share_links_url: paths::videos::share_links(&video.uuid),
        chapters_url: paths::videos::edit_chapters(&video.uuid),
        captions_url: paths::videos::own_captions(&video.uuid),
        form,
        privacies: privacies::choices(),
        recommendation_policies: recommendation_policies(),
        channels: uploads::channel_choices(&editing.channels),
        replacement: replacement::view(app, editing),
        posters: posters(app, editing),
        note: video.note.clone(),
    }
}

impl Editing {
    /// The form as the video is now.
    pub fn form(&self) -> FormView {
        let values = [
            ("title", self.video.title.as_str()),
            ("description", self.video.description.as_str()),
            ("tags", &self.tags.join(", ")),
            ("privacy", self.video.privacy.as_str()),
            ("channel", self.channel.as_str()),
            ("recommendation_policy", self.video.recommendation_policy.as_str()),
            ("poster", self.video.poster.as_deref().unwrap_or_default()),
        ];
        as_typed(values, Invalid::default())
    }
}

fn recommendation_policies() -> Vec<ChoiceView> {
    let label = |policy: &RecommendationPolicy| match policy {
        RecommendationPolicy::Any => "Anything",
        RecommendationPolicy::OwnChannel => "Only videos of this channel",
        RecommendationPolicy::OwnAccount => "Only my videos",
    };
    let choice = |policy: &RecommendationPolicy| ChoiceView {
        value: policy.to_string(),
        label: label(policy).to_owned(),
        hint: String::new(),
    };
    RecommendationPolicy::ALL.iter().map(choice).collect()
}

/// Those taken from the video, and of the uploaded ones the one in use.
fn posters(app: &App, editing: &Editing) -> Vec<PosterChoice> {
    let Some(media) = editing.video.media() else { return Vec::new() };
    let taken = |value: &str| value.parse::<u8>().ok();
    let offered = editing
        .posters
        .iter()
        .filter(|value| taken(value).is_some() || editing.video.poster.as_ref() == Some(value));
    offered
        .map(|value| PosterChoice {
            value: value.clone(),
            image_url: media_urls::file(app, app.now(), &media, &format!("{}-card-{value}.jpg", media.uuid)),
            label: taken(value).map_or_else(|| "Your own".to_owned(), |number| format!("Picture {number}")),
        })
        .collect()
}
