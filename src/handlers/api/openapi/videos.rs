//! `/api/v1/videos` and below.

use utoipa::ToSchema;
use utoipa::openapi::path::HttpMethod;

use super::endpoint::{Endpoint, Needs};
use super::{Section, parameters};
use crate::db::types::Scope;
use crate::handlers::api::views::ViewReport;
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
            Endpoint::act(
                HttpMethod::Post,
                "/api/v1/videos/{id}/views",
                "reportView",
                "Tell where in the video somebody is",
            )
            .about("Every few seconds while it plays. What was watched is found out from that: a view counts once in six hours, and with a \
                    token it is in the history of its owner, who goes on there.")
            .of(parameters::video_id())
            .takes_json_or_form::<ViewReport>()
            .needs(Needs::NothingButMay(Scope::Write))
            .refuses()
            .limited()
            .tells_nothing()
            .may_be_busy(),
        ],
    }
}

fn of_one<T: ToSchema>(path: &'static str, id: &'static str, summary: &'static str) -> Endpoint {
    Endpoint::read::<T>(path, id, summary).of(parameters::video_id()).may_be_busy()
}

fn list_of_one<T: ToSchema>(path: &'static str, id: &'static str, summary: &'static str) -> Endpoint {
    Endpoint::list::<T>(path, id, summary).of(parameters::video_id()).may_be_busy()
}
