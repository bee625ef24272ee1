//! `/api/v1/users/me`, one's own videos and channels, and what is recommended.

use utoipa::openapi::path::HttpMethod::{self, Delete, Post, Put};

use super::endpoint::{Endpoint, Needs};
use super::{Section, parameters};
use crate::db::types::Scope;
use crate::handlers::api::feedback::NewFeedback;
use crate::handlers::api::me::ProfileFields;
use crate::handlers::api::my_channels::ChannelFields;
use crate::handlers::api::wishes::Wishes;
use crate::views::api::channel::NewChannel;
use crate::views::api::user::QuotaUsed;
use crate::views::api::video::{Recommendation, Video};

const VIDEO: &str = "/api/v1/videos/{id}";
const FEEDBACK: &str = "/api/v1/videos/{id}/feedback";

pub fn section() -> Section {
    Section {
        name: "Own account",
        about: "Whom the token speaks for: their account, what they publish, and what is recommended to them. What is somebody else's is not \
                found.",
        endpoints: reading().into_iter().chain(changing()).collect(),
    }
}

fn reading() -> Vec<Endpoint> {
    let needs = |endpoint: Endpoint| endpoint.needs(Needs::Scope(Scope::Read)).may_be_busy();
    vec![
        needs(Endpoint::read::<QuotaUsed>(
            "/api/v1/users/me/video-quota-used",
            "getQuotaUsed",
            "Say how much one's files take",
        )),
        needs(Endpoint::list::<Video>("/api/v1/users/me/videos", "listOwnVideos", "List one's own videos"))
            .about("In whatever state, whoever may watch them.")
            .given(parameters::own_videos()),
        needs(Endpoint::list::<Recommendation>("/api/v1/users/me/feed", "listFeed", "Recommend what to watch"))
            .about("What the page home recommends, in the same order, each with its reason. PeerTube does not have this.")
            .given(parameters::stretch()),
    ]
}

fn changing() -> Vec<Endpoint> {
    vec![
        change(Put, "/api/v1/users/me", "updateMe", "Change what others read of one", Scope::Write)
            .takes_json_or_form::<ProfileFields>()
            .refuses()
            .tells_nothing(),
        change(Post, FEEDBACK, "createFeedback", "Turn a video or its channel down", Scope::Write)
            .about(
                "It is recommended no longer, or there is less of the channel. PeerTube does not have this.",
            )
            .of(parameters::video_id())
            .takes::<NewFeedback>()
            .refuses()
            .limited()
            .tells_nothing(),
        change(Delete, FEEDBACK, "withdrawFeedback", "Take that back", Scope::Write)
            .of(parameters::video_id())
            .given([parameters::feedback()])
            .refuses()
            .limited()
            .tells_nothing(),
        change(Put, VIDEO, "updateVideo", "Change a video of one's own", Scope::Upload)
            .about("What is left out stays as it is.")
            .of(parameters::video_id())
            .takes_json_or_parts::<Wishes>()
            .refuses()
            .may_be_slow()
            .tells_nothing(),
        change(Delete, VIDEO, "deleteVideo", "Delete a video of one's own", Scope::Upload)
            .about("With its comments and files, for good.")
            .of(parameters::video_id())
            .tells_nothing(),
        change(Post, "/api/v1/video-channels", "createChannel", "Make a channel", Scope::Upload)
            .takes_json_or_form::<ChannelFields>()
            .refuses()
            .tells::<NewChannel>(),
        change(
            Put,
            "/api/v1/video-channels/{handle}",
            "updateChannel",
            "Change a channel of one's own",
            Scope::Upload,
        )
        .about("What is left out stays as it is.")
        .of(parameters::channel_handle())
        .takes_json_or_form::<ProfileFields>()
        .refuses()
        .tells_nothing(),
    ]
}

fn change(
    method: HttpMethod,
    path: &'static str,
    id: &'static str,
    summary: &'static str,
    scope: Scope,
) -> Endpoint {
    Endpoint::act(method, path, id, summary).needs(Needs::Scope(scope)).may_be_busy()
}
