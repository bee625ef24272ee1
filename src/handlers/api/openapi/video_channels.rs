//! `/api/v1/video-channels`

use super::endpoint::Endpoint;
use super::{Section, parameters};
use crate::views::api::Channel;
use crate::views::api::playlist::Playlist;
use crate::views::api::video::Video;

pub fn section() -> Section {
    Section {
        name: "Channels",
        about: "What people publish under one name, and others subscribe to.",
        endpoints: vec![
            Endpoint::list::<Channel>("/api/v1/video-channels", "listChannels", "List channels")
                .given(parameters::stretch())
                .from_database(),
            Endpoint::read::<Channel>("/api/v1/video-channels/{handle}", "getChannel", "Show a channel")
                .of(parameters::channel_handle())
                .from_database(),
            Endpoint::list::<Video>(
                "/api/v1/video-channels/{handle}/videos",
                "listChannelVideos",
                "List its videos",
            )
            .of(parameters::channel_handle())
            .given(parameters::videos())
            .from_database(),
            Endpoint::list::<Playlist>(
                "/api/v1/video-channels/{handle}/video-playlists",
                "listChannelPlaylists",
                "List its playlists",
            )
            .of(parameters::channel_handle())
            .given(parameters::playlists())
            .from_database(),
        ],
    }
}
