//! What moderators and administrators see and do: lists over everything, and verbs over several things at once.
//!
//! A verb is all or nothing: a thing that is not there, or that this person may not touch, leaves everything as it was. What it
//! changes it writes into the audit log in the same transaction. What is already as it was asked for is left alone, without a line.

pub mod comments;
pub mod dashboard;
pub mod recommender;
pub mod reports;
pub mod tasks;
pub mod users;
pub mod videos;

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::like;
use super::page_number::PageNumber;
use crate::db::Conn;
use crate::db::schema;

/// One of a few words that an address or a button may say.
pub trait Choice: Copy + PartialEq + 'static {
    const ALL: &'static [Self];

    fn value(self) -> &'static str;

    fn label(self) -> &'static str;

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|choice| choice.value() == text)
    }
}

macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $value:literal $label:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($variant),+ }

        impl $crate::models::admin::Choice for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            fn value(self) -> &'static str {
                match self { $(Self::$variant => $value),+ }
            }

            fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }
    };
}
pub(crate) use choices;

/// What of a list is asked for.
#[derive(Debug, Clone)]
pub struct Wanted<F> {
    pub filter: F,
    /// Found anywhere in the texts that the list searches; all, when empty.
    pub words: String,
    pub page: PageNumber,
}

/// A page of a list, and how long the list is.
#[derive(Debug, Clone)]
pub struct Listed<T> {
    pub rows: Vec<T>,
    pub more: bool,
    pub total: i64,
}

/// A person as lists name them.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = schema::users)]
pub struct Person {
    pub handle: String,
    pub display_name: String,
}

/// A condition over the rows of `Source`.
pub(super) type Condition<Source> =
    Box<dyn BoxableExpression<Source, <Conn as diesel::Connection>::Backend, SqlType = Bool>>;

impl<F> Wanted<F> {
    pub(super) fn pattern(&self) -> String {
        like::containing(&self.words)
    }
}

impl<T> Listed<T> {
    pub(super) fn of(page: PageNumber, loaded: Vec<T>, total: i64) -> Self {
        let (rows, more) = page.cut(loaded);
        Self { rows, more, total }
    }

    pub(super) fn map<U>(self, change: impl FnMut(T) -> U) -> Listed<U> {
        Listed { rows: self.rows.into_iter().map(change).collect(), more: self.more, total: self.total }
    }
}
