//! The index as a `tsvector` for each video: ranked by `ts_rank` with a weight for each kind of word. A second one holds the videos with
//! captions once more; who is found there alone comes after all others.
//!
//! The configuration is `simple`, for a site's videos are in more than one language. Other than on SQLite, accents count.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::{COUNTED, CountRow, Document, IdRow, Order};
use crate::db::ids::VideoId;
use crate::models::window::Window;
use crate::text::query;

const MATCHES: &str = "FROM search_index JOIN videos ON videos.id = search_index.video_id,
    LATERAL (SELECT websearch_to_tsquery('simple', $1) && to_tsquery('simple', $2) AS words) AS asked
    WHERE (search_index.document @@ asked.words OR search_index.spoken @@ asked.words)
    AND videos.privacy = 'public' AND videos.state = 'published' AND videos.blocked_at IS NULL";

pub fn put(conn: &mut PgConnection, document: &Document) -> QueryResult<()> {
    diesel::sql_query(
        "INSERT INTO search_index (video_id, document, spoken)
        SELECT $1, written.document,
            CASE WHEN $6 = '' THEN NULL ELSE written.document || setweight(to_tsvector('simple', $6), 'D') END
        FROM (SELECT setweight(to_tsvector('simple', $2), 'A') || setweight(to_tsvector('simple', $3), 'B')
            || setweight(to_tsvector('simple', $4), 'C') || setweight(to_tsvector('simple', $5), 'D') AS document) AS written
        ON CONFLICT (video_id) DO UPDATE SET document = excluded.document, spoken = excluded.spoken",
    )
    .bind::<BigInt, _>(document.video)
    .bind::<Text, _>(&document.title)
    .bind::<Text, _>(&document.tags)
    .bind::<Text, _>(&document.channel)
    .bind::<Text, _>(&document.description)
    .bind::<Text, _>(&document.captions)
    .execute(conn)
    .map(drop)
}

pub fn remove(conn: &mut PgConnection, video: VideoId) -> QueryResult<()> {
    diesel::sql_query("DELETE FROM search_index WHERE video_id = $1")
        .bind::<BigInt, _>(video)
        .execute(conn)
        .map(drop)
}

pub fn find(conn: &mut PgConnection, asked: &str, order: Order, window: Window) -> QueryResult<Vec<VideoId>> {
    let Some(words) = Words::of(asked) else { return Ok(Vec::new()) };
    let order = match order {
        Order::Relevance => {
            "(search_index.document @@ asked.words) DESC,
            ts_rank('{0.1, 0.3, 0.5, 1.0}', search_index.document, asked.words) DESC,
            ts_rank(coalesce(search_index.spoken, ''), asked.words) DESC, videos.views DESC"
        }
        Order::Newest => "videos.published_at DESC",
        Order::MostViewed => "videos.views DESC",
    };
    let sql = format!("SELECT videos.id AS id {MATCHES} ORDER BY {order}, videos.id DESC LIMIT $3 OFFSET $4");
    let rows: Vec<IdRow> = diesel::sql_query(sql)
        .bind::<Text, _>(words.whole)
        .bind::<Text, _>(words.unfinished)
        .bind::<BigInt, _>(window.limit())
        .bind::<BigInt, _>(window.offset())
        .load(conn)?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

pub fn count(conn: &mut PgConnection, asked: &str) -> QueryResult<i64> {
    let Some(words) = Words::of(asked) else { return Ok(0) };
    let sql = format!("SELECT COUNT(*) AS count FROM (SELECT 1 {MATCHES} LIMIT {COUNTED}) AS matches");
    let row: CountRow = diesel::sql_query(sql)
        .bind::<Text, _>(words.whole)
        .bind::<Text, _>(words.unfinished)
        .get_result(conn)?;
    Ok(row.count)
}

/// What is asked, for `websearch_to_tsquery` and for `to_tsquery`; either may be empty.
struct Words {
    /// Each in quotes, in which `or` and `-` are words like others.
    whole: String,
    /// The last word may be unfinished. Only letters and digits get here, for `to_tsquery` reads operators.
    unfinished: String,
}

impl Words {
    fn of(asked: &str) -> Option<Self> {
        let mut tokens = query::tokens(asked);
        let last = tokens.pop()?;
        let unfinished = if last.len() > 1 && last.chars().all(char::is_alphanumeric) {
            format!("{last}:*")
        } else {
            tokens.push(last);
            String::new()
        };
        let whole = tokens.iter().map(|token| format!("\"{token}\"")).collect::<Vec<_>>().join(" ");
        Some(Self { whole, unfinished })
    }
}
