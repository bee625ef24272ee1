//! The last step of an attempt that made a version: store its files, then let one transaction show them.

use super::media_folder::MediaFolder;
use super::process_video::version_key;
use super::{Failure, Work};
use crate::app::App;
use crate::db::Conn;
use crate::error::Result;
use crate::models::video::{NewVersion, Publication, Video};

/// `record` names the version in the database; where it declines or fails, the files are removed again.
pub fn publish<F>(
    app: &App,
    work: &Work,
    video: &Video,
    version: NewVersion,
    folder: &MediaFolder,
    record: F,
) -> Result<(), Failure>
where
    F: Fn(&mut Conn, &NewVersion) -> Result<Publication> + Send + 'static,
{
    if work.is_cancelled() {
        return Err(Failure::Cancelled);
    }
    let key = version_key(video, &version.version)?;
    app.storage.publish_dir(&key, folder.path())?;
    let published = work.finish(move |conn| record(conn, &version));
    if !matches!(published, Ok(Publication::Done)) {
        // No row names these files, so nobody will ever ask for them.
        app.storage.delete_prefix(&key)?;
    }
    published.map(drop)
}
