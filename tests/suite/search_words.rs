//! What people type into the search box, asked of SQLite's FTS5 itself.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use kinora::text::query::fts5_quote;

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    title: String,
}

fn catalogue() -> SqliteConnection {
    let mut conn = SqliteConnection::establish(":memory:").unwrap();
    conn.batch_execute(
        "CREATE VIRTUAL TABLE search USING fts5(title, secret);
         INSERT INTO search VALUES ('Big Buck Bunny', 'topmost'), ('C++ in a-b tests', ''), ('Near or far', '');",
    )
    .unwrap();
    conn
}

fn search(conn: &mut SqliteConnection, query: &str) -> Vec<String> {
    let Some(query) = fts5_quote(query) else { return Vec::new() };
    let found: Vec<Found> = diesel::sql_query("SELECT title FROM search WHERE search MATCH ? ORDER BY rowid")
        .bind::<Text, _>(query)
        .load(conn)
        .unwrap();
    found.into_iter().map(|row| row.title).collect()
}

#[test]
fn words_are_found_and_the_last_may_be_unfinished() {
    let conn = &mut catalogue();
    assert_eq!(search(conn, "buck bunny"), ["Big Buck Bunny"]);
    assert_eq!(search(conn, "bunny bu"), ["Big Buck Bunny"]);
    assert_eq!(search(conn, "bu nothing"), Vec::<String>::new());
    assert_eq!(search(conn, "a-b c++"), ["C++ in a-b tests"]);
}

#[test]
fn in_02_query_syntax_is_only_words() {
    let conn = &mut catalogue();
    let attempts = [
        "\"",
        "\"\"\"",
        "NEAR(",
        "*",
        "{title}:big",
        "x AND",
        "OR x",
        "NOT",
        "^big",
        "big + ",
        "(",
        "",
        "\0",
        "a\0b",
    ];
    for query in attempts {
        search(conn, query);
    }
    assert_eq!(search(conn, "secret:top*"), Vec::<String>::new(), "a column filter");
    assert_eq!(search(conn, "\"near\" OR far"), ["Near or far"]);
}
