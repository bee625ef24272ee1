//! `/api/v1/accounts`

use super::endpoint::Endpoint;
use super::{Section, parameters};
use crate::views::api::playlist::Playlist;
use crate::views::api::video::Video;
use crate::views::api::{Account, Channel};

pub fn section() -> Section {
    Section {
        name: "People",
        about: "Those who publish and comment.",
        endpoints: vec![
            Endpoint::read::<Account>("/api/v1/accounts/{handle}", "getAccount", "Show a person")
                .of(parameters::account_handle())
                .may_be_busy(),
            Endpoint::list::<Video>(
                "/api/v1/accounts/{handle}/videos",
                "listAccountVideos",
                "List the videos of all their channels",
            )
            .of(parameters::account_handle())
            .given(parameters::videos())
            .may_be_busy(),
            Endpoint::list::<Channel>(
                "/api/v1/accounts/{handle}/video-channels",
                "listAccountChannels",
                "List their channels",
            )
            .of(parameters::account_handle())
            .given(parameters::stretch())
            .may_be_busy(),
            Endpoint::list::<Playlist>(
                "/api/v1/accounts/{handle}/video-playlists",
                "listAccountPlaylists",
                "List their playlists",
            )
            .about("All of them to the person themselves.")
            .of(parameters::account_handle())
            .given(parameters::playlists())
            .may_be_busy(),
        ],
    }
}
