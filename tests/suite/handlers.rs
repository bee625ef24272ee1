//! Each handler as its visitors meet it: the happy path, the refusal, the stranger.

mod admin;
mod captions;
mod channels;
mod chapters;
mod comments;
mod downloads;
mod feedback;
mod home;
mod media;
mod media_access;
mod media_proxy;
mod my_videos;
mod quality;
mod ratings;
mod replacements;
mod reports;
mod search;
mod sessions;
mod settings;
mod share_links;
mod subscriptions;
mod transcripts;
mod uploads;
mod users;
mod videos;
mod watch_events;
