//! `kinora demo`: fills an empty site with films, people and a month of their life, so that every page has something to show.
//!
//! Everything goes the way it would with visitors: films are made by ffmpeg's own generators and pass the uploads' tasks; people watch,
//! like and talk through the same functions as the pages, on a clock that is moved through the last thirty days (`month`).
//!
//! A site that has anybody or anything is left alone. Killed at any moment, the next run goes on where this one stopped (`bookmark`).
//! Passwords of invented people are unknown to everybody, the administrator's lies in the data folder (`sign_in`).

mod bookmark;
mod cast;
mod filming;
mod month;
mod program;
mod sign_in;

use std::sync::Arc;

use anyhow::Context;

use self::bookmark::Bookmark;
use self::cast::Cast;
pub use self::program::{Program, Remark};
use crate::app::App;
use crate::error::Error;
use crate::models::user::{Credentials, User};

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Filled,
    /// The demonstration is complete, or the site belongs to somebody else.
    LeftAlone,
}

/// What a run of the demonstration works with.
#[derive(Clone)]
struct Stage {
    app: App,
    program: Arc<Program>,
    bookmark: Bookmark,
    cast: Arc<Cast>,
}

/// Fills the site, or what is missing of it, and tells on standard output what it does.
pub async fn run(app: &App, program: Program) -> anyhow::Result<Outcome> {
    let Some(bookmark) = own_bookmark(app).await? else {
        println!("This site has people already: the demonstration changes nothing.");
        tell_sign_in(app).await?;
        return Ok(Outcome::LeftAlone);
    };
    fill(app, program, bookmark).await?;
    tell_sign_in(app).await?;
    Ok(Outcome::Filled)
}

async fn fill(app: &App, program: Program, bookmark: Bookmark) -> anyhow::Result<()> {
    uploads_possible(app).await?;
    println!("Filling the site with a demonstration. This takes about a minute.");
    let cast = Arc::new(cast::assemble(app, &program, bookmark.began()).await?);
    let mut stage = Stage { app: app.clone(), program: Arc::new(program), bookmark, cast };
    let filmed = stage.clone();
    tokio::task::spawn_blocking(move || filming::film(&filmed)).await.context("filming was cut off")??;
    month::tell(&mut stage).await?;
    stage.bookmark.is_finished = true;
    stage.bookmark.save()?;
    println!("The demonstration is ready.");
    Ok(())
}

/// The bookmark of an empty site, or of one that this demonstration has begun to fill.
async fn own_bookmark(app: &App) -> anyhow::Result<Option<Bookmark>> {
    let (anybody, administrator) = app
        .db
        .read(|conn| {
            let administrator = match User::find_by_handle(conn, sign_in::USERNAME).map_err(Error::from) {
                Ok(user) => Some(user.email),
                Err(Error::NotFound) => None,
                Err(error) => return Err(error),
            };
            Ok((User::any(conn)?, administrator))
        })
        .await?;
    let unfinished = Bookmark::read(&app.config.data_dir)?.filter(|bookmark| !bookmark.is_finished);
    if !anybody {
        return match unfinished {
            Some(bookmark) => Ok(Some(bookmark)),
            None => Ok(Some(Bookmark::begin(&app.config.data_dir, app.now())?)),
        };
    }
    Ok(unfinished.filter(|_| administrator.as_deref() == Some(sign_in::EMAIL)))
}

/// Asked before anything is changed: half a demonstration helps nobody.
async fn uploads_possible(app: &App) -> anyhow::Result<()> {
    let asked = app.clone();
    let ready = tokio::task::spawn_blocking(move || asked.engine_check.ready(&asked.media)).await?;
    ready.map_err(|reason| anyhow::anyhow!("no demonstration can be made: {reason}"))
}

/// How to sign in as its administrator, if this site has one and the password was not changed since.
async fn tell_sign_in(app: &App) -> anyhow::Result<()> {
    let Some(password) = sign_in::read(&app.config.data_dir)? else { return Ok(()) };
    let stored = app.db.read(|conn| Ok(Credentials::of(conn, sign_in::USERNAME)?)).await?;
    let stored = stored.map(|credentials| credentials.password_hash);
    if app.hasher.verify(password.clone(), stored).await?.is_right() {
        println!("Sign in as {} with the password {password}", sign_in::USERNAME);
    } else {
        println!("The password in demo-sign-in is no longer the one of {}.", sign_in::USERNAME);
    }
    Ok(())
}
