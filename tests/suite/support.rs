//! What every test needs: an application, visitors, pages.

mod app;
mod bearer;
pub mod builders;
pub mod captions;
mod database;
pub mod document;
pub mod fault_proxy;
pub mod object_store;
mod page;
mod playlists;
pub mod program;
pub mod receiver;
pub mod script;
pub mod tls_proxy;
pub mod tus;
pub mod uploads;
mod visitor;
mod watched_site;
mod watching;

pub use app::TestApp;
pub use bearer::Bearer;
pub use builders::PASSWORD;
pub use page::Page;
pub use visitor::{Answer, Visitor};
pub use watched_site::WatchedSite;
pub use watching::nobody;
