//! What people do, by noun: extract, call the models, answer.

pub mod accounts;
pub mod admin;
pub mod captions;
pub mod channels;
pub mod chapters;
pub mod comments;
mod conversation;
pub mod downloads;
pub mod feedback;
pub mod health;
pub mod home;
pub mod media;
pub mod my_channels;
pub mod my_videos;
pub mod privacies;
pub mod ratings;
pub mod reports;
pub mod search;
pub mod sessions;
pub mod settings;
pub mod share_links;
pub mod subscriptions;
pub mod transcripts;
pub mod uploads;
pub mod users;
pub mod videos;
pub mod watch_events;
