//! The rules of the models, where pages would only get in the way.

mod comment;
mod rating;

mod search;
mod video;
mod watch_event;
