//! A private, migrated database for each test: a copied SQLite file, or a PostgreSQL database from a template.

use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use kinora::db::{Conn, migrations};

/// Dropped with its test.
pub enum TestDatabase {
    Sqlite,
    Postgres { server: String, name: String },
}

/// The URL of a fresh database, and what must be kept for as long as it is used.
pub fn fresh(folder: &Path) -> (String, TestDatabase) {
    match std::env::var("TEST_DATABASE_URL") {
        Ok(server) => on_postgres(server),
        Err(_) => on_sqlite(folder),
    }
}

fn on_sqlite(folder: &Path) -> (String, TestDatabase) {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    let template = TEMPLATE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("template.db");
        let mut conn = Conn::Sqlite(SqliteConnection::establish(file.to_str().unwrap()).unwrap());
        migrations::run(&mut conn).unwrap();
        drop(conn);
        std::fs::read(&file).unwrap()
    });
    let file = folder.join("kinora.db");
    std::fs::write(&file, template).unwrap();
    (format!("sqlite:{}", file.display()), TestDatabase::Sqlite)
}

fn on_postgres(server: String) -> (String, TestDatabase) {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let process = std::process::id();
    let template = TEMPLATE.get_or_init(|| {
        let name = format!("kinora_template_{process}");
        execute(&server, &format!("CREATE DATABASE {name}"));
        let mut conn = Conn::Postgres(PgConnection::establish(&on(&server, &name)).unwrap());
        migrations::run(&mut conn).unwrap();
        name
    });
    let name = format!("kinora_test_{process}_{}", COUNT.fetch_add(1, Ordering::SeqCst));
    execute(&server, &format!("CREATE DATABASE {name} TEMPLATE {template}"));
    (on(&server, &name), TestDatabase::Postgres { server, name })
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Self::Postgres { server, name } = self {
            execute(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

fn execute(server: &str, sql: &str) {
    PgConnection::establish(server).unwrap().batch_execute(sql).unwrap();
}

/// The same server, another database.
fn on(server: &str, name: &str) -> String {
    let (base, options) =
        server.split_once('?').map_or((server, None), |(base, options)| (base, Some(options)));
    let (host, _) = base.rsplit_once('/').unwrap();
    match options {
        Some(options) => format!("{host}/{name}?{options}"),
        None => format!("{host}/{name}"),
    }
}
