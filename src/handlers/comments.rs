//! Comments: read under a video, written, answered, edited, deleted.
//!
//! Each answers twice: to a frame with that frame alone, and to everyone else with a page or a redirect.

mod answers;
mod editing;
mod present;

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Deserialize;

use self::answers::{Refused, conversation, gone, section_page};
pub use self::editing::{change, edit, update};
use self::present::page_id;
pub use self::present::{Scene, section_view};
use super::conversation::{comment_named, page_of_form, video_named};
use crate::app::{Action, App};
use crate::db::ids::Uuid;
use crate::error::{Error, Result};
use crate::http::flash::{Done, Flash, see_other};
use crate::http::form::{Form, Query};
use crate::http::fragment::{Frame, varied};
use crate::http::place::Place;
use crate::http::render;
use crate::http::submission::Submission;
use crate::http::viewer::{Reader, SignedIn, Viewer};
use crate::models::audit::Actor;
use crate::models::comment::{Comment, CommentDetails, CommentSort, CommentsWanted};
use crate::models::video::{Video, VideoRef};
use crate::paths;
use crate::views::Layout;

#[derive(Debug, Default, Deserialize)]
pub struct IndexQuery {
    sort: Option<String>,
    after: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub struct ShowQuery {
    page: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct CommentFields {
    #[serde(default)]
    body: String,
    #[serde(default)]
    parent_id: String,
}

/// `GET /w/{id}/comments?sort=&after=`
pub async fn index(
    app: App,
    Reader(viewer): Reader,
    layout: Layout,
    frame: Frame,
    video: Path<String>,
    Query(query): Query<IndexQuery>,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&video).ok_or(Error::NotFound)?;
    let wanted = CommentsWanted {
        sort: CommentSort::parse(query.sort.as_deref()),
        after: query.after.as_deref().and_then(Uuid::parse),
    };
    let page = section_page(&app, viewer.clone(), reference, wanted, None).await?;
    let caches = page.caches(&viewer);
    let answer = if frame.is("comments") {
        render::page_for(caches, &page.section)
    } else if frame.is(&page_id(wanted.after)) {
        render::page_for(caches, &page.section.page)
    } else {
        render::page_for(caches, &page.into_page(layout))
    };
    answer.map(varied)
}

/// `GET /w/{id}/comments/{comment}?page=`: one conversation.
pub async fn show(
    app: App,
    Reader(viewer): Reader,
    layout: Layout,
    frame: Frame,
    path: Path<(String, String)>,
    Query(query): Query<ShowQuery>,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&path.0).ok_or(Error::NotFound)?;
    let comment = comment_named(&path.1)?;
    let page = conversation(&app, viewer.clone(), reference, comment, query.page, None).await?;
    let caches = page.caches(&viewer);
    let answer = if frame.is(&page.thread.frame_id) {
        render::page_for(caches, &page.thread)
    } else {
        render::page_for(caches, &page.into_page(layout))
    };
    answer.map(varied)
}

/// `POST /w/{id}/comments`: a new comment, or with `parent_id` a reply.
pub async fn create(
    app: App,
    submission: Submission,
    layout: Layout,
    flash: Flash,
    video: Path<String>,
    Form(form): Form<CommentFields>,
) -> Result<HttpResponse> {
    let video = video_named(&app, &submission.viewer, &video).await?;
    let back = page_of_form(&submission, &video);
    let Submission { viewer, frame, .. } = submission;
    let Viewer::SignedIn(author) = &viewer else { return see_other(paths::sign_in(&back)) };
    let parent = Some(form.parent_id.as_str()).filter(|id| !id.is_empty());
    // What is no id at all names no comment, as an unknown id does.
    let parent = parent.map(|id| Uuid::parse(id).unwrap_or_else(Uuid::random));
    match post(&app, author, video, parent, &form.body).await {
        Ok(comment) if frame.begins("thread-") => {
            let page = conversation(&app, viewer, VideoRef::Uuid(video), comment.uuid, None, None).await?;
            render::private(&page.thread)
        }
        Ok(_) if frame.is("comments") => {
            let page =
                section_page(&app, viewer, VideoRef::Uuid(video), CommentsWanted::default(), None).await?;
            render::private(&page.section)
        }
        Ok(comment) => {
            flash.redirect(format!("{back}{}", paths::comments::anchor(&comment.uuid)), Done::CommentPosted)
        }
        Err(Error::Invalid(invalid)) => {
            let refused = Refused { parent: Uuid::parse(&form.parent_id), body: form.body, invalid };
            answers::refused(&app, viewer, layout, &frame, video, refused).await
        }
        Err(error) => Err(error),
    }
}

/// `POST /comments/{id}/delete`: by its author, a moderator or the owner of the video's channel.
pub async fn delete(
    app: App,
    viewer: SignedIn,
    submission: Submission,
    flash: Flash,
    place: Place,
    comment: Path<String>,
) -> Result<HttpResponse> {
    let comment = comment_named(&comment)?;
    let (now, deleter) = (app.now(), Actor { user: viewer.clone(), address_prefix: place.address_prefix });
    let (root, video) = app
        .db
        .write(move |conn| {
            let deleted = Comment::delete(conn, &deleter, comment, now)?;
            let root = Comment::find(conn, deleted.thread_id.unwrap_or(deleted.id))?;
            Ok((root.uuid, Video::find(conn, deleted.video_id)?.uuid))
        })
        .await?;
    if submission.frame.begins("thread-") {
        let reference = VideoRef::Uuid(video);
        return match conversation(&app, Viewer::SignedIn(viewer), reference, root, None, None).await {
            Ok(page) => render::private(&page.thread),
            Err(Error::NotFound) => render::private(&gone(&root)),
            Err(error) => Err(error),
        };
    }
    // A conversation's own page may have gone with the comment; the others are still there.
    let stood_on = page_of_form(&submission, &video);
    let back = if stood_on.contains("/comments/") { paths::videos::watch(&video) } else { stood_on };
    flash.redirect(format!("{back}#comments"), Done::CommentDeleted)
}

/// Says it, if this person may say more, and has the recommender hear of it.
pub async fn post(
    app: &App,
    author: &SignedIn,
    video: Uuid,
    parent: Option<Uuid>,
    body: &str,
) -> Result<Comment> {
    app.limit(Action::Comment, &author.id.to_string())?;
    let details = CommentDetails::parse(body, &paths::videos::watch(&video))?;
    let (author, writer, now) = (author.clone(), author.id, app.now());
    let created =
        app.db.write(move |conn| Comment::create(conn, &author, video, parent, &details, now)).await?;
    app.feed.commented(writer, created.video_id, now);
    Ok(created)
}
