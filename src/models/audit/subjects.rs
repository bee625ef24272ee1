//! What the lines of the log are about, as far as it is still there: a query for each kind, not for each line.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{AuditEntry, AuditedSubject};
use crate::db::Conn;
use crate::db::ids::Uuid;
use crate::db::schema::{comments, users, videos};
use crate::db::types::AuditSubject;
use crate::models::admin::Person;

/// By the public name of each.
pub fn find<'a>(
    conn: &mut Conn,
    entries: impl Iterator<Item = &'a AuditEntry> + Clone,
) -> QueryResult<HashMap<Uuid, AuditedSubject>> {
    let named = |kind| {
        let of_kind = entries.clone().filter(move |entry| entry.subject_kind == kind);
        of_kind.filter_map(|entry| Uuid::parse(&entry.subject_uuid)).collect::<Vec<Uuid>>()
    };
    let people: Vec<(Uuid, Person)> = users::table
        .filter(users::uuid.eq_any(named(AuditSubject::User)))
        .select((users::uuid, Person::as_select()))
        .load(conn)?;
    let titles: Vec<(Uuid, String)> = videos::table
        .filter(videos::uuid.eq_any(named(AuditSubject::Video)))
        .select((videos::uuid, videos::title))
        .load(conn)?;
    let places: Vec<(Uuid, Uuid)> = comments::table
        .inner_join(videos::table)
        .filter(comments::uuid.eq_any(named(AuditSubject::Comment)))
        .select((comments::uuid, videos::uuid))
        .load(conn)?;
    let people = people.into_iter().map(|(uuid, person)| (uuid, AuditedSubject::User(person)));
    let titles = titles.into_iter().map(|(uuid, title)| (uuid, AuditedSubject::Video(uuid, title)));
    let places = places.into_iter().map(|(uuid, video)| (uuid, AuditedSubject::Comment(uuid, video)));
    Ok(people.chain(titles).chain(places).collect())
}
