//! Files on their way from a creator's browser straight into the bucket: what was said of them, and the room they were promised.
//!
//! A row is here from the first request until the file is a video, was given up, or a day has passed. Its bytes count towards the
//! quota all that time, so that promises together never exceed it.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use serde::{Deserialize, Serialize};

use super::quota::{check_quota, lock};
use super::{NewUpload, Upload, Video, VideoDetails, title_of_file};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{UploadId, UserId, Uuid};
use crate::db::schema::direct_uploads;
use crate::error::{Invalid, Result};

const OPEN_DAYS: i64 = 1;

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = direct_uploads)]
pub struct DirectUpload {
    pub id: UploadId,
    pub uuid: Uuid,
    pub user_id: UserId,
    /// How large the file is, by the browser's word; the bucket's word is asked at the end.
    pub bytes: i64,
    /// The store's name for it.
    pub store_upload: String,
    fields: String,
}

/// What the form says, as typed, until the file is there.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DirectFields {
    pub file_name: String,
    pub title: String,
    pub description: String,
    pub tags: String,
    pub privacy: String,
    pub channel: String,
}

#[derive(Debug, Clone)]
pub struct NewDirectUpload {
    pub uuid: Uuid,
    pub bytes: i64,
    pub store_upload: String,
    pub fields: DirectFields,
    pub quota_bytes: i64,
    /// How many one person may have under way.
    pub most: i64,
}

impl DirectFields {
    /// An empty title falls back on the file's name.
    pub fn details(&self) -> Result<VideoDetails, Invalid> {
        let fallback = title_of_file(&self.file_name);
        let title = if self.title.trim().is_empty() { fallback.as_str() } else { self.title.as_str() };
        VideoDetails::parse(title, &self.description, &self.tags, &self.privacy)
    }
}

impl DirectUpload {
    /// Promises room for a file, or says why there is none.
    pub fn begin(conn: &mut Conn, owner: UserId, new: &NewDirectUpload, now: Timestamp) -> Result<()> {
        lock(conn, owner)?;
        Self::check_room(conn, owner, new.bytes, new.quota_bytes, new.most)?;
        let fields = serde_json::to_string(&new.fields).map_err(anyhow::Error::from)?;
        diesel::insert_into(direct_uploads::table)
            .values((
                direct_uploads::uuid.eq(new.uuid),
                direct_uploads::user_id.eq(owner),
                direct_uploads::bytes.eq(new.bytes),
                direct_uploads::store_upload.eq(&new.store_upload),
                direct_uploads::fields.eq(fields),
                direct_uploads::created_at.eq(now),
                direct_uploads::expires_at.eq(now.plus_days(OPEN_DAYS)),
            ))
            .execute(conn)?;
        Ok(())
    }

    /// Whether there would be room, asked before the store is.
    pub fn check_room(conn: &mut Conn, owner: UserId, bytes: i64, quota: i64, most: i64) -> Result<()> {
        let direct: i64 =
            direct_uploads::table.filter(direct_uploads::user_id.eq(owner)).count().get_result(conn)?;
        let open = direct + Upload::open_of_user(conn, owner)?;
        if open >= most {
            let message = format!("You have {open} uploads under way. Wait until one of them is finished.");
            return Err(Invalid::field("file", message).into());
        }
        Ok(check_quota(Upload::bytes_of_user(conn, owner)?, bytes, quota)?)
    }

    /// One of this person's own; anybody else's is not found.
    pub fn find_own(conn: &mut Conn, owner: UserId, uuid: Uuid) -> QueryResult<Self> {
        Self::query()
            .filter(direct_uploads::user_id.eq(owner))
            .filter(direct_uploads::uuid.eq(uuid))
            .first(conn)
    }

    /// The file is in the bucket: it becomes a video as any other upload does.
    pub fn complete(self, conn: &mut Conn, quota_bytes: i64, now: Timestamp) -> Result<Video> {
        let fields: DirectFields = serde_json::from_str(&self.fields).map_err(anyhow::Error::from)?;
        let details = fields.details()?;
        // First, or its room would be counted twice.
        Self::remove(conn, self.uuid)?;
        let upload = NewUpload {
            uuid: self.uuid,
            bytes: self.bytes,
            channel: Some(fields.channel).filter(|channel| !channel.is_empty()),
            quota_bytes,
        };
        Video::upload(conn, self.user_id, &details, &upload, now)
    }

    pub fn remove(conn: &mut Conn, uuid: Uuid) -> QueryResult<()> {
        diesel::delete(direct_uploads::table.filter(direct_uploads::uuid.eq(uuid))).execute(conn).map(drop)
    }

    /// Those whose day is over.
    pub fn expired(conn: &mut Conn, now: Timestamp) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(direct_uploads::expires_at.le(now))
            .order(direct_uploads::expires_at)
            .limit(200)
            .load(conn)
    }

    /// Those of these that are still under way.
    pub fn open_among(conn: &mut Conn, uuids: &[Uuid]) -> QueryResult<Vec<Uuid>> {
        direct_uploads::table
            .filter(direct_uploads::uuid.eq_any(uuids.to_vec()))
            .select(direct_uploads::uuid)
            .load(conn)
    }

    /// The room that this person was promised.
    pub fn bytes_of_user(conn: &mut Conn, user: UserId) -> QueryResult<i64> {
        direct_uploads::table
            .filter(direct_uploads::user_id.eq(user))
            .select(sql::<BigInt>("CAST(COALESCE(SUM(bytes), 0) AS BIGINT)"))
            .first(conn)
    }
}
