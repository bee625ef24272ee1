//! The rules of the models, asked of the models themselves.

mod search;
mod watch_event;
