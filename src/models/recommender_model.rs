//! What the site learned, version by version: which one runs, which ran before, which was refused and why.
//!
//! At most one runs, which an index holds true: it is published and not retired. A version that a person chose is pinned: what is
//! trained later is tested and recorded, and takes its place only when a person wants that. The files are in the storage; a row whose
//! file was removed stays as a record.

mod deeds;
mod metrics;

use diesel::prelude::*;

pub use self::deeds::{NotPossible, RolledBack};
pub use self::metrics::{Calibration, Metrics, NetworkMetrics, RankerMetrics, Value};
use super::recommender_comparison::Comparison;
use super::task::Task;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::recommender_models as models;
use crate::db::types::TrainingEffort;
use crate::error::Result;

/// So many files are kept of versions that ran or might; what is older is a record only.
const FILES: usize = 5;
/// So many records are kept.
const RECORDS: i64 = 400;
/// For removing files, which is quick.
const REMOVAL_MS: i64 = 100;

#[derive(Debug, Clone, PartialEq, HasQuery)]
#[diesel(table_name = models)]
pub struct RecommenderModel {
    pub version: i64,
    pub effort: TrainingEffort,
    /// Its key in the storage, while it is kept.
    pub file: Option<String>,
    pub bytes: i64,
    /// SHA-256 of the file, in hexadecimal.
    pub checksum: String,
    metrics: String,
    pub trained_at: Timestamp,
    pub published_at: Option<Timestamp>,
    pub retired_at: Option<Timestamp>,
    pub pinned_at: Option<Timestamp>,
    /// A sentence: why it was not published.
    pub refused: Option<String>,
}

/// A model that was trained and put into the storage, with what the gate said of it.
#[derive(Debug, Clone)]
pub struct NewModel {
    pub version: i64,
    pub effort: TrainingEffort,
    pub file: String,
    pub bytes: i64,
    pub checksum: String,
    pub metrics: Metrics,
    /// None: it may be published.
    pub refused: Option<String>,
}

/// What became of a new model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    Published,
    /// With the reason.
    Refused(String),
}

impl RecommenderModel {
    /// The version that makes the site's lists, if one does.
    pub fn running(conn: &mut Conn) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(models::published_at.is_not_null())
            .filter(models::retired_at.is_null())
            .first(conn)
            .optional()
    }

    pub fn find(conn: &mut Conn, version: i64) -> QueryResult<Self> {
        Self::query().filter(models::version.eq(version)).first(conn)
    }

    /// Whatever became of it.
    pub fn latest(conn: &mut Conn) -> QueryResult<Option<Self>> {
        Self::query().order(models::version.desc()).first(conn).optional()
    }

    /// The latest first.
    pub fn list(conn: &mut Conn, limit: i64) -> QueryResult<Vec<Self>> {
        Self::query().order(models::version.desc()).limit(limit).load(conn)
    }

    /// What a rollback would run: the latest before this one that ran once and still has its file.
    pub fn before(conn: &mut Conn, version: i64) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(models::version.lt(version))
            .filter(models::published_at.is_not_null())
            .filter(models::file.is_not_null())
            .order(models::version.desc())
            .first(conn)
            .optional()
    }

    /// The number of the next one. Two trainings at once may get the same; the second then cannot be recorded.
    pub fn next_version(conn: &mut Conn) -> QueryResult<i64> {
        let latest: Option<i64> = models::table.select(diesel::dsl::max(models::version)).first(conn)?;
        Ok(latest.unwrap_or(0) + 1)
    }

    /// The storage keys that some version still needs.
    pub fn kept_files(conn: &mut Conn) -> QueryResult<Vec<String>> {
        models::table.filter(models::file.is_not_null()).select(models::file.assume_not_null()).load(conn)
    }

    /// What its file lies in, alone.
    pub fn folder(&self) -> Option<&str> {
        folder(self.file.as_deref()?)
    }

    pub fn metrics(&self) -> Metrics {
        // What another version of the program wrote differently is not known.
        serde_json::from_str(&self.metrics).unwrap_or_default()
    }

    pub fn is_running(&self) -> bool {
        self.published_at.is_some() && self.retired_at.is_none()
    }
}

fn folder(file: &str) -> Option<&str> {
    file.rsplit_once('/').map(|(folder, _)| folder)
}

impl NewModel {
    pub fn folder(&self) -> Option<&str> {
        folder(&self.file)
    }

    /// Records it, runs it if nothing speaks against that, and has the files removed that are no longer kept.
    pub fn record(&self, conn: &mut Conn, now: Timestamp) -> Result<Recorded> {
        let running = RecommenderModel::running(conn)?;
        let refused = match (&self.refused, &running) {
            (Some(reason), _) => Some(reason.clone()),
            (None, Some(running)) if running.pinned_at.is_some() => {
                Some(format!("Not published: version {} was chosen by hand.", running.version))
            }
            _ if Comparison::open(conn)?.is_some() => {
                Some("Not published while two versions are compared.".to_owned())
            }
            _ => None,
        };
        let metrics = serde_json::to_string(&self.metrics).map_err(anyhow::Error::from)?;
        if refused.is_none() {
            RecommenderModel::retire(conn, now)?;
        }
        diesel::insert_into(models::table)
            .values((
                models::version.eq(self.version),
                models::effort.eq(self.effort),
                models::file.eq(Some(&self.file)),
                models::bytes.eq(self.bytes),
                models::checksum.eq(&self.checksum),
                models::metrics.eq(metrics),
                models::trained_at.eq(now),
                models::published_at.eq(refused.is_none().then_some(now)),
                models::refused.eq(&refused),
            ))
            .execute(conn)?;
        RecommenderModel::tidy(conn, now)?;
        Ok(refused.map_or(Recorded::Published, Recorded::Refused))
    }
}

impl RecommenderModel {
    /// Takes the running version out of use. Whoever publishes another does this first.
    fn retire(conn: &mut Conn, now: Timestamp) -> QueryResult<usize> {
        let running = models::table.filter(models::published_at.is_not_null());
        diesel::update(running.filter(models::retired_at.is_null()))
            .set((models::retired_at.eq(now), models::pinned_at.eq(None::<Timestamp>)))
            .execute(conn)
    }

    /// Keeps the files of what runs and of what is compared, of the latest that ran, and of the very latest.
    fn tidy(conn: &mut Conn, now: Timestamp) -> Result<()> {
        let kept: Vec<Self> =
            Self::query().filter(models::file.is_not_null()).order(models::version.desc()).load(conn)?;
        let compared: Vec<i64> = Comparison::open(conn)?.iter().flat_map(Comparison::versions).collect();
        let mut places = 0;
        let mut surplus = Vec::new();
        for (index, model) in kept.iter().enumerate() {
            let needed = model.is_running() || index == 0 || compared.contains(&model.version);
            if !needed && (model.published_at.is_none() || places >= FILES) {
                surplus.push(model);
            } else {
                places += 1;
            }
        }
        let versions: Vec<i64> = surplus.iter().map(|model| model.version).collect();
        let keys: Vec<String> =
            surplus.iter().filter_map(|model| model.folder()).map(str::to_owned).collect();
        diesel::update(models::table.filter(models::version.eq_any(versions)))
            .set(models::file.eq(None::<String>))
            .execute(conn)?;
        if !keys.is_empty() {
            Task::RemoveStored { keys }.enqueue(conn, REMOVAL_MS, now)?;
        }
        if let Some(latest) = kept.first() {
            let old = models::table.filter(models::version.le(latest.version - RECORDS));
            diesel::delete(old.filter(models::file.is_null())).execute(conn)?;
        }
        Ok(())
    }
}
