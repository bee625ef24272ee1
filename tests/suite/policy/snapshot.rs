//! Everything in the database as text, to see whether anything changed.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::Text;
use kinora::db::Conn;

use crate::support::TestApp;

/// What reading a page may move: view counts and what is known of who was shown what, and when they were last here.
const MAY_MOVE: &[(&str, &str)] = &[
    ("videos", "views"),
    ("sessions", "last_seen_at"),
    ("api_tokens", "last_used_at"),
    ("share_links", "uses"),
    ("impressions", "*"),
];

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    word: String,
}

/// The rows of every table, without what may move.
pub async fn of(app: &TestApp) -> BTreeMap<String, Vec<String>> {
    app.flush_feed().await;
    app.read(|conn| {
        let tables = "handles users sessions api_tokens idempotency_keys throttles channels subscriptions videos video_tags uploads media_files share_links playlists playlist_items imports import_items captions chapters \
                      comments ratings comment_ratings reports audit_entries watch_events history impressions feedback \
                      video_counters transitions co_watches tasks webhooks webhook_deliveries";
        let mut found = BTreeMap::new();
        for table in tables.split_whitespace().filter(|table| !MAY_MOVE.contains(&(*table, "*"))) {
            found.insert(table.to_owned(), rows(conn, table)?);
        }
        Ok(found)
    })
    .await
}

#[track_caller]
pub fn assert_same(
    before: &BTreeMap<String, Vec<String>>,
    after: &BTreeMap<String, Vec<String>>,
    what: &str,
) {
    for (table, rows) in before {
        assert_eq!(rows, &after[table], "{what} changed {table}");
    }
}

fn rows(conn: &mut Conn, table: &str) -> QueryResult<Vec<String>> {
    let is_sqlite = matches!(conn, Conn::Sqlite(_));
    let columns = if is_sqlite {
        format!("SELECT name AS word FROM pragma_table_info('{table}')")
    } else {
        format!(
            "SELECT column_name::text AS word FROM information_schema.columns WHERE table_name = '{table}' \
             AND table_schema = current_schema()"
        )
    };
    let columns = words(conn, &columns)?;
    assert!(!columns.is_empty(), "there is no table {table}");
    let value = |column: &String| {
        if is_sqlite { format!("quote({column})") } else { format!("coalesce({column}::text, 'NULL')") }
    };
    let row = columns
        .iter()
        .filter(|column| !MAY_MOVE.contains(&(table, column.as_str())))
        .map(value)
        .collect::<Vec<_>>()
        .join(" || ',' || ");
    words(conn, &format!("SELECT {row} AS word FROM {table} ORDER BY 1"))
}

fn words(conn: &mut Conn, query: &str) -> QueryResult<Vec<String>> {
    Ok(diesel::sql_query(query).load::<Word>(conn)?.into_iter().map(|word| word.word).collect())
}
