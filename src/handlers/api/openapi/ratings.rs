//! What somebody thinks of videos and comments.

use utoipa::openapi::path::HttpMethod;

use super::endpoint::{Endpoint, Needs};
use super::{Section, parameters};
use crate::db::types::Scope;
use crate::handlers::api::ratings::of_comment::CommentRating;
use crate::handlers::ratings::RatingForm;
use crate::views::api::rating::OwnRating;

pub fn section() -> Section {
    Section {
        name: "Ratings",
        about: "What the owner of the token thinks of videos and comments.",
        endpoints: vec![
            Endpoint::act(HttpMethod::Put, "/api/v1/videos/{id}/rate", "rateVideo", "Like a video, or not")
                .of(parameters::video_id())
                .takes_json_or_form::<RatingForm>()
                .needs(Needs::Scope(Scope::Write))
                .refuses()
                .limited()
                .tells_nothing()
                .may_be_busy(),
            Endpoint::read::<OwnRating>(
                "/api/v1/users/me/videos/{id}/rating",
                "getOwnRating",
                "Show one's own opinion of a video",
            )
            .of(parameters::video_id())
            .needs(Needs::Scope(Scope::Read))
            .may_be_busy(),
            Endpoint::act(
                HttpMethod::Put,
                "/api/v1/comments/{id}/rate",
                "rateComment",
                "Like a comment, or not",
            )
            .about("PeerTube does not have this.")
            .of(parameters::comment_alone())
            .takes::<CommentRating>()
            .needs(Needs::Scope(Scope::Write))
            .refuses()
            .limited()
            .tells_nothing()
            .may_be_busy(),
        ],
    }
}
