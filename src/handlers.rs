//! What people do, by noun: extract, call the models, answer.

pub mod health;
pub mod sessions;
pub mod settings;
pub mod users;
