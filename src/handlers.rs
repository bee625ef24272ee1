//! What people do, by noun: extract, call the models, answer.

pub mod feedback;
pub mod health;
pub mod home;
pub mod search;
pub mod sessions;
pub mod settings;
pub mod users;
pub mod watch_events;
