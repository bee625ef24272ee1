//! Comments: read under a video, written, answered, edited, deleted.
//!
//! Each answers twice: to a frame with that frame alone, and to everyone else with a page or a redirect.

mod answers;
mod present;

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use self::answers::{Refused, conversation, gone, section_page};
pub use self::present::{Scene, section_view};
use self::present::{edit_view, page_id};
use super::conversation::{comment_named, page_of_form, video_named};
use crate::app::{Action, App};
use crate::db::ids::Uuid;
use crate::error::{Error, Result};
use crate::http::flash::{Done, Flash, see_other};
use crate::http::form::{Form, Query, as_typed};
use crate::http::fragment::{Frame, varied};
use crate::http::render;
use crate::http::viewer::{SignedIn, Viewer};
use crate::models::comment::{Comment, CommentDetails, CommentSort, CommentsWanted};
use crate::models::video::{Video, VideoRef};
use crate::paths;
use crate::views::Layout;
use crate::views::comment::EditPage;

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
    viewer: Viewer,
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
    let page = section_page(&app, viewer, reference, wanted, None).await?;
    let answer = if frame.is("comments") {
        render::page(&page.section)
    } else if frame.is(&page_id(wanted.after)) {
        render::page(&page.section.page)
    } else {
        render::page(&page.into_page(layout))
    };
    answer.map(varied)
}

/// `GET /w/{id}/comments/{comment}?page=`: one conversation.
pub async fn show(
    app: App,
    viewer: Viewer,
    layout: Layout,
    frame: Frame,
    path: Path<(String, String)>,
    Query(query): Query<ShowQuery>,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&path.0).ok_or(Error::NotFound)?;
    let comment = comment_named(&path.1)?;
    let page = conversation(&app, viewer, reference, comment, query.page, None).await?;
    let answer = if frame.is(&page.thread.frame_id) {
        render::page(&page.thread)
    } else {
        render::page(&page.into_page(layout))
    };
    answer.map(varied)
}

/// `POST /w/{id}/comments`: a new comment, or with `parent_id` a reply.
pub async fn create(
    app: App,
    request: HttpRequest,
    viewer: Viewer,
    layout: Layout,
    frame: Frame,
    flash: Flash,
    video: Path<String>,
    Form(form): Form<CommentFields>,
) -> Result<HttpResponse> {
    let video = video_named(&app, &viewer, &video).await?;
    let Viewer::SignedIn(author) = &viewer else {
        return see_other(paths::sign_in(&page_of_form(&request, &video)));
    };
    app.limit(Action::Comment, &author.id.to_string())?;
    match posted(&app, author, video, &form).await {
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
            let place =
                format!("{}{}", page_of_form(&request, &video), paths::comments::anchor(&comment.uuid));
            flash.redirect(place, Done::CommentPosted)
        }
        Err(Error::Invalid(invalid)) => {
            let refused = Refused { parent: Uuid::parse(&form.parent_id), body: form.body, invalid };
            answers::refused(&app, viewer, layout, &frame, video, refused).await
        }
        Err(error) => Err(error),
    }
}

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
    let form = as_typed([("body", &comment.body)], Default::default());
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
    app.limit(Action::Comment, &author.id.to_string())?;
    match CommentDetails::parse(&form.body, &paths::videos::watch(&video.uuid)) {
        Ok(details) => {
            let (now, writer) = (app.now(), author.clone());
            app.db.write(move |conn| Comment::update_own(conn, &writer, uuid, &details, now)).await?;
            if frame.begins("thread-") {
                let reference = VideoRef::Uuid(video.uuid);
                let page = conversation(&app, Viewer::SignedIn(author), reference, uuid, None, None).await?;
                return render::private(&page.thread);
            }
            let thread = paths::comments::thread(&video.uuid, &uuid);
            flash.redirect(format!("{thread}{}", paths::comments::anchor(&uuid)), Done::CommentSaved)
        }
        Err(invalid) => {
            let root = root_of(&app, &comment).await?;
            let edit = edit_view(&video, &comment, &root, as_typed([("body", &form.body)], invalid));
            if frame.is(&edit.frame_id) {
                return render::refused(&edit);
            }
            render::refused(&EditPage { layout, video_title: video.title, edit })
        }
    }
}

/// `POST /comments/{id}/delete`: by its author, a moderator or the owner of the video's channel.
pub async fn delete(
    app: App,
    request: HttpRequest,
    viewer: SignedIn,
    frame: Frame,
    flash: Flash,
    comment: Path<String>,
) -> Result<HttpResponse> {
    let comment = comment_named(&comment)?;
    let (now, deleter) = (app.now(), viewer.clone());
    let (root, video) = app
        .db
        .write(move |conn| {
            let deleted = Comment::delete(conn, &deleter, comment, now)?;
            let root = Comment::find(conn, deleted.thread_id.unwrap_or(deleted.id))?;
            Ok((root.uuid, Video::find(conn, deleted.video_id)?.uuid))
        })
        .await?;
    if frame.begins("thread-") {
        let reference = VideoRef::Uuid(video);
        return match conversation(&app, Viewer::SignedIn(viewer), reference, root, None, None).await {
            Ok(page) => render::private(&page.thread),
            Err(Error::NotFound) => render::private(&gone(&root)),
            Err(error) => Err(error),
        };
    }
    // A conversation's own page may have gone with the comment; the others are still there.
    let stood_on = page_of_form(&request, &video);
    let back = if stood_on.contains("/comments/") { paths::videos::watch(&video) } else { stood_on };
    flash.redirect(format!("{back}#comments"), Done::CommentDeleted)
}

async fn posted(app: &App, author: &SignedIn, video: Uuid, form: &CommentFields) -> Result<Comment> {
    let details = CommentDetails::parse(&form.body, &paths::videos::watch(&video))?;
    let parent = Some(form.parent_id.as_str()).filter(|id| !id.is_empty());
    // What is no id at all names no comment, as an unknown id does.
    let parent = parent.map(|id| Uuid::parse(id).unwrap_or_else(Uuid::random));
    let (author, now) = (author.clone(), app.now());
    app.db.write(move |conn| Comment::create(conn, &author, video, parent, &details, now)).await
}

async fn root_of(app: &App, comment: &Comment) -> Result<Uuid> {
    let Some(root) = comment.thread_id else { return Ok(comment.uuid) };
    app.db.read(move |conn| Ok(Comment::find(conn, root)?.uuid)).await
}
