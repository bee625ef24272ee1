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
                .may_be_busy(),
            Endpoint::read::<Channel>("/api/v1/video-channels/{handle}", "getChannel", "Show a channel")
                .of(parameters::channel_handle())
                .may_be_busy(),
            Endpoint::list::<Video>(
                "/api/v1/video-channels/{handle}/videos",
                "listChannelVideos",
                "List its videos",
            )
            .of(parameters::channel_handle())
            .given(parameters::videos())
            .may_be_busy(),
            Endpoint::list::<Playlist>(
                "/api/v1/video-channels/{handle}/video-playlists",
                "listChannelPlaylists",
                "List its playlists",
            )
            .of(parameters::channel_handle())
            .given(parameters::playlists())
            .may_be_busy(),
        ],
    }
}
