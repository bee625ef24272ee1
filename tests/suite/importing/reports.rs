//! Beginning an import, and what it came to.

use kinora::db::ids::ImportId;
use kinora::db::types::{ImportRunner, ImportSource};
use kinora::models::import::{Import, ImportDetails, ImportItem};
use kinora::models::page_number::PageNumber;

use crate::support::TestApp;

#[derive(Debug)]
pub struct Report {
    pub import: Import,
    pub items: Vec<ImportItem>,
}

/// Queued, and not yet begun.
pub async fn begin(app: &TestApp, name: &str, source: ImportSource, address: &str) -> Import {
    let (owner, now) = (app.user(name).await.id, app.app.now());
    let details = ImportDetails::parse(source.as_str(), address, "", "public").unwrap();
    app.write(move |conn| Import::create(conn, owner, &details, ImportRunner::Task, now)).await
}

pub async fn report(app: &TestApp, id: ImportId) -> Report {
    app.read(move |conn| {
        let import = Import::find(conn, id)?;
        let items = ImportItem::of_import(conn, &import, PageNumber::first(100))?;
        Ok(Report { import, items })
    })
    .await
}

pub fn item<'a>(report: &'a Report, title: &str) -> &'a ImportItem {
    report.items.iter().find(|item| item.title == title).unwrap_or_else(|| panic!("no {title}: {report:?}"))
}
