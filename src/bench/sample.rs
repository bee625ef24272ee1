//! The one video that is real, and how the others share its files.

use std::path::Path;

use anyhow::Context;

use super::Site;
use crate::db::ids::{ChannelId, Uuid};
use crate::jobs;
use crate::media;
use crate::media::clips::RECIPES;
use crate::models::bench::NewVideo;
use crate::models::channel::Channel;
use crate::models::video::{MediaFile, NewUpload, Video, VideoDetails};

/// What the first video brought, for the others to share.
pub struct Shared {
    pub video: Video,
    pub version: String,
    pub files: Vec<MediaFile>,
}

/// Made, uploaded and prepared as a visitor's would be.
pub async fn first_video(site: &mut Site, title: String, tag: &'static str) -> anyhow::Result<Shared> {
    let (app, uuid, now) = (site.app.clone(), site.uuid(), site.now);
    let published = site.taste.published[0];
    let made = tokio::task::spawn_blocking(move || -> anyhow::Result<Shared> {
        let engine = app.media.as_ref().map_err(|reason| anyhow::anyhow!("{reason}"))?;
        let file = app.workspace.incoming(uuid.as_str())?;
        media::generate_clip(engine, &RECIPES[0], &file).map_err(|error| anyhow::anyhow!("{error}"))?;
        let details = VideoDetails::parse(&title, "", tag, "public")?;
        let upload = NewUpload {
            uuid,
            bytes: i64::try_from(file.metadata()?.len())?,
            channel: None,
            quota_bytes: i64::MAX,
        };
        // The owner of the first channel; its videos go round all channels like the others'.
        let owner = app.db.read_blocking(|conn| Ok(Channel::find(conn, ChannelId(1))?.user_id))?;
        app.db.write_blocking(move |conn| {
            let video = Video::upload(conn, owner, &details, &upload, now)?;
            Ok(Video::backdate(conn, video.id, published)?)
        })?;
        jobs::run_pressing(&app)?;
        app.db.read_blocking(|conn| Ok(Video::find_own(conn, owner, uuid)?)).map_err(Into::into).and_then(
            |video| {
                let version = video.media_version.clone().context("the first video could not be prepared")?;
                let (id, wanted) = (video.id, version.clone());
                let files =
                    app.db.read_blocking(move |conn| Ok(MediaFile::of_version(conn, id, &wanted)?))?;
                Ok(Shared { video, version, files })
            },
        )
    });
    made.await?
}

/// The same bytes under the names of another video. A seed is for measuring, so nothing waits for the disk here.
pub fn link_files(data_dir: &Path, shared: &Shared, row: &NewVideo) -> anyhow::Result<()> {
    let folder = |uuid: &Uuid| data_dir.join("media").join(uuid.as_str()).join(&shared.version);
    let (from, to) = (folder(&shared.video.uuid), folder(&row.uuid));
    std::fs::create_dir_all(&to)?;
    for file in &shared.files {
        let name = file.name.replace(shared.video.uuid.as_str(), row.uuid.as_str());
        std::fs::hard_link(from.join(&file.name), to.join(name)).context("the files cannot be shared")?;
    }
    Ok(())
}
