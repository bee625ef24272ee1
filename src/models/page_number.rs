//! A page of a list, counted from 1 and never absurd.

use super::window::Window;

/// Further pages than this would only be asked for by a program that does not read them.
const LAST: i64 = 10_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageNumber {
    number: i64,
    size: i64,
}

impl PageNumber {
    /// What a query string says, or the first page.
    pub fn parse(text: Option<&str>, size: i64) -> Self {
        let number = text.and_then(|text| text.trim().parse::<i64>().ok()).unwrap_or(1);
        Self { number: number.clamp(1, LAST), size }
    }

    pub fn first(size: i64) -> Self {
        Self { number: 1, size }
    }

    pub fn number(self) -> i64 {
        self.number
    }

    pub fn size(self) -> i64 {
        self.size
    }

    pub fn window(self) -> Window {
        Window::new((self.number - 1) * self.size, self.size, self.size)
    }

    /// One more than fits, so that a list knows whether there is a next page without counting all.
    pub fn limit(self) -> i64 {
        self.size + 1
    }

    pub fn offset(self) -> i64 {
        (self.number - 1) * self.size
    }

    /// Cuts what was loaded with [`Self::limit`] and tells whether more follows.
    pub fn cut<T>(self, items: Vec<T>) -> (Vec<T>, bool) {
        self.window().cut(items)
    }
}
