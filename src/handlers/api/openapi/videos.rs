//! `/api/v1/videos` and below.

use utoipa::ToSchema;

use super::endpoint::Endpoint;
use super::{Section, parameters};
use crate::views::api::video::{
    Caption, Chapters, Description, Recommendation, Storyboards, Video, VideoDetails,
};

pub fn section() -> Section {
    Section {
        name: "Videos",
        about: "What may be watched. Lists have what everybody may find; one video is also had by whoever knows its UUID or short id, \
                unless it is private.",
        endpoints: vec![
            Endpoint::list::<Video>("/api/v1/videos", "listVideos", "List videos")
                .given(parameters::videos())
                .may_be_busy(),
            of_one::<VideoDetails>("/api/v1/videos/{id}", "getVideo", "Show a video")
                .about("With its files and streams. A `/` behind the id changes nothing."),
            of_one::<Description>(
                "/api/v1/videos/{id}/description",
                "getVideoDescription",
                "Show its whole description",
            ),
            list_of_one::<Caption>("/api/v1/videos/{id}/captions", "listVideoCaptions", "List its captions"),
            of_one::<Chapters>("/api/v1/videos/{id}/chapters", "listVideoChapters", "List its chapters"),
            of_one::<Storyboards>(
                "/api/v1/videos/{id}/storyboards",
                "listVideoStoryboards",
                "List its pictures at a glance",
            ),
            list_of_one::<Recommendation>(
                "/api/v1/videos/{id}/recommendations",
                "listVideoRecommendations",
                "Recommend what to watch after it",
            )
            .about("What the watch page shows beside the video, in the same order, each with its reason. PeerTube does not have this."),
        ],
    }
}

fn of_one<T: ToSchema>(path: &'static str, id: &'static str, summary: &'static str) -> Endpoint {
    Endpoint::read::<T>(path, id, summary).of(parameters::video_id()).may_be_busy()
}

fn list_of_one<T: ToSchema>(path: &'static str, id: &'static str, summary: &'static str) -> Endpoint {
    Endpoint::list::<T>(path, id, summary).of(parameters::video_id()).may_be_busy()
}
