//! A stretch of a list: where it begins and how much of it.

/// A list is never asked for further down than this.
pub const LAST: i64 = 1_000_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    offset: i64,
    size: i64,
}

impl Window {
    /// Both are brought within bounds: nothing before the beginning, and at most `most` at once.
    pub fn new(offset: i64, size: i64, most: i64) -> Self {
        Self { offset: offset.clamp(0, LAST), size: size.clamp(0, most) }
    }

    pub fn offset(self) -> i64 {
        self.offset
    }

    pub fn size(self) -> i64 {
        self.size
    }

    /// This stretch of a list that is there whole.
    pub fn of<T>(self, items: &[T]) -> &[T] {
        let place = |number| usize::try_from(number).unwrap_or(usize::MAX).min(items.len());
        &items[place(self.offset)..place(self.offset + self.size)]
    }

    /// One more than fits, so that a list knows whether more follows without counting all.
    pub fn limit(self) -> i64 {
        self.size + 1
    }

    /// Cuts what was loaded with [`Self::limit`] and tells whether more follows.
    pub fn cut<T>(self, mut items: Vec<T>) -> (Vec<T>, bool) {
        let size = usize::try_from(self.size).unwrap_or(usize::MAX);
        let more = items.len() > size;
        items.truncate(size);
        (items, more)
    }
}
