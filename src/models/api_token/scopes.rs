//! What a token may do: any of the few scopes, in one column as words.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

use crate::db::types::Scope;

#[derive(Debug, Clone, Copy, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Scopes(u8);

/// As the column has them, by the bits of their scopes.
const WRITTEN: [&str; 8] =
    ["", "read", "write", "read write", "upload", "read upload", "write upload", "read write upload"];

impl Scopes {
    pub const NONE: Self = Self(0);
    pub const ALL: Self = Self(7);

    pub fn with(self, scope: Scope) -> Self {
        Self(self.0 | bit(scope))
    }

    pub fn has(self, scope: Scope) -> bool {
        self.0 & bit(scope) != 0
    }

    /// Separated by spaces.
    pub fn as_str(self) -> &'static str {
        WRITTEN[usize::from(self.0 & 7)]
    }

    pub fn each(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.iter().copied().filter(move |scope| self.has(*scope))
    }

    /// None where a word is no scope.
    pub fn parse<'a>(words: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        words.into_iter().try_fold(Self::NONE, |scopes, word| Some(scopes.with(Scope::parse(word)?)))
    }
}

fn bit(scope: Scope) -> u8 {
    match scope {
        Scope::Read => 1,
        Scope::Write => 2,
        Scope::Upload => 4,
    }
}

impl<DB: Backend> ToSql<Text, DB> for Scopes
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.as_str().to_sql(out)
    }
}

impl<DB: Backend> FromSql<Text, DB> for Scopes
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let text = String::from_sql(bytes)?;
        Self::parse(text.split_whitespace()).ok_or_else(|| format!("unknown scopes: {text:?}").into())
    }
}

#[cfg(test)]
mod tests {
    use super::Scopes;
    use crate::db::types::Scope;

    #[test]
    fn every_choice_of_scopes_is_written_and_read() {
        for bits in 0..8 {
            let scopes = Scopes(bits);
            assert_eq!(Scopes::parse(scopes.as_str().split_whitespace()), Some(scopes));
            assert_eq!(scopes.each().fold(Scopes::NONE, Scopes::with), scopes);
        }
        assert!(!Scopes::NONE.with(Scope::Write).has(Scope::Read), "none includes another");
        assert_eq!(Scopes::parse(["read", "admin"]), None);
    }
}
