//! What the handlers of comments, ratings, subscriptions and reports share: whom an address names, and where a form leads back.

use crate::app::App;
use crate::db::ids::Uuid;
use crate::error::{Error, Result};
use crate::http::submission::Submission;
use crate::models::video::{Video, VideoRef};
use crate::models::viewer::Viewer;
use crate::paths;

/// The video that an address names. Only an integer, which no page of ours links to, has to be looked up.
pub async fn video_named(app: &App, viewer: &Viewer, text: &str) -> Result<Uuid> {
    match VideoRef::parse(text).ok_or(Error::NotFound)? {
        VideoRef::Uuid(uuid) => Ok(uuid),
        reference @ VideoRef::Integer(_) => {
            let viewer = viewer.clone();
            app.db.read(move |conn| Ok(Video::visible_to(conn, &viewer, reference)?.uuid)).await
        }
    }
}

pub fn comment_named(text: &str) -> Result<Uuid> {
    Uuid::parse(text).ok_or(Error::NotFound)
}

/// The page on which the form stood, if it shows this video or its comments; else the video's own page.
pub fn page_of_form(form: &Submission, video: &Uuid) -> String {
    let watch = paths::videos::watch(video);
    let stood_on = form.page.as_ref().map(ToString::to_string);
    stood_on.filter(|path| shows(path, &watch)).unwrap_or(watch)
}

fn shows(path: &str, watch: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    path.strip_prefix(watch)
        .is_some_and(|rest| rest.is_empty() || rest == "/comments" || rest.starts_with("/comments/"))
}
