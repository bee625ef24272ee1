//! Connections, made ready for their work: pragmas on SQLite, time-outs on PostgreSQL.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::Context;
use diesel::connection::{InstrumentationEvent, SimpleConnection};
use diesel::{Connection, PgConnection, SqliteConnection};

use super::Conn;
use crate::config::DatabaseUrl;

/// What a connection will be used for. SQLite's readers cannot write: a stray write must fail, not wait for a lock.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Read,
    Write,
}

pub struct Manager {
    url: DatabaseUrl,
    queries: QueryCount,
}

/// How many queries all connections of one [`super::Db`] have run: what the budget of a page is measured by.
#[derive(Clone, Default)]
pub struct QueryCount(Arc<AtomicU64>);

impl QueryCount {
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub fn watch(&self, conn: &mut Conn) {
        let count = self.0.clone();
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if matches!(event, InstrumentationEvent::StartQuery { .. }) {
                count.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
}

pub fn open(url: &DatabaseUrl, size: u32, queries: &QueryCount) -> anyhow::Result<r2d2::Pool<Manager>> {
    r2d2::Pool::builder()
        .max_size(size)
        .min_idle(Some(1))
        .connection_timeout(Duration::from_secs(2))
        // A local file needs no test at each checkout; a server that restarted does.
        .test_on_check_out(url.is_postgres())
        .error_handler(Box::new(r2d2::LoggingErrorHandler))
        .build(Manager { url: url.clone(), queries: queries.clone() })
        .with_context(|| format!("cannot open the database {url}"))
}

pub fn connect(url: &DatabaseUrl, purpose: Purpose) -> anyhow::Result<Conn> {
    match url {
        DatabaseUrl::Sqlite(path) => {
            let path = path.to_str().context("the path of the database is not UTF-8")?;
            let mut conn = SqliteConnection::establish(path)?;
            conn.batch_execute(PRAGMAS)?;
            if purpose == Purpose::Read {
                conn.batch_execute("PRAGMA query_only = ON")?;
            }
            Ok(Conn::Sqlite(conn))
        }
        DatabaseUrl::Postgres(url) => {
            let mut conn = PgConnection::establish(url)?;
            conn.batch_execute(TIME_OUTS)?;
            Ok(Conn::Postgres(conn))
        }
    }
}

/// `FULL` loses nothing that was acknowledged, even on power loss; group commit pays for it.
const PRAGMAS: &str = "
    PRAGMA busy_timeout = 5000;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -16000;
    PRAGMA mmap_size = 134217728;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA trusted_schema = OFF;
";

const TIME_OUTS: &str = "
    SET timezone = 'UTC';
    SET statement_timeout = '5s';
    SET lock_timeout = '4s';
    SET idle_in_transaction_session_timeout = '30s';
";

impl r2d2::ManageConnection for Manager {
    type Connection = Conn;
    type Error = ManagerError;

    fn connect(&self) -> Result<Conn, ManagerError> {
        // On PostgreSQL the same pool serves reads and writes.
        let purpose = if self.url.is_postgres() { Purpose::Write } else { Purpose::Read };
        let mut conn = connect(&self.url, purpose).map_err(|error| ManagerError(format!("{error:#}")))?;
        self.queries.watch(&mut conn);
        Ok(conn)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), ManagerError> {
        conn.batch_execute("SELECT 1").map_err(|error| ManagerError(error.to_string()))
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        // A closure that panicked inside a transaction leaves the connection in an unknown state.
        std::thread::panicking() || diesel::r2d2::R2D2Connection::is_broken(conn)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ManagerError(String);
