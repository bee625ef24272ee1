//! Looking for words inside texts, letter by letter: what is typed is never a pattern.

use diesel::sql_types::Text;

diesel::define_sql_function! {
    /// Both databases have it; on SQLite it knows ASCII only. Compare only with what the same function made.
    fn lower(text: Text) -> Text;
}

/// The pattern that finds these words anywhere in a text. It must be used with `.escape('\\')`.
pub fn containing(words: &str) -> String {
    format!("%{}%", words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

#[cfg(test)]
mod tests {
    use super::containing;

    #[test]
    fn in_03_signs_of_patterns_are_letters() {
        assert_eq!(containing(r"50%_off\"), r"%50\%\_off\\%");
        assert_eq!(containing(""), "%%");
    }
}
