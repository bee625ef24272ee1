//! Uploading a file, and watching it being prepared.

pub mod direct;
pub mod progress;
pub mod receive;
pub mod resumable;
pub mod room;
pub mod tus;

use actix_web::{HttpRequest, HttpResponse, rt, web};

use self::receive::{Received, Uploader, receive};
pub use self::receive::{ReceivedFile, receive_file};
use self::room::signed;
use crate::app::App;
use crate::db::Conn;
use crate::db::ids::{UserId, Uuid};
use crate::error::{Error, Invalid, Result};
use crate::handlers::privacies;
use crate::http::flash::see_other;
use crate::http::form::as_typed;
use crate::http::render;
use crate::http::viewer::SignedIn;
use crate::models::channel::Channel;
use crate::models::video::{NewUpload, Upload, Video};
use crate::paths;
use crate::text::words;
use crate::views::upload::NewPage;
use crate::views::{ChoiceView, FormView, Layout};

/// What the form shows besides what was typed.
struct Surroundings {
    channels: Vec<Channel>,
    stored: i64,
}

pub async fn new(app: App, viewer: SignedIn, layout: Layout) -> Result<HttpResponse> {
    let around = surroundings(&app, viewer.id).await?;
    let ready = engine_ready(&app).await.err().unwrap_or_default();
    let channel = around.channels.first().map_or("", |channel| channel.handle.as_str());
    let form = as_typed([("privacy", "public"), ("channel", channel)], ready);
    render::private(&page(&app, layout, around, form))
}

pub async fn create(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse> {
    let around = surroundings(&app, viewer.id).await?;
    let uploader = uploader(&app, viewer.id).await;
    let (typed, received) = receive(&app, uploader, &request, payload).await;
    let outcome = match received {
        Ok(received) => keep(&app, viewer.id, received).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(video) => see_other(paths::videos::upload(&video.uuid)),
        Err(Error::Invalid(invalid)) => {
            let form = FormView { errors: invalid.fields().clone(), values: typed };
            render::refused(&page(&app, layout, around, form))
        }
        Err(error) => Err(error),
    }
}

pub async fn show(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    uuid: web::Path<String>,
) -> Result<HttpResponse> {
    let uuid = Uuid::parse(&uuid).ok_or(Error::NotFound)?;
    let now = app.now();
    let progress = app.db.read(move |conn| progress::load(conn, viewer.id, uuid, now)).await?;
    render::private(&progress::page(&app, layout, progress))
}

/// Makes the received file a video. On its own: a client that leaves now must not take the file away from a video that exists.
pub async fn keep(app: &App, owner: UserId, received: Received) -> Result<Video> {
    rt::spawn(make_video(app.clone(), owner, received)).await.unwrap_or_else(lost)
}

/// From then on the file is not ours to remove.
async fn make_video(app: App, owner: UserId, received: Received) -> Result<Video> {
    let Received { file, details, settings, room } = received;
    let upload = NewUpload {
        uuid: file.uuid,
        bytes: signed(file.bytes),
        channel: file.channel.clone(),
        quota_bytes: app.quota_bytes(),
    };
    let now = app.now();
    let written = app.db.write(move |conn| {
        let video = Video::upload(conn, owner, &details, &upload, now)?;
        settings.apply(conn, video.id)?;
        Ok(video)
    });
    let video = written.await?;
    file.keep();
    drop(room);
    app.wake_workers();
    Ok(video)
}

/// Who sends a file, and whether one could be processed at all.
pub async fn uploader(app: &App, user: UserId) -> Uploader {
    Uploader { user, ready: engine_ready(app).await }
}

fn lost(error: tokio::task::JoinError) -> Result<Video> {
    Err(anyhow::anyhow!("an upload was lost at its end: {error}").into())
}

async fn surroundings(app: &App, user: UserId) -> Result<Surroundings> {
    app.db
        .read(move |conn: &mut Conn| {
            let stored = Upload::bytes_of_user(conn, user)?;
            Ok(Surroundings { channels: Channel::of_user(conn, user)?, stored })
        })
        .await
}

/// Starts ffmpeg once in a while, so not on the threads that serve.
async fn engine_ready(app: &App) -> Result<(), Invalid> {
    let asked = app.clone();
    let ready = web::block(move || asked.engine_check.ready(&asked.media)).await;
    let reason = match ready {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(reason)) => reason,
        Err(_) => "the server is stopping".to_owned(),
    };
    Err(Invalid::field("", format!("Uploads are not possible at the moment: {reason}")))
}

fn page(app: &App, layout: Layout, around: Surroundings, form: FormView) -> NewPage {
    let most = app.config.limits.upload_bytes;
    let left = u64::try_from(app.quota_bytes() - around.stored).unwrap_or(0);
    NewPage {
        layout: Layout { current: "upload", ..layout },
        form,
        privacies: privacies::choices(),
        channels: channel_choices(&around.channels),
        limits: format!(
            "Up to {}; you have {} left. MP4, MOV, MKV, WebM and most others.",
            words::bytes(most),
            words::bytes(left)
        ),
        max_bytes: most.min(left),
        direct_upload_url: direct::is_offered(app).then(paths::videos::direct_uploads),
    }
}

/// One's channels, as forms ask for one of them.
pub fn channel_choices(channels: &[Channel]) -> Vec<ChoiceView> {
    channels.iter().map(channel_choice).collect()
}

fn channel_choice(channel: &Channel) -> ChoiceView {
    ChoiceView { value: channel.handle.clone(), label: channel.display_name.clone(), hint: String::new() }
}
