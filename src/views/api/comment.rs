//! Comments and conversations.

use serde::Serialize;

use super::Account;

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Comment {
    pub id: i64,
    pub uuid: String,
    pub url: String,
    /// Markdown, as typed; empty where the comment is deleted.
    pub text: String,
    pub thread_id: i64,
    pub in_reply_to_comment_id: Option<i64>,
    pub video_id: i64,
    pub created_at: String,
    pub updated_at: String,
    pub deleted_at: Option<String>,
    pub is_deleted: bool,
    pub held_for_review: bool,
    pub total_replies: i64,
    pub total_replies_from_video_author: i64,
    pub likes: i64,
    pub dislikes: i64,
    pub account: Option<Account>,
}

/// The comments that answer none.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Threads {
    pub total: i64,
    /// Without deleted ones that stand there for their replies alone.
    pub total_not_deleted_comments: i64,
    pub data: Vec<Comment>,
}

/// A comment with the answers to it, and those to them.
#[derive(Debug, Clone, Serialize)]
pub struct Tree {
    pub comment: Comment,
    pub children: Vec<Tree>,
}
