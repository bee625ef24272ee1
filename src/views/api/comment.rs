//! Comments and conversations.

use serde::Serialize;
use utoipa::ToSchema;

use super::Account;

/// Something said under a video.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Comment {
    pub id: i64,
    #[schema(format = "uuid")]
    pub uuid: String,
    #[schema(format = "uri")]
    pub url: String,
    /// Markdown, as typed; empty where the comment is deleted.
    pub text: String,
    #[schema(minimum = 0)]
    /// The comment that began the conversation, which may be this one.
    pub thread_id: i64,
    #[schema(required, minimum = 0)]
    pub in_reply_to_comment_id: Option<i64>,
    #[schema(minimum = 0)]
    pub video_id: i64,
    #[schema(format = "date-time")]
    pub created_at: String,
    #[schema(format = "date-time")]
    pub updated_at: String,
    #[schema(required, format = "date-time")]
    pub deleted_at: Option<String>,
    pub is_deleted: bool,
    pub held_for_review: bool,
    #[schema(minimum = 0)]
    pub total_replies: i64,
    #[schema(minimum = 0)]
    pub total_replies_from_video_author: i64,
    #[schema(minimum = 0)]
    pub likes: i64,
    #[schema(minimum = 0)]
    pub dislikes: i64,
    /// Null where the comment is deleted.
    #[schema(required)]
    pub account: Option<Account>,
}

/// A stretch of the comments that answer none.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Threads {
    #[schema(minimum = 0)]
    pub total: i64,
    /// Without deleted ones that stand there for their replies alone.
    #[schema(minimum = 0)]
    pub total_not_deleted_comments: i64,
    pub data: Vec<Comment>,
}

/// A comment that was just said or changed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OneComment {
    pub comment: Comment,
}

/// A comment with the answers to it, and those to them.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Tree {
    pub comment: Comment,
    /// How many answers it has itself; more than `children` where not all are told.
    #[schema(minimum = 0)]
    pub total_children: i64,
    #[schema(no_recursion)]
    pub children: Vec<Tree>,
}
