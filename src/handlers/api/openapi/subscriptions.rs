//! `/api/v1/users/me/subscriptions`

use utoipa::openapi::path::HttpMethod;

use super::endpoint::{Endpoint, Needs};
use super::{Section, parameters};
use crate::db::types::Scope;
use crate::handlers::api::subscriptions::NewSubscription;
use crate::views::api::Channel;
use crate::views::api::subscription::Followed;
use crate::views::api::video::Video;

const ALL: &str = "/api/v1/users/me/subscriptions";
const ONE: &str = "/api/v1/users/me/subscriptions/{handle}";

pub fn section() -> Section {
    Section {
        name: "Subscriptions",
        about: "The channels that the owner of the token follows.",
        endpoints: vec![
            Endpoint::list::<Channel>(ALL, "listSubscriptions", "List the channels that are followed")
                .given(parameters::subscriptions())
                .needs(Needs::Scope(Scope::Read))
                .may_be_busy(),
            Endpoint::act(HttpMethod::Post, ALL, "subscribe", "Follow a channel")
                .about("Said twice, it counts once. One's own channel cannot be followed.")
                .takes_json_or_form::<NewSubscription>()
                .needs(Needs::Scope(Scope::Write))
                .may_not_find()
                .refuses()
                .limited()
                .tells_nothing()
                .may_be_busy(),
            Endpoint::read::<Followed>(
                "/api/v1/users/me/subscriptions/exist",
                "findSubscriptions",
                "Say which of these channels are followed",
            )
            .given([parameters::channel_uris()])
            .needs(Needs::Scope(Scope::Read))
            .refuses()
            .may_be_busy(),
            Endpoint::list::<Video>(
                "/api/v1/users/me/subscriptions/videos",
                "listSubscriptionVideos",
                "List the videos of the channels that are followed",
            )
            .given(parameters::videos())
            .needs(Needs::Scope(Scope::Read))
            .may_be_busy(),
            Endpoint::read::<Channel>(ONE, "getSubscription", "Show a channel that is followed")
                .about("Any other is not found.")
                .of(parameters::channel_handle())
                .needs(Needs::Scope(Scope::Read))
                .may_be_busy(),
            Endpoint::act(HttpMethod::Delete, ONE, "unsubscribe", "Follow a channel no longer")
                .of(parameters::channel_handle())
                .needs(Needs::Scope(Scope::Write))
                .limited()
                .tells_nothing()
                .may_be_busy(),
        ],
    }
}
