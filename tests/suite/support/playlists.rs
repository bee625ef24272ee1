//! Playlists, made where a test begins.

use kinora::db::ids::PlaylistItemId;
use kinora::models::playlist::{Playlist, PlaylistDetails, Stretch};
use kinora::models::user::User;
use kinora::models::video::{Video, VideoRef};

use super::TestApp;
use super::builders::signed_in;

impl TestApp {
    /// A playlist with these videos in it, on the owner's first channel.
    pub async fn playlist(&self, owner: &User, title: &str, privacy: &str, videos: &[&Video]) -> Playlist {
        let channel = self.channel_of(owner).await.handle;
        let details = PlaylistDetails::parse(title, "", privacy, &channel).unwrap();
        let (owner_id, now) = (owner.id, self.app.now());
        let playlist = self.write(move |conn| Playlist::create(conn, owner_id, &details, now)).await;
        for video in videos {
            self.put(owner, &playlist, video).await;
        }
        playlist
    }

    /// Puts a video that the playlist's owner may see at its end.
    pub async fn put(&self, owner: &User, playlist: &Playlist, video: &Video) -> PlaylistItemId {
        let (owner, uuid, now) = (signed_in(owner), playlist.uuid, self.app.now());
        let video = VideoRef::Uuid(video.uuid);
        self.write(move |conn| Playlist::add(conn, &owner, uuid, video, Stretch::default(), now)).await
    }
}
