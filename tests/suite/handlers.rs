//! Each handler as its visitors meet it: the happy path, the refusal, the stranger.

mod comments;
mod media;
mod ratings;
mod reports;
mod sessions;
mod settings;
mod subscriptions;
mod uploads;
mod users;
