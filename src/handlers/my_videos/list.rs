//! The list of one's own videos: state, progress, numbers.

use super::replacement;
use crate::app::App;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::UserId;
use crate::db::types::VideoState;
use crate::error::Result;
use crate::handlers::privacies;
use crate::handlers::uploads::progress::{self, Ahead};
use crate::http::{cards, media_urls, pages};
use crate::models::page_number::PageNumber;
use crate::models::task::TaskRow;
use crate::models::video::{Upload, Video};
use crate::paths;
use crate::text::words;
use crate::views::upload::{MyVideoView, MyVideosPage};
use crate::views::{ActionView, EmptyView, Layout, StateKind, StateView};

pub struct Listed {
    videos: Vec<ListedVideo>,
    more: bool,
}

struct ListedVideo {
    video: Video,
    /// What waits before it, while it is prepared.
    ahead: Option<Ahead>,
    /// The task that prepares another file for it.
    replacement: Option<TaskRow>,
}

pub fn load(conn: &mut Conn, owner: UserId, page: PageNumber, now: Timestamp) -> Result<Listed> {
    let (videos, more) = page.cut(Video::owned_by(conn, owner, page)?);
    let replaced = Upload::replacing_of_user(conn, owner)?;
    let listed = |video: Video| -> Result<_> {
        let ahead = progress::ahead_of(conn, &video, now)?;
        let replacement = if replaced.contains(&video.id) { video.replacement(conn)? } else { None };
        Ok(ListedVideo { video, ahead, replacement })
    };
    Ok(Listed { videos: videos.into_iter().map(listed).collect::<Result<_>>()?, more })
}

pub fn page(app: &App, layout: Layout, page: PageNumber, listed: Listed) -> MyVideosPage {
    let now = app.now();
    MyVideosPage {
        layout: Layout { current: "my_videos", ..layout },
        videos: listed.videos.iter().map(|listed| view(app, now, listed)).collect(),
        empty: EmptyView {
            title: "You have not uploaded anything yet".to_owned(),
            text: "Your videos appear here, whoever may watch them.".to_owned(),
            action: Some(ActionView {
                label: "Upload your first video".to_owned(),
                url: paths::videos::new_upload(),
            }),
        },
        pagination: pages::pagination(
            page,
            listed.videos.len(),
            pages::following(listed.more),
            paths::videos::own_page,
        ),
    }
}

fn view(app: &App, now: Timestamp, listed: &ListedVideo) -> MyVideoView {
    let ListedVideo { video, ahead, replacement } = listed;
    let underway = matches!(video.state, VideoState::Uploading | VideoState::Processing);
    MyVideoView {
        title: video.title.clone(),
        url: if underway { paths::videos::upload(&video.uuid) } else { paths::videos::watch(&video.uuid) },
        thumbnail_url: video.media().and_then(|media| media_urls::thumbnail(app, now, &media)),
        duration: if video.duration_ms > 0 { words::duration(video.duration_ms) } else { String::new() },
        state: state(video),
        privacy: privacies::label(video.privacy).to_owned(),
        progress: match replacement {
            Some(task) => Some(replacement::progress(task, now)),
            None => underway.then(|| progress::words(ahead.as_ref(), now)),
        },
        problem: video.note.clone(),
        views: words::counted(video.views, "view", "views"),
        likes: words::counted(video.likes, "like", "likes"),
        comments: words::counted(video.comments, "comment", "comments"),
        published: cards::ago(video.published_at.unwrap_or(video.created_at), now),
        edit_url: paths::videos::edit(&video.uuid),
        delete_url: paths::videos::delete(&video.uuid),
    }
}

fn state(video: &Video) -> StateView {
    let (label, kind) = match (video.blocked_at, video.state) {
        (Some(_), _) => ("Blocked", StateKind::Bad),
        (None, VideoState::Published) => ("Published", StateKind::Good),
        (None, VideoState::Uploading) => ("Uploading", StateKind::Busy),
        (None, VideoState::Processing) => ("Processing", StateKind::Busy),
        (None, VideoState::Failed) => ("Failed", StateKind::Bad),
    };
    StateView { label: label.to_owned(), kind }
}
