//! Each handler as its visitors meet it: the happy path, the refusal, the stranger.

mod admin;
mod channels;
mod comments;
mod downloads;
mod feedback;
mod home;
mod media;
mod my_videos;
mod quality;
mod ratings;
mod replacements;
mod reports;
mod search;
mod sessions;
mod settings;
mod subscriptions;
mod uploads;
mod users;
mod videos;
mod watch_events;
