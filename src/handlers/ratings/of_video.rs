//! `POST /w/{id}/rating`: an opinion of a video.

use actix_web::HttpResponse;
use actix_web::web::Path;

use super::{RatingForm, count, shown};
use crate::app::{Action, App};
use crate::db::ids::Uuid;
use crate::db::types::Rating;
use crate::error::Result;
use crate::handlers::conversation::{page_of_form, video_named};
use crate::http::flash::{Done, Flash, see_other};
use crate::http::form::Form;
use crate::http::render;
use crate::http::submission::Submission;
use crate::http::viewer::{SignedIn, Viewer};
use crate::models::rating::{of_video_named, rate_video};
use crate::models::video::Video;
use crate::paths;
use crate::views::RatingButtons;
use crate::views::rating::RatingSize;

const FRAME: &str = "rating-video";

pub async fn update(
    app: App,
    submission: Submission,
    flash: Flash,
    video: Path<String>,
    Form(form): Form<RatingForm>,
) -> Result<HttpResponse> {
    let video = video_named(&app, &submission.viewer, &video).await?;
    let back = page_of_form(&submission, &video);
    let Submission { viewer, frame, .. } = submission;
    let Viewer::SignedIn(user) = &viewer else { return see_other(paths::sign_in(&back)) };
    let rating = form.parse()?;
    let video = rate(&app, user, video, rating).await?;
    if frame.is(FRAME) {
        return render::private(&buttons(&viewer, &video, rating));
    }
    flash.redirect(back, Done::Rated)
}

/// Gives the opinion, if this person may say more, and has the recommender hear of it.
pub async fn rate(app: &App, user: &SignedIn, video: Uuid, rating: Option<Rating>) -> Result<Video> {
    app.limit(Action::Rate, &user.id.to_string())?;
    let (rater, now) = (user.clone(), app.now());
    let rated = app.db.write(move |conn| {
        let before = of_video_named(conn, rater.id, video)?;
        Ok((before, rate_video(conn, &rater, video, rating, now)?))
    });
    let (before, video) = rated.await?;
    app.feed.rated(user.id, video.id, before, rating, now);
    Ok(video)
}

/// The buttons under a video; `mine` is what [`crate::models::rating::of_video`] says.
pub fn buttons(viewer: &Viewer, video: &Video, mine: Option<Rating>) -> RatingButtons {
    RatingButtons {
        frame_id: FRAME.to_owned(),
        action: paths::videos::rating(&video.uuid),
        likes: count(video.likes),
        dislikes: count(video.dislikes),
        mine: shown(mine),
        sign_in_url: viewer.user().is_none().then(|| paths::sign_in(&paths::videos::watch(&video.uuid))),
        size: RatingSize::Large,
        is_closed: false,
    }
}
