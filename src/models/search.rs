//! Search over titles, descriptions, tags, channel names and what is said in captions.
//!
//! The index is kept in the transaction of whatever changed the words: [`index`] after a video was written, [`remove`] before it is
//! deleted, [`reindex_channel`] after a channel was renamed. Every video is in it, whoever may see it; only what everybody may find comes
//! out. The index differs by database, and so do its two files, the only per-database models.

mod postgres;
mod sqlite;

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::captions::VideoCaptions;
use super::channel::Channel;
use super::video::{Video, VideoCard};
use super::window::Window;
use crate::db::Conn;
use crate::db::ids::{ChannelId, VideoId};
use crate::db::schema::{channels, videos};
use crate::text::markdown;

/// Matches beyond this many are not counted.
pub const COUNTED: i64 = 1000;
/// How much of a description can be searched.
const DESCRIPTION_CHARACTERS: usize = 10_000;
/// How much of what is said can be searched, of all languages together: four hours of speech. PostgreSQL takes no document of more
/// than a megabyte.
const CAPTIONS_BYTES: usize = 200_000;
const CHANNELS: i64 = 3;

/// The words under which a video is found.
struct Document {
    video: VideoId,
    title: String,
    description: String,
    tags: String,
    channel: String,
    /// What is said in it; empty where it has no captions.
    captions: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    #[default]
    Relevance,
    Newest,
    MostViewed,
}

/// One page of what was found.
#[derive(Debug, Default)]
pub struct Results {
    pub cards: Vec<VideoCard>,
    pub more: bool,
    /// At most [`COUNTED`], which then means "or more".
    pub total: i64,
}

/// Puts a video under its present words, or under its new ones.
pub fn index(conn: &mut Conn, video: VideoId) -> QueryResult<()> {
    let (title, description, channel, handle): (String, String, String, String) = videos::table
        .inner_join(channels::table)
        .filter(videos::id.eq(video))
        .select((videos::title, videos::description, channels::display_name, channels::handle))
        .first(conn)?;
    let document = Document {
        video,
        title,
        description: markdown::to_plain(&description).chars().take(DESCRIPTION_CHARACTERS).collect(),
        tags: Video::tags(conn, video)?.join(" "),
        channel: format!("{channel} {handle}"),
        captions: VideoCaptions::words(conn, video, CAPTIONS_BYTES)?,
    };
    match conn {
        Conn::Sqlite(conn) => sqlite::put(conn, &document),
        Conn::Postgres(conn) => postgres::put(conn, &document),
    }
}

/// Takes a video out; one that is not in is no error.
pub fn remove(conn: &mut Conn, video: VideoId) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(conn) => sqlite::remove(conn, video),
        Conn::Postgres(conn) => postgres::remove(conn, video),
    }
}

/// Puts every video of a channel under its new name.
pub fn reindex_channel(conn: &mut Conn, channel: ChannelId) -> QueryResult<()> {
    let of_channel: Vec<VideoId> =
        videos::table.filter(videos::channel_id.eq(channel)).select(videos::id).load(conn)?;
    of_channel.into_iter().try_for_each(|video| index(conn, video))
}

/// What everybody may find under these words. Nothing anybody types is an error, and nothing is a query language.
pub fn find(conn: &mut Conn, asked: &str, order: Order, window: Window) -> QueryResult<Results> {
    let (ids, more) = window.cut(matching(conn, asked, order, window)?);
    if ids.is_empty() {
        return Ok(Results::default());
    }
    let total = count(conn, asked)?;
    Ok(Results { cards: VideoCard::listed_in_order(conn, &ids)?, more, total })
}

/// The few channels that a page of results begins with.
pub fn find_channels(conn: &mut Conn, asked: &str) -> QueryResult<Vec<Channel>> {
    let found = Channel::matching(conn, asked, Window::new(0, CHANNELS, CHANNELS))?;
    Ok(found.into_iter().map(|(channel, _)| channel).collect())
}

/// The ids alone of what [`find`] finds, and how many there are: at most [`COUNTED`], which then means "or more".
pub fn find_ids(
    conn: &mut Conn,
    asked: &str,
    order: Order,
    window: Window,
) -> QueryResult<(i64, Vec<VideoId>)> {
    let (ids, _) = window.cut(matching(conn, asked, order, window)?);
    Ok((count(conn, asked)?, ids))
}

fn matching(conn: &mut Conn, asked: &str, order: Order, window: Window) -> QueryResult<Vec<VideoId>> {
    match conn {
        Conn::Sqlite(conn) => sqlite::find(conn, asked, order, window),
        Conn::Postgres(conn) => postgres::find(conn, asked, order, window),
    }
}

fn count(conn: &mut Conn, asked: &str) -> QueryResult<i64> {
    match conn {
        Conn::Sqlite(conn) => sqlite::count(conn, asked),
        Conn::Postgres(conn) => postgres::count(conn, asked),
    }
}

/// The descriptions of these videos, as plain words.
pub fn descriptions(conn: &mut Conn, cards: &[VideoCard]) -> QueryResult<HashMap<VideoId, String>> {
    let ids: Vec<VideoId> = cards.iter().map(|card| card.id).collect();
    let rows: Vec<(VideoId, String)> =
        videos::table.filter(videos::id.eq_any(ids)).select((videos::id, videos::description)).load(conn)?;
    Ok(rows.into_iter().map(|(id, text)| (id, markdown::to_plain(&text))).collect())
}

#[derive(QueryableByName)]
struct IdRow {
    #[diesel(sql_type = BigInt)]
    id: VideoId,
}

#[derive(QueryableByName)]
struct CountRow {
    #[diesel(sql_type = BigInt)]
    count: i64,
}
