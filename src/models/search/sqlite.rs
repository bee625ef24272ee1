//! The index as an FTS5 table: ranked by BM25 with a weight for each column. A second table holds the videos with captions once more;
//! who is found there alone comes after all others.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::{COUNTED, CountRow, Document, IdRow, Order};
use crate::db::ids::VideoId;
use crate::models::window::Window;
use crate::text::query::fts5_quote;

/// `?1` is what is asked. In the second half only who is not in the first.
const FOUND: &str = "(
        SELECT rowid AS id, 0 AS only_said, bm25(search_index, 10.0, 1.0, 5.0, 3.0) AS score
        FROM search_index WHERE search_index MATCH ?1
        UNION ALL
        SELECT rowid, 1, bm25(search_index_captions)
        FROM search_index_captions WHERE search_index_captions MATCH ?1
        AND rowid NOT IN (SELECT rowid FROM search_index WHERE search_index MATCH ?1)
    ) AS found JOIN videos ON videos.id = found.id
    WHERE videos.privacy = 'public' AND videos.state = 'published' AND videos.blocked_at IS NULL";

pub fn put(conn: &mut SqliteConnection, document: &Document) -> QueryResult<()> {
    diesel::sql_query(
        "INSERT OR REPLACE INTO search_index (rowid, title, description, tags, channel) VALUES (?, ?, ?, ?, ?)",
    )
    .bind::<BigInt, _>(document.video)
    .bind::<Text, _>(&document.title)
    .bind::<Text, _>(&document.description)
    .bind::<Text, _>(&document.tags)
    .bind::<Text, _>(&document.channel)
    .execute(conn)?;
    put_captions(conn, document)
}

fn put_captions(conn: &mut SqliteConnection, document: &Document) -> QueryResult<()> {
    if document.captions.is_empty() {
        return remove_captions(conn, document.video);
    }
    let Document { title, description, tags, channel, .. } = document;
    diesel::sql_query(
        "INSERT OR REPLACE INTO search_index_captions (rowid, words, captions) VALUES (?, ?, ?)",
    )
    .bind::<BigInt, _>(document.video)
    .bind::<Text, _>([title, description, tags, channel].map(String::as_str).join(" "))
    .bind::<Text, _>(&document.captions)
    .execute(conn)
    .map(drop)
}

pub fn remove(conn: &mut SqliteConnection, video: VideoId) -> QueryResult<()> {
    diesel::sql_query("DELETE FROM search_index WHERE rowid = ?").bind::<BigInt, _>(video).execute(conn)?;
    remove_captions(conn, video)
}

fn remove_captions(conn: &mut SqliteConnection, video: VideoId) -> QueryResult<()> {
    diesel::sql_query("DELETE FROM search_index_captions WHERE rowid = ?")
        .bind::<BigInt, _>(video)
        .execute(conn)
        .map(drop)
}

pub fn find(
    conn: &mut SqliteConnection,
    asked: &str,
    order: Order,
    window: Window,
) -> QueryResult<Vec<VideoId>> {
    let Some(words) = fts5_quote(asked) else { return Ok(Vec::new()) };
    // BM25 is better the smaller it is.
    let order = match order {
        Order::Relevance => "found.only_said, found.score, videos.views DESC",
        Order::Newest => "videos.published_at DESC",
        Order::MostViewed => "videos.views DESC",
    };
    let sql =
        format!("SELECT videos.id AS id FROM {FOUND} ORDER BY {order}, videos.id DESC LIMIT ?2 OFFSET ?3");
    let rows: Vec<IdRow> = diesel::sql_query(sql)
        .bind::<Text, _>(words)
        .bind::<BigInt, _>(window.limit())
        .bind::<BigInt, _>(window.offset())
        .load(conn)?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

pub fn count(conn: &mut SqliteConnection, asked: &str) -> QueryResult<i64> {
    let Some(words) = fts5_quote(asked) else { return Ok(0) };
    let sql = format!("SELECT COUNT(*) AS count FROM (SELECT 1 FROM {FOUND} LIMIT {COUNTED})");
    let row: CountRow = diesel::sql_query(sql).bind::<Text, _>(words).get_result(conn)?;
    Ok(row.count)
}
