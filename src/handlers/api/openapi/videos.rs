//! `/api/v1/videos` and below.

use utoipa::ToSchema;
use utoipa::openapi::path::HttpMethod;

use super::endpoint::{Endpoint, Needs, refer};
use super::{Section, parameters};
use crate::db::types::Scope;
use crate::handlers::api::views::ViewReport;
use crate::views::api::comment::Comment;
use crate::views::api::video::{
    Caption, Chapters, Description, Recommendation, Storyboards, Video, VideoDetails, VideoProgress,
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
            events(),
        ],
    }
}

fn events() -> Endpoint {
    let mut shapes = Vec::new();
    refer::<Comment>(&mut shapes);
    refer::<VideoProgress>(&mut shapes);
    Endpoint::act(HttpMethod::Get, "/api/v1/videos/{id}/events", "followVideo", "Hear what happens to it")
        .about(
            "A stream of server-sent events. `comment` has a comment that was just written as its data (`Comment`) and its number as its \
             `id`; `progress`, which its owner alone hears, how far its preparation is (`VideoProgress`). A stream ends when its reader may \
             see the video no longer, and after some minutes in any case; a reader comes again by itself. PeerTube does not have this.",
        )
        .needs(Needs::NothingButMayBringOne)
        .of(parameters::video_id())
        .given([parameters::last_event_id()])
        .limited()
        .may_be_busy()
        .tells_events([shapes])
}

fn of_one<T: ToSchema>(path: &'static str, id: &'static str, summary: &'static str) -> Endpoint {
    Endpoint::read::<T>(path, id, summary).of(parameters::video_id()).may_be_busy()
}

fn list_of_one<T: ToSchema>(path: &'static str, id: &'static str, summary: &'static str) -> Endpoint {
    Endpoint::list::<T>(path, id, summary).of(parameters::video_id()).may_be_busy()
}
