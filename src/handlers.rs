//! What people do, by noun: extract, call the models, answer.

pub mod health;
