//! `/w/{id}/playlists`: in which of one's playlists a video is. On its page this is a frame that is loaded when it is opened.

use actix_web::{HttpResponse, web};

use super::present;
use crate::app::{Action, App};
use crate::db::ids::Uuid;
use crate::db::types::{PlaylistKind, Privacy};
use crate::error::{Error, Invalid, Result};
use crate::http::flash::{Done, Flash};
use crate::http::form::{Fields, as_typed};
use crate::http::fragment::{Frame, varied};
use crate::http::render::{self, Caches};
use crate::http::submission::Submission;
use crate::http::viewer::{SignedIn, Viewer};
use crate::models::playlist::{PlaylistChoice, PlaylistChoices, PlaylistDetails};
use crate::models::video::{Video, VideoRef};
use crate::paths;
use crate::views::playlist::{ChoicesView, OfVideoPage, PlaylistChoiceView};
use crate::views::{FormView, Layout};

pub const FRAME: &str = "video-playlists";
/// What stands for the list to watch later where it is not there yet.
const WATCH_LATER: &str = "watch-later";

/// `GET /w/{id}/playlists`
pub async fn edit(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    frame: Frame,
    id: web::Path<String>,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let (video, choices) = load(&app, &viewer, reference).await?;
    let choices = view(&video, &choices, untouched());
    if frame.is(FRAME) {
        return render::page_for(Caches::Personal, &choices).map(varied);
    }
    render::page_for(Caches::Personal, &page(layout, &video, choices)).map(varied)
}

/// `POST /w/{id}/playlists`
pub async fn update(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    flash: Flash,
    submission: Submission,
    id: web::Path<String>,
    fields: Fields,
) -> Result<HttpResponse> {
    app.limit(Action::Rate, &viewer.id.to_string())?;
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let outcome = match parsed(&fields) {
        Ok(choices) => {
            let (who, now) = (viewer.clone(), app.now());
            app.db.write(move |conn| choices.save(conn, &who, reference, now)).await
        }
        Err(error) => Err(error),
    };
    let in_frame = submission.frame.is(FRAME);
    match outcome {
        Ok(_) if in_frame => {
            let (video, choices) = load(&app, &viewer, reference).await?;
            render::private(&view(&video, &choices, untouched()))
        }
        Ok(video) => flash.redirect(paths::videos::watch(&video.uuid), Done::PlaylistsSaved),
        Err(Error::Invalid(invalid)) => {
            let (video, choices) = load(&app, &viewer, reference).await?;
            let typed =
                [("new_title", fields.value("new_title")), ("new_privacy", fields.value("new_privacy"))];
            let mut choices = view(&video, &choices, as_typed(typed, invalid));
            for choice in &mut choices.choices {
                choice.is_ticked = fields.values("playlist").any(|ticked| ticked == choice.value);
            }
            if in_frame {
                return render::refused(&choices);
            }
            render::refused(&page(layout, &video, choices))
        }
        Err(error) => Err(error),
    }
}

async fn load(app: &App, viewer: &SignedIn, video: VideoRef) -> Result<(Video, Vec<PlaylistChoice>)> {
    let viewer = viewer.clone();
    let read = app.db.read(move |conn| {
        let video = Video::visible_to(conn, &Viewer::SignedIn(viewer.clone()), video)?;
        Ok((PlaylistChoice::of(conn, &viewer, video.id)?, video))
    });
    read.await.map(|(choices, video)| (video, choices))
}

fn parsed(fields: &Fields) -> Result<PlaylistChoices> {
    let named = |name| -> Result<Vec<Uuid>> {
        let ids = fields.values(name).filter(|value| *value != WATCH_LATER);
        ids.map(|id| Uuid::parse(id).ok_or(Error::NotFound)).collect()
    };
    let title = fields.value("new_title").trim();
    let new = match title {
        "" => None,
        title => {
            let details = PlaylistDetails::parse(title, "", fields.value("new_privacy"), "");
            Some(details.map_err(|invalid| under_new_names(&invalid))?)
        }
    };
    Ok(PlaylistChoices {
        listed: named("listed")?,
        ticked: named("playlist")?,
        wants_watch_later: fields.values("playlist").any(|value| value == WATCH_LATER),
        new,
    })
}

/// The fields of a new playlist have names of their own here.
fn under_new_names(invalid: &Invalid) -> Invalid {
    let mut renamed = Invalid::default();
    for (name, message) in invalid.fields() {
        let name = match *name {
            "title" => "new_title",
            "privacy" => "new_privacy",
            _ => "",
        };
        renamed.add(name, message.clone());
    }
    renamed
}

fn untouched() -> FormView {
    as_typed([("new_title", ""), ("new_privacy", Privacy::Private.as_str())], Invalid::default())
}

fn page(layout: Layout, video: &Video, choices: ChoicesView) -> OfVideoPage {
    OfVideoPage {
        layout: Layout { robots_noindex: true, ..layout },
        video_title: video.title.clone(),
        back_url: paths::videos::watch(&video.uuid),
        choices,
    }
}

fn view(video: &Video, choices: &[PlaylistChoice], form: FormView) -> ChoicesView {
    let later = choices.iter().any(|choice| choice.playlist.kind == PlaylistKind::WatchLater);
    let to_be_made = (!later).then(|| PlaylistChoiceView {
        value: WATCH_LATER.to_owned(),
        title: "Watch later".to_owned(),
        hint: String::new(),
        is_ticked: false,
        is_there: false,
    });
    let each = choices.iter().map(|choice| PlaylistChoiceView {
        value: choice.playlist.uuid.to_string(),
        title: choice.playlist.title.clone(),
        hint: match choice.playlist.privacy {
            Privacy::Public => "public".to_owned(),
            Privacy::Unlisted => "unlisted".to_owned(),
            Privacy::Private => String::new(),
        },
        is_ticked: choice.is_in,
        is_there: true,
    });
    ChoicesView {
        action: paths::playlists::of_video(&video.uuid),
        choices: to_be_made.into_iter().chain(each).collect(),
        form,
        privacies: present::privacies(),
        manage_url: paths::playlists::own(),
    }
}
