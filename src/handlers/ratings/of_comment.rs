//! `POST /comments/{id}/rating`: an opinion of a comment.

use actix_web::HttpResponse;
use actix_web::web::Path;

use super::{RatingForm, count, shown};
use crate::app::{Action, App};
use crate::db::ids::Uuid;
use crate::db::types::Rating;
use crate::error::Result;
use crate::handlers::conversation::{comment_named, page_of_form};
use crate::http::flash::{Done, Flash, see_other};
use crate::http::form::Form;
use crate::http::render;
use crate::http::submission::Submission;
use crate::http::viewer::{SignedIn, Viewer};
use crate::models::comment::{Comment, ListedComment};
use crate::models::rating::rate_comment;
use crate::models::video::Video;
use crate::paths;
use crate::views::RatingButtons;
use crate::views::rating::RatingSize;

pub async fn update(
    app: App,
    submission: Submission,
    flash: Flash,
    comment: Path<String>,
    Form(form): Form<RatingForm>,
) -> Result<HttpResponse> {
    let uuid = comment_named(&comment)?;
    let Viewer::SignedIn(user) = &submission.viewer else {
        // Whether there is such a comment is not a stranger's to learn, nor on which video.
        return see_other(paths::sign_in(submission.page.unwrap_or_default().as_str()));
    };
    let rating = form.parse()?;
    let (comment, video) = rate(&app, user, uuid, rating).await?;
    if submission.frame.is(&frame_id(&uuid)) {
        let counts = Counts { uuid, likes: comment.likes, dislikes: comment.dislikes };
        return render::private(&buttons(&submission.viewer, &video, counts, rating));
    }
    let place = format!("{}{}", page_of_form(&submission, &video.uuid), paths::comments::anchor(&uuid));
    flash.redirect(place, Done::Rated)
}

/// Gives the opinion, if this person may say more.
pub async fn rate(
    app: &App,
    user: &SignedIn,
    comment: Uuid,
    rating: Option<Rating>,
) -> Result<(Comment, Video)> {
    app.limit(Action::Rate, &user.id.to_string())?;
    let (user, now) = (user.clone(), app.now());
    app.db.write(move |conn| rate_comment(conn, &user, comment, rating, now)).await
}

/// What the buttons show of a comment.
pub struct Counts {
    pub uuid: Uuid,
    pub likes: i64,
    pub dislikes: i64,
}

/// The buttons under a comment on this video.
pub fn buttons(viewer: &Viewer, video: &Video, counts: Counts, mine: Option<Rating>) -> RatingButtons {
    RatingButtons {
        frame_id: frame_id(&counts.uuid),
        action: paths::comments::rating(&counts.uuid),
        likes: count(counts.likes),
        dislikes: count(counts.dislikes),
        mine: shown(mine),
        sign_in_url: viewer.user().is_none().then(|| paths::sign_in(&paths::videos::watch(&video.uuid))),
        size: RatingSize::Small,
        is_closed: false,
    }
}

impl From<&ListedComment> for Counts {
    fn from(comment: &ListedComment) -> Self {
        Self { uuid: comment.uuid, likes: comment.likes, dislikes: comment.dislikes }
    }
}

fn frame_id(comment: &Uuid) -> String {
    format!("rating-comment-{comment}")
}
