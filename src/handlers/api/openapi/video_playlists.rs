//! `/api/v1/video-playlists`

use utoipa::openapi::path::HttpMethod::{Delete, Post, Put};

use super::endpoint::{Endpoint, Needs};
use super::{Section, parameters};
use crate::db::types::Scope;
use crate::handlers::api::video_playlists::changes::PlaylistFields;
use crate::handlers::api::video_playlists::elements::{ChangedElement, NewElement, NewOrder};
use crate::views::api::playlist::{NewPlaylist, NewPlaylistElement, Playlist, PlaylistElement, VideoPlaces};

const ALL: &str = "/api/v1/video-playlists";
const ONE: &str = "/api/v1/video-playlists/{id}";
const VIDEOS: &str = "/api/v1/video-playlists/{id}/videos";
const ORDER: &str = "/api/v1/video-playlists/{id}/videos/reorder";
const ELEMENT: &str = "/api/v1/video-playlists/{id}/videos/{element}";
const PLACES: &str = "/api/v1/users/me/video-playlists/videos-exist";

pub fn section() -> Section {
    Section {
        name: "Playlists",
        about: "Videos in an order that somebody chose. Lists have the public ones; one playlist is also had by whoever knows its UUID or \
                short id, unless it is private.",
        endpoints: reading().into_iter().chain(changing()).collect(),
    }
}

fn reading() -> [Endpoint; 4] {
    [
        Endpoint::list::<Playlist>(ALL, "listPlaylists", "List playlists")
            .given(parameters::playlists())
            .may_be_busy(),
        Endpoint::read::<Playlist>(ONE, "getPlaylist", "Show a playlist")
            .of(parameters::playlist_id())
            .may_be_busy(),
        Endpoint::list::<PlaylistElement>(VIDEOS, "listPlaylistVideos", "List what is in it")
            .of(parameters::playlist_id())
            .given(parameters::stretch())
            .may_be_busy(),
        Endpoint::read::<VideoPlaces>(
            PLACES,
            "findPlaylistsOfVideos",
            "Say in which of one's playlists videos are",
        )
        .needs(Needs::Scope(Scope::Read))
        .given([parameters::video_numbers()])
        .refuses()
        .may_be_busy(),
    ]
}

fn changing() -> [Endpoint; 7] {
    let change = |method, path, id, summary| {
        Endpoint::act(method, path, id, summary).needs(Needs::Scope(Scope::Write)).may_be_busy()
    };
    [
        change(Post, ALL, "createPlaylist", "Make a playlist")
            .about("Without a word on who may see it, it is for its owner alone.")
            .takes_json_or_form::<PlaylistFields>()
            .refuses()
            .tells::<NewPlaylist>(),
        change(Put, ONE, "updatePlaylist", "Change a playlist")
            .about("What is left out stays as it is.")
            .of(parameters::playlist_id())
            .takes_json_or_form::<PlaylistFields>()
            .refuses()
            .tells_nothing(),
        change(Delete, ONE, "deletePlaylist", "Delete a playlist")
            .of(parameters::playlist_id())
            .refuses()
            .tells_nothing(),
        change(Post, VIDEOS, "addPlaylistVideo", "Add a video to it")
            .of(parameters::playlist_id())
            .takes_json_or_form::<NewElement>()
            .refuses()
            .limited()
            .tells::<NewPlaylistElement>(),
        change(Put, ELEMENT, "updatePlaylistVideo", "Say which part of a video it plays")
            .of(parameters::playlist_id())
            .of(parameters::element_id())
            .takes_json_or_form::<ChangedElement>()
            .refuses()
            .tells_nothing(),
        change(Delete, ELEMENT, "removePlaylistVideo", "Take a video out of it")
            .of(parameters::playlist_id())
            .of(parameters::element_id())
            .tells_nothing(),
        change(Post, ORDER, "reorderPlaylist", "Move videos within it")
            .of(parameters::playlist_id())
            .takes_json_or_form::<NewOrder>()
            .refuses()
            .tells_nothing(),
    ]
}
