//! Text: what people write, made safe to keep and to show.
//!
//! Nothing here knows a database or HTTP. What comes in is any string at all; what goes out is bounded in size, free of characters that
//! deceive the eye, and, as [`SafeHtml`], free of everything that a browser might run.

pub mod captions;
pub mod chapters;
pub mod guide;
pub mod handle;
pub mod language;
pub mod markdown;
pub mod plain;
pub mod query;
mod safe_html;
pub mod short_id;
pub mod slug;
mod unseen;
pub mod words;
pub mod xml;

pub use self::handle::Handle;
pub use self::language::Language;
pub use self::safe_html::SafeHtml;
