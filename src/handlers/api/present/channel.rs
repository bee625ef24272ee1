//! Channels and people.

use crate::app::App;
use crate::http::media_urls;
use crate::models::channel::Channel;
use crate::models::user::User;
use crate::paths;
use crate::text::markdown;
use crate::views::api::{self, Account, Image};

/// As pictures of channels are made.
const AVATAR: (i32, i32) = (336, 336);
const BANNER: (i32, i32) = (1920, 640);

/// The name by which other sites would know this one.
pub fn host(app: &App) -> String {
    let origin = app.origins.canonical();
    origin.split_once("://").map_or(origin.as_str(), |(_, host)| host).to_owned()
}

pub fn account(app: &App, user: &User) -> Account {
    Account {
        id: user.id.0,
        name: user.handle.clone(),
        host: host(app),
        url: format!("{}{}", app.origins.canonical(), paths::user(&user.handle)),
        display_name: user.display_name.clone(),
        description: markdown::to_plain(&user.about),
        avatars: Vec::new(),
        followers_count: 0,
        following_count: 0,
        host_redundancy_allowed: false,
        created_at: user.created_at.rfc3339(),
        updated_at: user.created_at.rfc3339(),
    }
}

/// With its owner where that is not told beside it.
pub fn channel(app: &App, channel: &Channel, owner: Option<&User>) -> api::Channel {
    api::Channel {
        id: channel.id.0,
        name: channel.handle.clone(),
        host: host(app),
        url: format!("{}{}", app.origins.canonical(), paths::channel(&channel.handle)),
        display_name: channel.display_name.clone(),
        description: markdown::to_plain(&channel.about),
        support: None,
        is_local: true,
        avatars: image(app, channel, media_urls::avatar(channel), AVATAR),
        banners: image(app, channel, media_urls::banner(channel), BANNER),
        followers_count: channel.subscribers,
        following_count: 0,
        created_at: channel.created_at.rfc3339(),
        updated_at: channel.created_at.rfc3339(),
        owner_account: owner.map(|owner| account(app, owner)),
    }
}

fn image(app: &App, channel: &Channel, path: Option<String>, (width, height): (i32, i32)) -> Vec<Image> {
    let image = path.map(|path| Image {
        file_url: format!("{}{path}", app.origins.canonical()),
        path,
        width,
        height,
        created_at: channel.created_at.rfc3339(),
        updated_at: channel.created_at.rfc3339(),
    });
    image.into_iter().collect()
}
