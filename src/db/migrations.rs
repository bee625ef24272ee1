//! The migrations, embedded in the binary: two folders with the same names in them.

use anyhow::{Context, anyhow};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::Conn;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Applies what is missing and answers the names of what was applied.
pub fn run(conn: &mut Conn) -> anyhow::Result<Vec<String>> {
    let applied = match conn {
        Conn::Sqlite(conn) => names(conn.run_pending_migrations(SQLITE)),
        Conn::Postgres(conn) => names(conn.run_pending_migrations(POSTGRES)),
    };
    applied.map_err(|error| anyhow!(error)).context("the database could not be migrated")
}

/// Whether every migration of this binary has been applied.
pub fn is_current(conn: &mut Conn) -> bool {
    let pending = match conn {
        Conn::Sqlite(conn) => conn.has_pending_migration(SQLITE),
        Conn::Postgres(conn) => conn.has_pending_migration(POSTGRES),
    };
    matches!(pending, Ok(false))
}

type Applied<'a> = diesel::migration::Result<Vec<diesel::migration::MigrationVersion<'a>>>;

fn names(applied: Applied<'_>) -> diesel::migration::Result<Vec<String>> {
    Ok(applied?.iter().map(ToString::to_string).collect())
}
