//! The index as an FTS5 table: ranked by BM25 with a weight for each column.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::{COUNTED, CountRow, Document, IdRow, Order};
use crate::db::ids::VideoId;
use crate::models::page_number::PageNumber;
use crate::text::query::fts5_quote;

const MATCHES: &str = "FROM search_index JOIN videos ON videos.id = search_index.rowid
    WHERE search_index MATCH ?
    AND videos.privacy = 'public' AND videos.state = 'published' AND videos.blocked_at IS NULL";

pub fn put(conn: &mut SqliteConnection, document: &Document) -> QueryResult<()> {
    diesel::sql_query(
        "INSERT OR REPLACE INTO search_index (rowid, title, description, tags, channel) VALUES (?, ?, ?, ?, ?)",
    )
    .bind::<BigInt, _>(document.video)
    .bind::<Text, _>(&document.title)
    .bind::<Text, _>(&document.description)
    .bind::<Text, _>(&document.tags)
    .bind::<Text, _>(&document.channel)
    .execute(conn)
    .map(drop)
}

pub fn remove(conn: &mut SqliteConnection, video: VideoId) -> QueryResult<()> {
    diesel::sql_query("DELETE FROM search_index WHERE rowid = ?")
        .bind::<BigInt, _>(video)
        .execute(conn)
        .map(drop)
}

pub fn find(
    conn: &mut SqliteConnection,
    asked: &str,
    order: Order,
    page: PageNumber,
) -> QueryResult<Vec<VideoId>> {
    let Some(words) = fts5_quote(asked) else { return Ok(Vec::new()) };
    // BM25 is better the smaller it is.
    let order = match order {
        Order::Relevance => "bm25(search_index, 10.0, 1.0, 5.0, 3.0), videos.views DESC",
        Order::Newest => "videos.published_at DESC",
        Order::MostViewed => "videos.views DESC",
    };
    let sql = format!("SELECT videos.id AS id {MATCHES} ORDER BY {order}, videos.id DESC LIMIT ? OFFSET ?");
    let rows: Vec<IdRow> = diesel::sql_query(sql)
        .bind::<Text, _>(words)
        .bind::<BigInt, _>(page.limit())
        .bind::<BigInt, _>(page.offset())
        .load(conn)?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

pub fn count(conn: &mut SqliteConnection, asked: &str) -> QueryResult<i64> {
    let Some(words) = fts5_quote(asked) else { return Ok(0) };
    let sql = format!("SELECT COUNT(*) AS count FROM (SELECT 1 {MATCHES} LIMIT {COUNTED})");
    let row: CountRow = diesel::sql_query(sql).bind::<Text, _>(words).get_result(conn)?;
    Ok(row.count)
}
