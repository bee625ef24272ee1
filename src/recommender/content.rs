//! What videos are about, from their words alone: which is all there is to know of a new video, or of a new site.
//!
//! A video's title, tags, channel and the head of its description become hashed words and character n-grams
//! (`terms`), weighted by how rare they are on this site (tf-idf). `index` finds the most similar videos through an
//! inverted index; `sketch` makes a 32-byte summary for cheap comparisons; `title` tells near-identical titles.
//! Nothing here is trained, and no meaning is claimed: two videos are similar when they share unusual words.

mod index;
mod sketch;
mod terms;
mod title;

pub use index::{ContentIndex, Findable};
pub use sketch::Sketch;
pub use terms::{Term, Text, terms_of};
pub use title::TitlePrint;
