//! `/api/v1/search`

use super::endpoint::Endpoint;
use super::{Section, parameters};
use crate::views::api::Channel;
use crate::views::api::playlist::Playlist;
use crate::views::api::video::Video;

pub fn section() -> Section {
    Section {
        name: "Search",
        about: "What the search page finds. Nobody may search more often in a minute than the site allows.",
        endpoints: vec![
            Endpoint::list::<Video>("/api/v1/search/videos", "searchVideos", "Search for videos")
                .about("Without words it is the list of videos. With words, `tagsOneOf` and the like narrow nothing.")
                .given(parameters::searched_videos())
                .limited()
                .may_be_busy(),
            Endpoint::list::<Channel>(
                "/api/v1/search/video-channels",
                "searchChannels",
                "Search for channels",
            )
            .given([parameters::search()])
            .given(parameters::stretch())
            .limited()
            .may_be_busy(),
            Endpoint::list::<Playlist>("/api/v1/search/video-playlists", "searchPlaylists", "Search for playlists")
                .given([parameters::search()])
                .given(parameters::playlists())
                .limited()
                .may_be_busy(),
        ],
    }
}
