//! One's own videos: the list, changing one, deleting one.

mod edit;
mod list;
mod replacement;
mod thumbnail;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

pub use self::replacement::create as create_replacement;
use self::thumbnail::Thumbnail;
use crate::app::App;
use crate::db::ids::{UserId, Uuid};
use crate::error::{Error, Invalid, Result};
use crate::http::flash::{Done, Flash};
use crate::http::form::Query;
use crate::http::viewer::SignedIn;
use crate::http::{cards, render};
use crate::models::channel::Channel;
use crate::models::page_number::PageNumber;
use crate::models::task::TaskRow;
use crate::models::video::{MediaFile, Video, VideoCard, VideoDetails, VideoRef, poster_choices};
use crate::paths;
use crate::text::words;
use crate::views::video::DeletePage;
use crate::views::{FormView, Layout};

const PER_PAGE: i64 = 20;

#[derive(Debug, Default, Deserialize)]
pub struct IndexQuery {
    page: Option<String>,
}

/// `GET /my/videos?page=`
pub async fn index(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    Query(query): Query<IndexQuery>,
) -> Result<HttpResponse> {
    let page = PageNumber::parse(query.page.as_deref(), PER_PAGE);
    let now = app.now();
    let listed = app.db.read(move |conn| list::load(conn, viewer.id, page, now)).await?;
    render::private(&list::page(&app, layout, page, listed))
}

/// `GET /my/videos/{uuid}`
pub async fn edit(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    uuid: web::Path<String>,
) -> Result<HttpResponse> {
    let editing = load(&app, &viewer, named(&uuid)?).await?;
    let form = editing.form();
    render::private(&edit::page(&app, layout, &editing, form))
}

/// `POST /my/videos/{uuid}`
pub async fn update(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    flash: Flash,
    uuid: web::Path<String>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse> {
    let editing = load(&app, &viewer, named(&uuid)?).await?;
    let (typed, submitted) = edit::read(&app, &request, payload).await;
    let outcome = match submitted {
        Ok(submitted) => save(&app, &viewer, &editing, submitted).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => flash.redirect(paths::videos::edit(&editing.video.uuid), Done::VideoSaved),
        Err(Error::Invalid(invalid)) => {
            let form = FormView { values: typed, errors: invalid.fields().clone() };
            render::refused(&edit::page(&app, layout, &editing, form))
        }
        Err(error) => Err(error),
    }
}

/// `GET /my/videos/{uuid}/delete`: asks once more.
pub async fn confirm_delete(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    uuid: web::Path<String>,
) -> Result<HttpResponse> {
    let uuid = named(&uuid)?;
    let card = app.db.read(move |conn| Ok(VideoCard::find_own(conn, viewer.id, uuid)?)).await?;
    let comments = words::counted(card.comments, "comment", "comments");
    let likes = words::counted(card.likes, "like", "likes");
    render::private(&DeletePage {
        layout: Layout { current: "my_videos", ..layout },
        action: paths::videos::delete(&uuid),
        back_url: paths::videos::edit(&uuid),
        card: cards::card(&app, app.now(), &card),
        consequences: format!("{comments} and {likes} go with it."),
    })
}

/// `POST /my/videos/{uuid}/delete`
pub async fn delete(
    app: App,
    viewer: SignedIn,
    flash: Flash,
    uuid: web::Path<String>,
) -> Result<HttpResponse> {
    remove(&app, viewer.id, VideoRef::Uuid(named(&uuid)?)).await?;
    flash.redirect(paths::videos::own(), Done::VideoDeleted)
}

/// Removes one of this person's own, and has everybody hear of it.
pub async fn remove(app: &App, owner: UserId, video: VideoRef) -> Result<()> {
    let now = app.now();
    let deleted = app.db.write(move |conn| {
        let video = Video::find_own_named(conn, owner, video)?;
        Video::delete_own(conn, owner, video.uuid, now)?;
        Ok(video)
    });
    changed(app, &deleted.await?);
    Ok(())
}

/// Has everybody hear that a video is another one than before.
pub fn changed(app: &App, video: &Video) {
    app.media_cache.forget(&video.uuid);
    app.catalogue_changed(video.id);
    app.wake_workers();
}

/// A video that is being edited, as it is now.
struct Editing {
    video: Video,
    tags: Vec<String>,
    /// The values that `poster` may have.
    posters: Vec<String>,
    /// The creator's channels, and the handle of the one that it is in.
    channels: Vec<Channel>,
    channel: String,
    /// The task that prepares another file.
    replacement: Option<TaskRow>,
}

async fn load(app: &App, viewer: &SignedIn, uuid: Uuid) -> Result<Editing> {
    let owner = viewer.id;
    app.db
        .read(move |conn| {
            let video = Video::find_own(conn, owner, uuid)?;
            let files = match &video.media_version {
                Some(version) => MediaFile::of_version(conn, video.id, version)?,
                None => Vec::new(),
            };
            let channels = Channel::of_user(conn, owner)?;
            let channel = channels.iter().find(|channel| channel.id == video.channel_id);
            Ok(Editing {
                tags: Video::tags(conn, video.id)?,
                posters: poster_choices(&files),
                channel: channel.map(|channel| channel.handle.clone()).unwrap_or_default(),
                channels,
                replacement: video.replacement(conn)?,
                video,
            })
        })
        .await
}

/// Everything that was changed, or nothing of it.
async fn save(app: &App, viewer: &SignedIn, editing: &Editing, submitted: edit::Submitted) -> Result<()> {
    let (details, channel): (VideoDetails, _) = (submitted.details, submitted.channel);
    let chosen = submitted.poster.filter(|poster| !poster.is_empty());
    if let Some(poster) = &chosen
        && !editing.posters.contains(poster)
    {
        return Err(Invalid::field("poster", "Choose one of the pictures.").into());
    }
    let thumbnail = match submitted.thumbnail {
        Some(picture) => Some(Thumbnail::store(app, &editing.video, picture).await?),
        None => None,
    };
    let (owner, uuid, now) = (viewer.id, editing.video.uuid, app.now());
    let stored = thumbnail.as_ref().map(Thumbnail::rows);
    let saved = app.db.write(move |conn| {
        let video = Video::update_own(conn, owner, uuid, &details, channel.as_deref(), now)?;
        if let Some(poster) = stored.as_ref().map(|(poster, _)| poster).or(chosen.as_ref()) {
            Video::set_poster(conn, &video, poster, now)?;
        }
        if let (Some((_, rows)), Some(version)) = (&stored, &video.media_version) {
            for row in rows {
                MediaFile::add(conn, video.id, version, row)?;
            }
        }
        Ok(())
    });
    match (saved.await, thumbnail) {
        (Ok(()), _) => {
            changed(app, &editing.video);
            Ok(())
        }
        (Err(error), Some(thumbnail)) => {
            thumbnail.discard(app).await;
            Err(error)
        }
        (Err(error), None) => Err(error),
    }
}

fn named(uuid: &str) -> Result<Uuid> {
    Uuid::parse(uuid).ok_or(Error::NotFound)
}
