//! What somebody types into a search box, as words; never as a database's query language.
//!
//! SQLite's FTS5 reads operators, column filters and prefixes in a query, and answers odd ones with a syntax error. Here every word becomes
//! a quoted string, in which nothing but the quote itself means anything. Bounded: a long query is cut, not refused.

use super::plain;

const QUERY_BYTES: usize = 1000;
const WORDS: usize = 16;
const WORD_CHARACTERS: usize = 64;

/// The words of a query, at most 16, without quotes and leading punctuation (in `websearch_to_tsquery`, `-word` would exclude it).
pub fn tokens(query: &str) -> Vec<String> {
    let query = plain::clean_line(plain::truncated(query, QUERY_BYTES));
    query
        .split([' ', '"'])
        .map(|word| word.trim_start_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .take(WORDS)
        .map(|word| word.chars().take(WORD_CHARACTERS).collect())
        .collect()
}

/// An FTS5 query for all words, the last of which may be unfinished; None when there is no word to look for.
pub fn fts5_quote(query: &str) -> Option<String> {
    let words = tokens(query);
    let last = words.last()?;
    // One letter begins half the dictionary; a single character of Chinese is a word.
    let ending = if last.len() > 1 { "*" } else { "" };
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{}\"", word.replace('"', "\"\""))).collect();
    Some(format!("{}{ending}", quoted.join(" ")))
}

#[cfg(test)]
mod tests {
    use diesel::connection::SimpleConnection;
    use diesel::prelude::*;
    use diesel::sql_types::Text;

    use super::{fts5_quote, tokens};

    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = Text)]
        title: String,
    }

    fn search(conn: &mut SqliteConnection, query: &str) -> Vec<String> {
        let Some(query) = fts5_quote(query) else { return Vec::new() };
        let found: Vec<Found> =
            diesel::sql_query("SELECT title FROM search WHERE search MATCH ? ORDER BY rowid")
                .bind::<Text, _>(query)
                .load(conn)
                .unwrap();
        found.into_iter().map(|row| row.title).collect()
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
        for query in [
            "\"",
            "\"\"\"",
            "NEAR(",
            "*",
            "secret:top*",
            "{title}:big",
            "x AND",
            "OR x",
            "NOT",
            "^big",
            "big + ",
            "(",
            "",
            "\0",
        ] {
            search(conn, query);
        }
        assert_eq!(search(conn, "secret:top*"), Vec::<String>::new(), "a column filter");
        assert_eq!(search(conn, "\"near\" OR far"), ["Near or far"]);
        assert_eq!(fts5_quote("* - \" ("), None);
    }

    #[test]
    fn in_02_a_huge_query_is_cut() {
        assert_eq!(tokens(&"x".repeat(100_000)), ["x".repeat(64)]);
        assert_eq!(tokens(&"ab ".repeat(100_000)).len(), 16);
        assert!(fts5_quote(&"\"".repeat(100_000)).is_none());
    }

    #[test]
    fn quotes_and_minus_signs_mean_nothing() {
        assert_eq!(tokens("say \"hello world\" -now"), ["say", "hello", "world", "now"]);
        assert_eq!(fts5_quote("a\"b c"), Some("\"a\" \"b\" \"c\"".to_owned()));
    }
}
