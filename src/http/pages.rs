//! Where we are in a long list, in words and links.

use crate::models::page_number::PageNumber;
use crate::views::PaginationView;

/// Whether another page follows this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Following {
    More,
    Nothing,
}

/// None where everything fits on one page. `shown` things are on this page; `url` knows the address of each page.
pub fn pagination(
    page: PageNumber,
    shown: usize,
    following: Following,
    url: impl Fn(i64) -> String,
) -> Option<PaginationView> {
    let next = (following == Following::More).then(|| url(page.number() + 1));
    let previous = (page.number() > 1).then(|| url(page.number() - 1));
    if next.is_none() && previous.is_none() {
        return None;
    }
    let first = page.offset() + 1;
    let last = page.offset() + i64::try_from(shown).unwrap_or(0);
    let summary = if shown == 0 { "There is nothing here".to_owned() } else { format!("{first}–{last}") };
    Some(PaginationView { summary, previous, next })
}

/// What [`PageNumber::cut`] said.
pub fn following(more: bool) -> Following {
    if more { Following::More } else { Following::Nothing }
}
