//! `/api/v1/videos/{id}/comment-threads` and `/comments`

use utoipa::openapi::path::HttpMethod::{self, Delete, Post, Put};

use super::endpoint::{Endpoint, Needs};
use super::{Section, parameters};
use crate::db::types::Scope;
use crate::handlers::api::comments::{ChangedComment, CommentWords};
use crate::views::api::comment::{OneComment, Threads, Tree};

const THREADS: &str = "/api/v1/videos/{id}/comment-threads";
const ONE: &str = "/api/v1/videos/{id}/comments/{comment}";

pub fn section() -> Section {
    Section {
        name: "Comments",
        about: "What people say under a video. A deleted comment that others have answered stays, without its text and its author.",
        endpoints: reading().into_iter().chain(writing()).collect(),
    }
}

fn reading() -> [Endpoint; 3] {
    [
        Endpoint::read::<Threads>(THREADS, "listCommentThreads", "List conversations")
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
        .about("Of a very long one, the oldest replies.")
        .of(parameters::video_id())
        .of(parameters::thread_id())
        .may_be_busy(),
        Endpoint::list::<Tree>(
            "/api/v1/videos/{id}/comments/{comment}/replies",
            "listCommentReplies",
            "List the answers to one comment",
        )
        .about("The oldest first, each with how many answers it has itself, which are had in the same way.")
        .of(parameters::video_id())
        .of(parameters::comment_id())
        .given(parameters::stretch())
        .may_be_busy(),
    ]
}

fn writing() -> [Endpoint; 4] {
    [
        say(Post, THREADS, "createCommentThread", "Begin a conversation")
            .about("Said twice within seconds, it is one comment.")
            .of(parameters::video_id())
            .takes_json_or_form::<CommentWords>()
            .limited()
            .refuses()
            .tells::<OneComment>(),
        say(Post, ONE, "answerComment", "Answer a comment")
            .of(parameters::video_id())
            .of(parameters::comment_id())
            .takes_json_or_form::<CommentWords>()
            .limited()
            .refuses()
            .tells::<OneComment>(),
        say(Put, ONE, "updateComment", "Change a comment of one's own")
            .about("PeerTube does not have this.")
            .of(parameters::video_id())
            .of(parameters::comment_id())
            .takes::<ChangedComment>()
            .limited()
            .refuses()
            .tells::<OneComment>(),
        say(Delete, ONE, "deleteComment", "Delete a comment")
            .about("Its author may, the creator of the video, and moderators.")
            .of(parameters::video_id())
            .of(parameters::comment_id())
            .tells_nothing(),
    ]
}

fn say(method: HttpMethod, path: &'static str, id: &'static str, summary: &'static str) -> Endpoint {
    Endpoint::act(method, path, id, summary).needs(Needs::Scope(Scope::Write)).may_be_busy()
}
