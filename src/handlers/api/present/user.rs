//! Somebody's own account.

use super::channel;
use crate::app::App;
use crate::db::types::Role;
use crate::models::channel::Channel;
use crate::models::user::User;
use crate::views::api::Labelled;
use crate::views::api::user::Me;

pub fn me(app: &App, user: &User, channels: &[Channel]) -> Me {
    Me {
        id: user.id.0,
        username: user.handle.clone(),
        email: user.email.clone(),
        email_verified: None,
        role: role(user.role),
        nsfw_policy: "display",
        auto_play_video: true,
        video_quota: app.quota_bytes(),
        video_quota_daily: -1,
        blocked: false,
        blocked_reason: None,
        created_at: user.created_at.rfc3339(),
        account: channel::account(app, user),
        video_channels: channels.iter().map(|own| channel::channel(app, own, None)).collect(),
    }
}

/// The numbers are PeerTube's.
fn role(role: Role) -> Labelled<i64> {
    match role {
        Role::Administrator => Labelled::new(0, "Administrator"),
        Role::Moderator => Labelled::new(1, "Moderator"),
        Role::User => Labelled::new(2, "User"),
    }
}
