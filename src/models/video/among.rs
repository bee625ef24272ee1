//! `videos.id IN (…)` for short lists, with the same text whatever the list, so that the prepared statement is kept.
//!
//! Diesel's `eq_any` is prepared anew at each call on SQLite. Here every list is filled up with 0, the id of no video.

use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Bool, HasSqlType};

use crate::db::ids::VideoId;

/// As many ids as fit.
pub const AT_ONCE: usize = 48;

/// The video is one of these.
#[derive(Debug, Clone, Copy)]
pub struct Among([VideoId; AT_ONCE]);

impl Among {
    /// Of a longer list, the beginning.
    pub fn of(ids: &[VideoId]) -> Self {
        let mut filled = [VideoId(0); AT_ONCE];
        filled.iter_mut().zip(ids).for_each(|(place, id)| *place = *id);
        Self(filled)
    }
}

impl Expression for Among {
    type SqlType = Bool;
}

impl<Sources> AppearsOnTable<Sources> for Among {}

impl<Sources> SelectableExpression<Sources> for Among {}

impl ValidGrouping<()> for Among {
    type IsAggregate = is_aggregate::No;
}

impl QueryId for Among {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<DB> QueryFragment<DB> for Among
where
    DB: Backend + HasSqlType<BigInt>,
    VideoId: ToSql<BigInt, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("videos.id IN (");
        for (place, id) in self.0.iter().enumerate() {
            out.push_sql(if place == 0 { "" } else { "," });
            out.push_bind_param::<BigInt, VideoId>(id)?;
        }
        out.push_sql(")");
        Ok(())
    }
}
