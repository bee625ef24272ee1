//! Links to the neighbours of a page of a list.

use crate::models::page_number::PageNumber;
use crate::views::PaginationView;

/// For a list whose length nobody counted. A list that fits on one page has no links.
pub fn simple(page: PageNumber, more: bool, address: impl Fn(i64) -> String) -> Option<PaginationView> {
    let number = page.number();
    if number == 1 && !more {
        return None;
    }
    Some(PaginationView {
        summary: format!("Page {number}"),
        previous: (number > 1).then(|| address(number - 1)),
        next: more.then(|| address(number + 1)),
    })
}
