//! `/api/v1/users/me/history`

use utoipa::openapi::path::HttpMethod;

use super::endpoint::{Endpoint, Needs};
use super::{Section, parameters};
use crate::db::types::Scope;
use crate::handlers::api::history::RemoveForm;
use crate::views::api::history::WatchedVideo;

pub fn section() -> Section {
    Section {
        name: "History",
        about: "What the owner of the token watched, which their lists use.",
        endpoints: vec![
            Endpoint::list::<WatchedVideo>(
                "/api/v1/users/me/history/videos",
                "listHistory",
                "List what was watched, the latest first",
            )
            .given(parameters::stretch())
            .needs(Needs::Scope(Scope::Read))
            .may_be_busy(),
            Endpoint::act(
                HttpMethod::Delete,
                "/api/v1/users/me/history/videos/{id}",
                "forgetWatch",
                "Forget that a video was watched",
            )
            .of(parameters::video_id())
            .needs(Needs::Scope(Scope::Write))
            .tells_nothing()
            .may_be_busy(),
            Endpoint::act(
                HttpMethod::Post,
                "/api/v1/users/me/history/videos/remove",
                "forgetHistory",
                "Forget all that was watched, or what is older than a moment",
            )
            .takes_json_or_form::<RemoveForm>()
            .needs(Needs::Scope(Scope::Write))
            .tells_nothing()
            .may_be_busy(),
        ],
    }
}
