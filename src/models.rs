//! The nouns: rows, projections, parsed inputs and verbs.
//!
//! Every function takes the connection first and the viewer second, knows no HTTP and opens no transaction: the caller's
//! [`crate::db::Db::write`] makes one of each verb. Permission is part of the query.

pub mod admin;
pub mod api_token;
pub mod audit;
pub mod bench;
pub mod captions;
pub mod channel;
pub mod chapter;
pub mod comment;
pub mod feed;
pub mod feedback;
pub mod history;
pub mod idempotency_key;
pub mod import;
pub mod impression;
pub mod like;
pub mod page_number;
pub mod playlist;
pub mod rating;
pub mod recommender_comparison;
pub mod recommender_model;
pub mod report;
pub mod search;
pub mod session;
pub mod share_link;
pub mod site_size;
pub mod sitemap;
pub mod subscription;
pub mod task;
pub mod throttle;
pub mod user;
pub mod video;
pub mod viewer;
pub mod watch_event;
pub mod webhook;
pub mod window;
