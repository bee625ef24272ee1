//! `/api/v1/videos/{id}/comment-threads`

use super::endpoint::Endpoint;
use super::{Section, parameters};
use crate::views::api::comment::{Threads, Tree};

pub fn section() -> Section {
    Section {
        name: "Comments",
        about: "What people say under a video. A deleted comment that others have answered stays, without its text and its author.",
        endpoints: vec![
            Endpoint::read::<Threads>(
                "/api/v1/videos/{id}/comment-threads",
                "listCommentThreads",
                "List conversations",
            )
            .about("The comments that answer no other.")
            .of(parameters::video_id())
            .given(parameters::stretch())
            .given([parameters::comment_sort()])
            .may_be_busy(),
            Endpoint::read::<Tree>(
                "/api/v1/videos/{id}/comment-threads/{thread}",
                "getCommentThread",
                "Show a whole conversation",
            )
            .of(parameters::video_id())
            .of(parameters::thread_id())
            .may_be_busy(),
        ],
    }
}
