//! Each handler as its visitors meet it: the happy path, the refusal, the stranger.

mod admin;
mod comments;
mod feedback;
mod home;
mod ratings;
mod reports;
mod search;
mod sessions;
mod settings;
mod subscriptions;
mod users;
mod watch_events;
