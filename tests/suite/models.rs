//! The rules of the models, asked of the models themselves.

mod comment;
mod playlist;
mod rating;

mod search;
mod video;
mod watch_event;
