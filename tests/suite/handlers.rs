//! Each handler as its visitors meet it: the happy path, the refusal, the stranger.

mod sessions;
mod settings;
mod users;
