//! Watching as the page's player reports it, and what it leaves behind.

use kinora::app::{Attention, Watcher};
use kinora::db::ids::Uuid;
use kinora::models::video::Video;
use kinora::models::viewer::Viewer;
use kinora::paths;

use super::{Answer, Page, TestApp, Visitor};

impl Visitor {
    /// One report of one playback.
    pub async fn report_watch(&self, video: &Video, session: &Uuid, watched_ms: i64) -> Answer {
        let watched = watched_ms.to_string();
        let fields = [
            ("session", session.as_str()),
            ("position_ms", watched.as_str()),
            ("watched_ms", watched.as_str()),
        ];
        self.post(paths::videos::watch_reports(&video.uuid), &fields).await
    }

    /// Half a minute of a video, in a playback of its own.
    pub async fn watch(&self, video: &Video) {
        assert_eq!(self.report_watch(video, &Uuid::random(), 30_000).await.status, 204);
    }
}

impl TestApp {
    /// Writes what waits in memory, as the keeper does each second, and answers the stored views of a video.
    pub async fn views_of(&self, video: &Video) -> i64 {
        self.flush_feed().await;
        let id = video.id;
        self.read(move |conn| Ok(Video::find(conn, id)?.views)).await
    }

    pub async fn flush_feed(&self) {
        let app = self.app.clone();
        actix_web::web::block(move || app.flush_feed().and_then(|()| app.flush_knowledge()))
            .await
            .unwrap()
            .unwrap();
    }
}

/// Somebody signed out who has not watched anything yet.
pub fn nobody() -> Watcher {
    Watcher {
        viewer: Viewer::Anonymous,
        anonymous: None,
        address: [127, 0, 0, 1].into(),
        attention: Attention::Someone,
        came_from: None,
    }
}

impl Page {
    /// The titles of the videos on a list, in order.
    pub fn listed(&self) -> Vec<String> {
        self.texts(".video-card__title")
    }

    /// Why a video is on the list.
    pub fn reason_of(&self, title: &str) -> String {
        let place = self.listed().iter().position(|listed| listed == title).unwrap();
        self.texts(".video-card__reason")[place].replace("Why this? ", "")
    }
}
