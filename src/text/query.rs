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
    use super::{fts5_quote, tokens};

    #[test]
    fn the_last_word_may_be_unfinished() {
        assert_eq!(fts5_quote("big bu"), Some("\"big\" \"bu\"*".to_owned()));
        assert_eq!(fts5_quote("big b"), Some("\"big\" \"b\"".to_owned()));
    }

    #[test]
    fn in_02_a_huge_query_is_cut() {
        assert_eq!(tokens(&"x".repeat(100_000)), ["x".repeat(64)]);
        assert_eq!(tokens(&"ab ".repeat(100_000)).len(), 16);
        assert!(fts5_quote(&"\"".repeat(100_000)).is_none());
    }

    #[test]
    fn in_02_quotes_and_signs_mean_nothing() {
        assert_eq!(tokens("say \"hello world\" -now"), ["say", "hello", "world", "now"]);
        assert_eq!(fts5_quote("a\"b c"), Some("\"a\" \"b\" \"c\"".to_owned()));
        assert_eq!(fts5_quote("* - \" ("), None);
    }
}
