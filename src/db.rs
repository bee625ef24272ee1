//! The database: SQLite in a file by default, PostgreSQL by its URL; the same queries on both.
//!
//! Reads take a pooled connection on the blocking pool. Writes are closures too, and only [`Db::write`] opens transactions:
//! on SQLite one thread owns the writing connection and commits all queued closures together (`db/writer.rs`); on PostgreSQL
//! a pooled connection serves each. A closure may run again after a serialisation failure, so it must not have effects of its
//! own; and it may wait for nothing but the database.

pub mod ids;
pub mod migrations;
mod pool;
pub mod schema;
pub mod types;
mod writer;

use std::sync::Arc;

use anyhow::Context;
use diesel::result::{DatabaseErrorKind, Error as DatabaseError};
use diesel::{PgConnection, SqliteConnection};

use self::pool::{Manager, Purpose, QueryCount};
use self::writer::Writer;
use crate::config::DatabaseUrl;
use crate::error::{Error, Invalid, Result};

/// A connection to either database.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// Type-checks the same expression against each database, for what Diesel's common subset leaves out
/// (`on_conflict`, multi-row insert).
#[macro_export]
macro_rules! on_each {
    ($conn:expr, |$name:ident| $query:expr) => {
        match $conn {
            $crate::db::Conn::Sqlite($name) => $query,
            $crate::db::Conn::Postgres($name) => $query,
        }
    };
}

/// The handle that the application shares.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    /// For pages; a page that finds none within two seconds answers 503.
    web: r2d2::Pool<Manager>,
    /// For tasks, so that a busy queue never starves a page.
    jobs: r2d2::Pool<Manager>,
    /// On SQLite only.
    writer: Option<Writer>,
    queries: QueryCount,
}

impl Db {
    /// Opens the pools and applies the migrations that are missing.
    pub fn open(url: &DatabaseUrl, pool_size: u32) -> anyhow::Result<Self> {
        let writer = match url {
            DatabaseUrl::Sqlite(path) => {
                if let Some(folder) = path.parent() {
                    std::fs::create_dir_all(folder)
                        .with_context(|| format!("cannot create the folder {}", folder.display()))?;
                }
                Some(Writer::start(url)?)
            }
            DatabaseUrl::Postgres(_) => {
                let mut conn = pool::connect(url, Purpose::Write)
                    .context("cannot reach the database that KINORA_DATABASE_URL names")?;
                migrations::run(&mut conn)?;
                None
            }
        };
        let queries = QueryCount::default();
        let web = pool::open(url, pool_size, &queries)?;
        let jobs = pool::open(url, 4, &queries)?;
        Ok(Self { inner: Arc::new(Inner { web, jobs, writer, queries }) })
    }

    /// How many queries the pools have run so far; SQLite's writer is not among them.
    pub fn queries_run(&self) -> u64 {
        self.inner.queries.get()
    }

    /// Runs a reading closure on the blocking pool.
    pub async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        let pool = self.inner.web.clone();
        run_blocking(move || work(&mut *take(&pool)?)).await
    }

    /// Runs a writing closure in its own transaction: an error leaves nothing of it behind.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> Result<T> + Send + 'static,
    {
        match &self.inner.writer {
            Some(writer) => writer.submit(work)?.await.unwrap_or(Err(NOT_BEGUN)),
            None => {
                let pool = self.inner.web.clone();
                run_blocking(move || transact(&mut *take(&pool)?, &work)).await
            }
        }
    }

    /// [`Db::read`] for threads that may block: tasks and the command line.
    pub fn read_blocking<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        work(&mut *take(&self.inner.jobs)?)
    }

    /// [`Db::write`] for threads that may block: tasks and the command line.
    pub fn write_blocking<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> Result<T> + Send + 'static,
    {
        match &self.inner.writer {
            Some(writer) => writer.submit(work)?.blocking_recv().unwrap_or(Err(NOT_BEGUN)),
            None => transact(&mut *take(&self.inner.jobs)?, &work),
        }
    }
}

/// Turns the violation of a unique column of `table` into a refusal of that field: insert and see, never check and insert.
///
/// PostgreSQL names the constraint (`handles_skeleton_key`), SQLite says `handles.skeleton` in the message.
pub fn refuse_taken(error: DatabaseError, table: &str, field: &'static str, message: &str) -> Error {
    let DatabaseError::DatabaseError(DatabaseErrorKind::UniqueViolation, information) = &error else {
        return error.into();
    };
    let constraint = information.constraint_name().unwrap_or_default();
    if constraint.starts_with(&format!("{table}_")) || information.message().contains(&format!("{table}.")) {
        return Error::Invalid(Invalid::field(field, message));
    }
    error.into()
}

fn take(pool: &r2d2::Pool<Manager>) -> Result<r2d2::PooledConnection<Manager>> {
    pool.get().map_err(|error| {
        log::warn!("no database connection within the time allowed: {error}");
        Error::Busy("the database is busy")
    })
}

fn transact<T>(conn: &mut Conn, work: &impl Fn(&mut Conn) -> Result<T>) -> Result<T> {
    use diesel::Connection;
    const ATTEMPTS: u32 = 3;
    for attempt in 1.. {
        match conn.transaction(|conn| work(conn)) {
            Err(Error::Internal(error)) if attempt < ATTEMPTS && is_worth_retrying(&error) => {
                std::thread::sleep(std::time::Duration::from_millis(u64::from(attempt) * 15));
            }
            outcome => return outcome,
        }
    }
    unreachable!("the last attempt returns")
}

fn is_worth_retrying(error: &anyhow::Error) -> bool {
    match error.downcast_ref::<DatabaseError>() {
        Some(DatabaseError::DatabaseError(DatabaseErrorKind::SerializationFailure, _)) => true,
        Some(DatabaseError::DatabaseError(_, information)) => {
            information.message().contains("deadlock detected")
        }
        _ => false,
    }
}

async fn run_blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(lost()))
}

const NOT_BEGUN: Error = Error::Busy("the database is busy");

fn lost() -> Error {
    Error::Internal(anyhow::anyhow!("a database closure panicked or was dropped"))
}
