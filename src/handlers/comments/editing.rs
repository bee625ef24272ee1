//! Changing one's own words: on a page of its own, or in the place of the conversation.

use actix_web::HttpResponse;
use actix_web::web::Path;

use super::CommentFields;
use super::answers::conversation;
use super::present::edit_view;
use crate::app::{Action, App};
use crate::db::ids::Uuid;
use crate::error::{Error, Invalid, Result};
use crate::handlers::conversation::comment_named;
use crate::http::flash::{Done, Flash};
use crate::http::form::{Form, as_typed};
use crate::http::fragment::{Frame, varied};
use crate::http::render;
use crate::http::viewer::{SignedIn, Viewer};
use crate::models::comment::{Comment, CommentDetails};
use crate::models::video::{Video, VideoRef};
use crate::paths;
use crate::views::Layout;
use crate::views::comment::EditPage;

/// `GET /comments/{id}`: the author's own, to edit.
pub async fn edit(
    app: App,
    author: SignedIn,
    layout: Layout,
    frame: Frame,
    comment: Path<String>,
) -> Result<HttpResponse> {
    let comment = comment_named(&comment)?;
    let (comment, video) = app.db.read(move |conn| Ok(Comment::find_own(conn, &author, comment)?)).await?;
    let root = root_of(&app, &comment).await?;
    let form = as_typed([("body", &comment.body)], Invalid::default());
    let edit = edit_view(&video, &comment, &root, form);
    if frame.is(&edit.frame_id) {
        return render::private(&edit).map(varied);
    }
    render::private(&EditPage { layout, video_title: video.title, edit }).map(varied)
}

/// `POST /comments/{id}`
pub async fn update(
    app: App,
    author: SignedIn,
    layout: Layout,
    frame: Frame,
    flash: Flash,
    comment: Path<String>,
    Form(form): Form<CommentFields>,
) -> Result<HttpResponse> {
    let uuid = comment_named(&comment)?;
    let reader = author.clone();
    let (comment, video) = app.db.read(move |conn| Ok(Comment::find_own(conn, &reader, uuid)?)).await?;
    match change(&app, &author, &video, uuid, &form.body).await {
        Ok(()) => {
            if frame.begins("thread-") {
                let reference = VideoRef::Uuid(video.uuid);
                let page = conversation(&app, Viewer::SignedIn(author), reference, uuid, None, None).await?;
                return render::private(&page.thread);
            }
            let thread = paths::comments::thread(&video.uuid, &uuid);
            flash.redirect(format!("{thread}{}", paths::comments::anchor(&uuid)), Done::CommentSaved)
        }
        Err(Error::Invalid(invalid)) => {
            let root = root_of(&app, &comment).await?;
            let edit = edit_view(&video, &comment, &root, as_typed([("body", &form.body)], invalid));
            if frame.is(&edit.frame_id) {
                return render::refused(&edit);
            }
            render::refused(&EditPage { layout, video_title: video.title, edit })
        }
        Err(error) => Err(error),
    }
}

/// Changes one's own comment under this video, if this person may say more.
pub async fn change(app: &App, author: &SignedIn, video: &Video, comment: Uuid, body: &str) -> Result<()> {
    app.limit(Action::Comment, &author.id.to_string())?;
    let details = CommentDetails::parse(body, &paths::videos::watch(&video.uuid))?;
    let (author, now) = (author.clone(), app.now());
    app.db.write(move |conn| Comment::update_own(conn, &author, comment, &details, now)).await?;
    Ok(())
}

async fn root_of(app: &App, comment: &Comment) -> Result<Uuid> {
    let Some(root) = comment.thread_id else { return Ok(comment.uuid) };
    app.db.read(move |conn| Ok(Comment::find(conn, root)?.uuid)).await
}
