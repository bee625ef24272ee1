//! The people of the demonstration and their channels, made in one transaction: all of them are there or none.

use std::collections::HashMap;

use anyhow::Context;

use super::program::{Person, Program, Studio};
use super::sign_in;
use crate::app::App;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::types::Role;
use crate::error::{Error, Result};
use crate::keys::{hex, random_bytes};
use crate::models::channel::{Channel, ChannelDetails};
use crate::models::user::{AccountDetails, ProfileDetails, User};
use crate::models::viewer::SignedIn;

/// How long before the demonstration they joined.
const JOINED_DAYS_AGO: i64 = 40;

pub struct Cast {
    people: HashMap<&'static str, SignedIn>,
}

impl Cast {
    pub fn member(&self, handle: &str) -> anyhow::Result<&SignedIn> {
        self.people.get(handle).with_context(|| format!("nobody in the demonstration is called {handle}"))
    }
}

/// Makes everybody, or finds them where an earlier run made them.
pub async fn assemble(app: &App, program: &Program, began: Timestamp) -> anyhow::Result<Cast> {
    let administrators = app.hasher.hash(sign_in::read_or_make(&app.config.data_dir)?).await?;
    // One hash for all others, of a password that is forgotten here: nobody signs in as an invented person.
    let nobodys = app.hasher.hash(hex(&random_bytes::<32>()?)).await?;
    let (people, studios) = (program.people, program.studios.clone());
    let members = app
        .db
        .write(move |conn| {
            if !User::any(conn)? {
                let joined = began.plus_days(-JOINED_DAYS_AGO);
                create_administrator(conn, &administrators, joined)?;
                create_people(conn, people, &nobodys, joined)?;
                create_channels(conn, &studios, joined)?;
            }
            people.iter().map(|person| member(conn, person)).collect::<Result<_>>()
        })
        .await?;
    Ok(Cast { people: members })
}

fn create_administrator(conn: &mut Conn, hash: &str, joined: Timestamp) -> Result<()> {
    let mut details = AccountDetails::parse_by_operator(sign_in::USERNAME, sign_in::EMAIL)?;
    details.display_name = "Administrator".to_owned();
    User::create(conn, &details, hash, Role::Administrator, joined)?;
    Ok(())
}

fn create_people(conn: &mut Conn, people: &[Person], hash: &str, joined: Timestamp) -> Result<()> {
    for (place, person) in (0..).zip(people) {
        let mut details = AccountDetails::parse(person.handle, &format!("{}@demo.invalid", person.handle))?;
        details.display_name = person.name.to_owned();
        let user = User::create(conn, &details, hash, Role::User, joined.plus_seconds(place * 26_000))?;
        User::update_profile(conn, user.id, &ProfileDetails::parse(person.name, person.about)?)?;
    }
    Ok(())
}

fn create_channels(conn: &mut Conn, studios: &[Studio], joined: Timestamp) -> Result<()> {
    for studio in studios {
        let owner = User::find_by_handle(conn, studio.owner)?;
        let details = ChannelDetails::parse(studio.handle, studio.name, studio.about)?;
        Channel::create(conn, owner.id, &details, joined.plus_days(5))?;
    }
    Ok(())
}

fn member(conn: &mut Conn, person: &Person) -> Result<(&'static str, SignedIn)> {
    let user = User::find_by_handle(conn, person.handle).map_err(Error::from)?;
    let viewer = SignedIn {
        id: user.id,
        handle: user.handle,
        display_name: user.display_name,
        role: user.role,
        signed_in_at_ms: user.created_at.millis(),
    };
    Ok((person.handle, viewer))
}
