//! Each handler as its visitors meet it: the happy path, the refusal, the stranger.

mod feedback;
mod home;
mod search;
mod sessions;
mod settings;
mod users;
mod watch_events;
