//! The database layer: schema and migrations agree, options and pragmas are what they should be, writers never collide.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use kinora::db::Conn;
use kinora::db::schema::throttles;
use kinora::error::Error;

use crate::support::TestApp;

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    word: String,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

#[test]
fn migrations_come_in_pairs() {
    let names = |database: &str| -> BTreeSet<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(database);
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

#[actix_web::test]
async fn the_migrated_database_has_the_columns_of_the_schema() {
    let app = TestApp::start().await;
    let found: BTreeSet<String> = app
        .read(|conn| {
            let query = match conn {
                Conn::Sqlite(_) => {
                    "SELECT m.name || '.' || c.name AS word FROM sqlite_master m JOIN pragma_table_info(m.name) c \
                     WHERE m.type = 'table' AND m.name NOT LIKE 'search_index%' AND m.name NOT LIKE 'sqlite_%' \
                     AND m.name <> '__diesel_schema_migrations'"
                }
                Conn::Postgres(_) => {
                    "SELECT table_name || '.' || column_name AS word FROM information_schema.columns \
                     WHERE table_schema = 'public' AND table_name <> 'search_index' \
                     AND table_name <> '__diesel_schema_migrations'"
                }
            };
            Ok(diesel::sql_query(query).load::<Word>(conn)?)
        })
        .await
        .into_iter()
        .map(|row| row.word)
        .collect();
    assert_eq!(found, declared_columns());
}

#[actix_web::test]
async fn sqlite_is_compiled_and_opened_as_decided() {
    let app = TestApp::start().await;
    if app.app.config.database_url.is_postgres() {
        return;
    }
    let options: Vec<String> = app
        .read(|conn| {
            let rows = diesel::sql_query("SELECT compile_options AS word FROM pragma_compile_options")
                .load::<Word>(conn)?;
            Ok(rows.into_iter().map(|row| row.word).collect())
        })
        .await;
    for option in [
        "DEFAULT_MEMSTATUS=0",
        "THREADSAFE=2",
        "ENABLE_QPSG",
        "LIKE_DOESNT_MATCH_BLOBS",
        "OMIT_DEPRECATED",
        "OMIT_PROGRESS_CALLBACK",
        "OMIT_SHARED_CACHE",
        "USE_ALLOCA",
        "ENABLE_FTS5",
    ] {
        assert!(options.iter().any(|have| have == option), "{option} is missing: {options:?}");
    }
    for (pragma, expected) in
        [("synchronous", 2), ("foreign_keys", 1), ("query_only", 1), ("trusted_schema", 0)]
    {
        let found = app
            .read(move |conn| {
                let query = format!("SELECT {pragma} AS number FROM pragma_{pragma}");
                Ok(diesel::sql_query(query).get_result::<Number>(conn)?.number)
            })
            .await;
        assert_eq!(found, expected, "PRAGMA {pragma}");
    }
}

#[actix_web::test]
async fn sixty_four_writers_that_read_first_never_collide() {
    let app = TestApp::start().await;
    app.write(|conn| set(conn, 0)).await;
    let writers: Vec<_> = (0..64)
        .map(|_| {
            let app = app.app.clone();
            actix_web::rt::spawn(async move {
                for _ in 0..5 {
                    app.db.write(increment).await.unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(app.read(|conn| Ok(current(conn)?)).await, 320);
}

#[actix_web::test]
async fn a_write_that_fails_or_panics_leaves_nothing_and_harms_no_neighbour() {
    let app = TestApp::start().await;
    app.write(|conn| set(conn, 0)).await;
    let good = app.app.db.write(increment);
    let failing = app.app.db.write(|conn| -> Result<(), Error> {
        increment(conn)?;
        Err(Error::NotFound)
    });
    let panicking = app.app.db.write(|conn| -> Result<(), Error> {
        increment(conn)?;
        panic!("on purpose")
    });
    let (good, failing, panicking) = tokio::join!(good, failing, panicking);
    assert!(good.is_ok());
    assert!(matches!(failing, Err(Error::NotFound)));
    assert!(matches!(panicking, Err(Error::Internal(_))));
    assert_eq!(app.read(|conn| Ok(current(conn)?)).await, 1);
    app.write(increment).await;
    assert_eq!(app.read(|conn| Ok(current(conn)?)).await, 2);
}

fn set(conn: &mut Conn, value: i64) -> Result<(), Error> {
    let at = kinora::clock::Timestamp::from_millis(0);
    diesel::insert_into(throttles::table)
        .values((
            throttles::bucket.eq("test"),
            throttles::key.eq("test"),
            throttles::failures.eq(value),
            throttles::since.eq(at),
            throttles::blocked_until.eq(at),
        ))
        .execute(conn)?;
    Ok(())
}

fn current(conn: &mut Conn) -> QueryResult<i64> {
    throttles::table.find(("test", "test")).select(throttles::failures).first(conn)
}

fn increment(conn: &mut Conn) -> Result<(), Error> {
    let lock = if matches!(conn, Conn::Postgres(_)) { "SELECT pg_advisory_xact_lock(1)" } else { "SELECT 1" };
    diesel::sql_query(lock).execute(conn)?;
    let value = current(conn)?;
    diesel::update(throttles::table.find(("test", "test")))
        .set(throttles::failures.eq(value + 1))
        .execute(conn)?;
    Ok(())
}

/// Read from the source, so that the test needs no list of its own.
fn declared_columns() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/db/schema.rs");
    let text = fs::read_to_string(path).unwrap();
    let mut columns = BTreeSet::new();
    let mut table = "";
    for line in text.lines().map(str::trim) {
        if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with(") {")) {
            table = name;
        } else if let Some((column, _)) = line.split_once(" -> ").filter(|_| !line.starts_with("diesel::")) {
            columns.insert(format!("{table}.{column}"));
        }
    }
    columns
}
