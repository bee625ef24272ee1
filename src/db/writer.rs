//! SQLite's one writer: a thread that owns the writing connection and commits queued closures in groups.
//!
//! All closures that wait are run in one `BEGIN IMMEDIATE` transaction, a savepoint each, and acknowledged after its COMMIT:
//! fair, no lock ever waits, and one fsync serves many (docs/performance.md). A closure that fails or panics rolls back its
//! savepoint alone.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

use anyhow::Context;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::{Connection, QueryResult};
use tokio::sync::oneshot;

use super::{Conn, migrations, pool};
use crate::config::DatabaseUrl;
use crate::error::{Error, Result};
use crate::on_each;

/// How many closures may wait before a page answers 503, and how many share one commit.
const QUEUE: usize = 1024;
const GROUP: usize = 128;

pub struct Writer {
    queue: SyncSender<Work>,
}

/// Runs a closure in its savepoint and answers how to acknowledge it once the group's fate is known.
type Work = Box<dyn FnOnce(&mut Conn) -> Acknowledge + Send>;
type Acknowledge = Box<dyn FnOnce(Fate) + Send>;

/// What became of the group's transaction.
#[derive(Clone, Copy)]
enum Fate {
    Committed,
    RolledBack,
}

impl Writer {
    /// Opens the writing connection, applies missing migrations and starts the thread.
    pub fn start(url: &DatabaseUrl) -> anyhow::Result<Self> {
        let mut conn = pool::connect(url, pool::Purpose::Write)
            .with_context(|| format!("cannot open the database {url}"))?;
        migrations::run(&mut conn)?;
        let (queue, waiting) = sync_channel(QUEUE);
        std::thread::Builder::new()
            .name("database-writer".to_owned())
            .spawn(move || serve(&mut conn, &waiting))
            .context("cannot start the database's writer thread")?;
        Ok(Self { queue })
    }

    /// Queues a closure; its result arrives after it is safe on the disk.
    pub fn submit<T, F>(&self, work: F) -> Result<oneshot::Receiver<Result<T>>>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> Result<T> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let work: Work = Box::new(move |conn| {
            let outcome = in_savepoint(conn, &work);
            Box::new(move |fate| {
                // Nobody waits any more when the visitor has gone; what was written stays written.
                let _ = sender.send(settle(outcome, fate));
            })
        });
        match self.queue.try_send(work) {
            Ok(()) => Ok(receiver),
            Err(TrySendError::Full(_)) => Err(Error::Busy("too many writes are waiting")),
            Err(TrySendError::Disconnected(_)) => Err(Error::Busy("the database's writer has stopped")),
        }
    }
}

fn serve(conn: &mut Conn, waiting: &Receiver<Work>) {
    while let Ok(first) = waiting.recv() {
        let group = std::iter::once(first).chain(waiting.try_iter().take(GROUP - 1));
        run_group(conn, group);
    }
}

/// A group that cannot begin is dropped unrun, which answers each of its closures "busy".
fn run_group(conn: &mut Conn, group: impl Iterator<Item = Work>) {
    if let Err(error) = begin(conn) {
        log::error!("a write transaction could not begin: {error}");
        return group.for_each(drop);
    }
    let acknowledgements: Vec<Acknowledge> = group.map(|work| work(conn)).collect();
    let fate = match commit(conn) {
        Ok(()) => Fate::Committed,
        Err(error) => {
            log::error!("{} writes could not be committed: {error}", acknowledgements.len());
            Fate::RolledBack
        }
    };
    acknowledgements.into_iter().for_each(|acknowledge| acknowledge(fate));
}

fn in_savepoint<T>(conn: &mut Conn, work: &impl Fn(&mut Conn) -> Result<T>) -> Result<T> {
    conn.transaction(|conn| {
        catch_unwind(AssertUnwindSafe(|| work(conn)))
            .unwrap_or_else(|_| Err(Error::Internal(anyhow::anyhow!("a writing closure panicked"))))
    })
}

fn settle<T>(outcome: Result<T>, fate: Fate) -> Result<T> {
    match (outcome, fate) {
        (Ok(_), Fate::RolledBack) => Err(Error::Busy("the database could not keep the change")),
        (outcome, _) => outcome,
    }
}

fn begin(conn: &mut Conn) -> QueryResult<()> {
    on_each!(conn, |conn| AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE"))
}

fn commit(conn: &mut Conn) -> QueryResult<()> {
    let committed = on_each!(conn, |conn| AnsiTransactionManager::commit_transaction(conn));
    if committed.is_err() {
        // A failed COMMIT leaves the transaction open; the next group needs a clean start.
        if let Err(error) = on_each!(conn, |conn| AnsiTransactionManager::rollback_transaction(conn)) {
            log::warn!("rolling back after a failed commit: {error}");
        }
    }
    committed
}
