//! The admin pages, for moderators and administrators; for everybody else they do not exist.
//!
//! A page each, no engine behind them: every list is read by `List::page`, and every form of ticked rows is an
//! `orders::Order`. What is done, and to whom it may be done, is decided in `models/admin`.

pub mod audit;
pub mod comments;
mod confirm;
pub mod dashboard;
mod orders;
pub mod recommender;
pub mod reports;
pub mod tasks;
pub mod users;
pub mod videos;

use serde::Deserialize;

use crate::app::App;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::models::admin::{Choice, Listed, Wanted};
use crate::models::page_number::PageNumber;
use crate::paths;
use crate::text::{plain, words};
use crate::views::admin::FilterView;
use crate::views::{ChoiceView, Layout, PaginationView};

const PAGE: i64 = 50;
const WORDS_CHARACTERS: usize = 200;

/// What every list understands.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct ListQuery {
    q: Option<String>,
    state: Option<String>,
    page: Option<String>,
}

/// One of the lists: where it is and how it speaks.
struct List {
    path: &'static str,
    /// Its entry in the navigation.
    current: &'static str,
    query_hint: &'static str,
    one: &'static str,
    many: &'static str,
}

/// A page of a list, ready but for how its rows are worded.
struct ListPage<T> {
    layout: Layout,
    filter: FilterView,
    pagination: Option<PaginationView>,
    rows: Vec<T>,
}

impl List {
    /// Reads what is asked for, and answers it with what stands around it on its page.
    async fn page<F, T>(
        &self,
        app: &App,
        layout: Layout,
        query: &ListQuery,
        list: impl FnOnce(&mut Conn, &Wanted<F>) -> Result<Listed<T>> + Send + 'static,
    ) -> Result<ListPage<T>>
    where
        F: Choice + Send,
        T: Send + 'static,
    {
        let wanted = wanted::<F>(query)?;
        let asked = wanted.clone();
        let listed = app.db.read(move |conn| list(conn, &asked)).await?;
        Ok(ListPage {
            layout: self.layout(layout),
            filter: self.filter(&wanted, &listed),
            pagination: self.pagination(&wanted, &listed),
            rows: listed.rows,
        })
    }

    fn layout(&self, layout: Layout) -> Layout {
        Layout { current: self.current, robots_noindex: true, ..layout }
    }

    fn filter<F: Choice, T>(&self, wanted: &Wanted<F>, listed: &Listed<T>) -> FilterView {
        FilterView {
            action: self.path.to_owned(),
            query: wanted.words.clone(),
            query_hint: self.query_hint.to_owned(),
            states: choices::<F>(),
            state: wanted.filter.value().to_owned(),
            summary: words::counted_exactly(listed.total, self.one, self.many),
        }
    }

    /// "51–100 of 312".
    fn pagination<F: Choice, T>(&self, wanted: &Wanted<F>, listed: &Listed<T>) -> Option<PaginationView> {
        let (number, first) = (wanted.page.number(), wanted.page.offset());
        if number == 1 && !listed.more {
            return None;
        }
        let address = |number| paths::admin::page(self.path, &wanted.words, wanted.filter.value(), number);
        let shown = i64::try_from(listed.rows.len()).unwrap_or(i64::MAX);
        let summary = match shown {
            0 => format!("Nothing is so far back; there are {}", listed.total),
            _ => format!("{}–{} of {}", first + 1, first + shown, listed.total),
        };
        Some(PaginationView {
            summary,
            previous: (number > 1).then(|| address(number - 1)),
            next: listed.more.then(|| address(number + 1)),
        })
    }
}

/// An unknown filter is refused: no page of ours has asked for it.
fn wanted<F: Choice>(query: &ListQuery) -> Result<Wanted<F>> {
    let state = query.state.as_deref().unwrap_or_default();
    let typed = query.q.as_deref().unwrap_or_default();
    let words = plain::clean_line(plain::truncated(typed, WORDS_CHARACTERS * 4));
    Ok(Wanted {
        filter: F::parse(state).ok_or(Error::Malformed("There is no such filter."))?,
        words: words.chars().take(WORDS_CHARACTERS).collect(),
        page: PageNumber::parse(query.page.as_deref(), PAGE),
    })
}

fn choices<C: Choice>() -> Vec<ChoiceView> {
    let choice = |choice: &C| ChoiceView {
        value: choice.value().to_owned(),
        label: choice.label().to_owned(),
        hint: String::new(),
    };
    C::ALL.iter().map(choice).collect()
}
