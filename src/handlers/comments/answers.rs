//! The pages and frames that comments are answered with, gathered in one read each.

use actix_web::HttpResponse;

use super::present::{Scene, section_view, thread_id, thread_view};
use crate::app::App;
use crate::db::Conn;
use crate::db::ids::{UserId, Uuid};
use crate::db::types::Privacy;
use crate::error::{Error, Invalid, Result};
use crate::http::fragment::Frame;
use crate::http::render::{self, Caches};
use crate::models::channel::Channel;
use crate::models::comment::{Comment, CommentsWanted};
use crate::models::video::{Video, VideoRef};
use crate::models::viewer::Viewer;
use crate::paths;
use crate::views::comment::{CommentsGone, IndexPage, ShowPage};
use crate::views::{CommentSection, CommentThread, Layout};

/// What was typed into a form that was not accepted.
pub struct Refused {
    /// The comment that was being answered.
    pub parent: Option<Uuid>,
    pub body: String,
    pub invalid: Invalid,
}

/// The comments of a video, for a page or a frame.
pub struct SectionAnswer {
    video: Video,
    pub section: CommentSection,
}

/// One conversation, for a page or a frame.
pub struct ThreadAnswer {
    video: Video,
    pub thread: CommentThread,
}

pub async fn section_page(
    app: &App,
    viewer: Viewer,
    reference: VideoRef,
    wanted: CommentsWanted,
    refused: Option<&Refused>,
) -> Result<SectionAnswer> {
    let (now, reader) = (app.now(), viewer.clone());
    let (video, creator, data) = app
        .db
        .read(move |conn| {
            let (video, creator) = video_and_creator(conn, &reader, reference)?;
            let data = Comment::section(conn, &reader, &video, wanted, now)?;
            Ok((video, creator, data))
        })
        .await?;
    let scene = Scene { viewer: &viewer, video: &video, creator, now, refused };
    let section = section_view(&scene, &data);
    Ok(SectionAnswer { video, section })
}

pub async fn conversation(
    app: &App,
    viewer: Viewer,
    reference: VideoRef,
    comment: Uuid,
    page: Option<String>,
    refused: Option<&Refused>,
) -> Result<ThreadAnswer> {
    let (now, reader) = (app.now(), viewer.clone());
    let (video, creator, data) = app
        .db
        .read(move |conn| {
            let (video, creator) = video_and_creator(conn, &reader, reference)?;
            let data = Comment::thread(conn, &reader, &video, comment, page.as_deref())?;
            Ok((video, creator, data))
        })
        .await?;
    let scene = Scene { viewer: &viewer, video: &video, creator, now, refused };
    let thread = thread_view(&scene, &data);
    Ok(ThreadAnswer { video, thread })
}

/// 422 with what was typed: in the conversation that was being answered, or in the whole list of comments.
pub async fn refused(
    app: &App,
    viewer: Viewer,
    layout: Layout,
    frame: &Frame,
    video: Uuid,
    refused: Refused,
) -> Result<HttpResponse> {
    let reference = VideoRef::Uuid(video);
    if let Some(parent) = refused.parent {
        match conversation(app, viewer.clone(), reference, parent, None, Some(&refused)).await {
            Ok(page) if frame.is(&page.thread.frame_id) => return render::refused(&page.thread),
            Ok(page) => return render::refused(&page.into_page(layout)),
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    // Whatever was being answered is gone; the words are kept as a comment of their own.
    let alone = Refused { parent: None, ..refused };
    let page = section_page(app, viewer, reference, CommentsWanted::default(), Some(&alone)).await?;
    if frame.begins("thread-") {
        let form = page.section.form.clone();
        return render::refused(&CommentsGone { frame_id: frame.id().to_owned(), form });
    }
    if frame.is("comments") {
        return render::refused(&page.section);
    }
    render::refused(&page.into_page(layout))
}

/// The empty frame of a conversation that is gone.
pub fn gone(root: &Uuid) -> CommentsGone {
    CommentsGone { frame_id: thread_id(root), form: None }
}

impl SectionAnswer {
    pub fn caches(&self, viewer: &Viewer) -> Caches {
        Caches::of(viewer, &self.video)
    }

    pub fn into_page(self, mut layout: Layout) -> IndexPage {
        frame_page(&mut layout, &self.video);
        IndexPage {
            layout,
            video_url: paths::videos::watch(&self.video.uuid),
            video_title: self.video.title,
            section: self.section,
        }
    }
}

impl ThreadAnswer {
    pub fn caches(&self, viewer: &Viewer) -> Caches {
        Caches::of(viewer, &self.video)
    }

    pub fn into_page(self, mut layout: Layout) -> ShowPage {
        frame_page(&mut layout, &self.video);
        ShowPage {
            layout,
            video_url: paths::videos::watch(&self.video.uuid),
            video_title: self.video.title,
            thread: self.thread,
        }
    }
}

fn frame_page(layout: &mut Layout, video: &Video) {
    layout.robots_noindex = video.privacy != Privacy::Public;
}

fn video_and_creator(conn: &mut Conn, viewer: &Viewer, reference: VideoRef) -> Result<(Video, UserId)> {
    let video = Video::visible_to(conn, viewer, reference)?;
    let creator = Channel::find(conn, video.channel_id)?.user_id;
    Ok((video, creator))
}
