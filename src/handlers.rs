//! What people do, by noun: extract, call the models, answer.

pub mod health;
pub mod media;
pub mod privacies;
pub mod sessions;
pub mod settings;
pub mod uploads;
pub mod users;
