//! The films: generated on every processor at once, uploaded and prepared by the uploads' own tasks.
//!
//! A film that is there already is not made again; one whose task was interrupted is finished.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;

use super::Stage;
use super::program::Film;
use crate::db::ids::{UserId, Uuid};
use crate::db::types::VideoState;
use crate::error::{Error, Result};
use crate::jobs;
use crate::media::clips::{ClipRecipe, RECIPES};
use crate::media::{self, Engine};
use crate::models::video::{NewUpload, Video, VideoDetails};

/// A task that was interrupted with its process is taken up again when its lease has run out, which is sooner than this.
const LONGEST_WAIT: Duration = Duration::from_secs(180);

/// Makes what is missing, and returns when all of it can be watched.
pub fn film(stage: &Stage) -> anyhow::Result<()> {
    let next = AtomicUsize::new(0);
    let hands = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..hands).map(|_| scope.spawn(|| film_some(stage, &next))).collect();
        workers.into_iter().try_for_each(|worker| {
            worker.join().unwrap_or_else(|_| Err(anyhow::anyhow!("a film could not be made")))
        })
    })?;
    wait_for_all(stage)?;
    choose_pictures(stage)
}

fn film_some(stage: &Stage, next: &AtomicUsize) -> anyhow::Result<()> {
    loop {
        let place = next.fetch_add(1, Ordering::SeqCst);
        let Some((studio, film)) = stage.program.films.get(place) else { return Ok(()) };
        if make(stage, *studio, film)? {
            println!("  {}/{}  {}", place + 1, stage.program.films.len(), film.title);
        }
        jobs::run_pressing(&stage.app)?;
    }
}

/// Whether it had to be made.
fn make(stage: &Stage, studio: usize, film: &Film) -> anyhow::Result<bool> {
    let app = &stage.app;
    let uuid = stage.uuid_of(film);
    let studio = stage.program.studios[studio];
    let owner = stage.cast.member(studio.owner)?.id;
    if find(stage, owner, uuid)?.is_some() {
        return Ok(false);
    }
    let file = app.workspace.incoming(uuid.as_str())?;
    app.workspace.remove_incoming(uuid.as_str())?;
    media::generate_clip(&engine(stage)?, recipe(film)?, &file)
        .map_err(|error| anyhow::anyhow!("{error}"))?;
    let details = VideoDetails::parse(film.title, film.description, film.tags, "public")?;
    let upload = NewUpload {
        uuid,
        bytes: i64::try_from(file.metadata()?.len())?,
        channel: Some(studio.handle.to_owned()),
        quota_bytes: i64::MAX,
    };
    let (now, published) = (app.now(), stage.published_at(film));
    app.db.write_blocking(move |conn| {
        let video = Video::upload(conn, owner, &details, &upload, now)?;
        Ok(Video::backdate(conn, video.id, published)?)
    })?;
    Ok(true)
}

/// One thread each: several films are made side by side.
fn engine(stage: &Stage) -> anyhow::Result<Engine> {
    let engine = stage.app.media.as_ref().map_err(|reason| anyhow::anyhow!("{reason}"))?;
    Ok(Engine { threads: 1, ..engine.clone() })
}

fn recipe(film: &Film) -> anyhow::Result<&'static ClipRecipe> {
    RECIPES
        .iter()
        .find(|recipe| recipe.name == film.recipe)
        .with_context(|| format!("there is no recipe {:?}", film.recipe))
}

fn wait_for_all(stage: &Stage) -> anyhow::Result<()> {
    let begun = Instant::now();
    loop {
        jobs::run_pressing(&stage.app)?;
        let unready = unready(stage)?;
        let Some(first) = unready.first() else { return Ok(()) };
        if let Some(failed) = unready.iter().find(|video| video.state == VideoState::Failed) {
            anyhow::bail!(
                "{} could not be prepared: {}",
                failed.title,
                failed.note.clone().unwrap_or_default()
            );
        }
        anyhow::ensure!(begun.elapsed() < LONGEST_WAIT, "{} is still not prepared; try again", first.title);
        std::thread::sleep(Duration::from_millis(500));
    }
}

fn unready(stage: &Stage) -> anyhow::Result<Vec<Video>> {
    let mut unready = Vec::new();
    for (studio, film) in &stage.program.films {
        let owner = stage.cast.member(stage.program.studios[*studio].owner)?.id;
        let video = find(stage, owner, stage.uuid_of(film))?.context("a film is missing")?;
        if video.state != VideoState::Published {
            unready.push(video);
        }
    }
    Ok(unready)
}

/// The best of the pictures that the tasks have made.
fn choose_pictures(stage: &Stage) -> anyhow::Result<()> {
    for (studio, film) in &stage.program.films {
        let owner = stage.cast.member(stage.program.studios[*studio].owner)?.id;
        let (uuid, now, poster) = (stage.uuid_of(film), stage.app.now(), film.poster);
        stage.app.db.write_blocking(move |conn| {
            let video = Video::find_own(conn, owner, uuid)?;
            let Some(version) = &video.media_version else { return Ok(()) };
            let files = crate::models::video::MediaFile::of_version(conn, video.id, version)?;
            if crate::models::video::poster_choices(&files).iter().any(|choice| choice == poster) {
                Video::set_poster(conn, &video, poster, now)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

fn find(stage: &Stage, owner: UserId, uuid: Uuid) -> Result<Option<Video>> {
    stage.app.db.read_blocking(|conn| match Video::find_own(conn, owner, uuid).map_err(Error::from) {
        Ok(video) => Ok(Some(video)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    })
}
