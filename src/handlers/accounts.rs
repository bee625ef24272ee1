//! `/a/{handle}`: a person, their channels, their latest videos and playlists.

use actix_web::{HttpResponse, web};

use crate::app::App;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::handlers::feeds::present::links;
use crate::handlers::my_channels::{ChannelFacts, channel_card};
use crate::handlers::playlists::present::ListedPlaylists;
use crate::http::viewer::Viewer;
use crate::http::{cards, render};
use crate::models::page_number::PageNumber;
use crate::models::playlist::{Playlist, PlaylistFilter};
use crate::models::user::User;
use crate::models::video::VideoCard;
use crate::paths;
use crate::text::{Handle, markdown};
use crate::views::channel::AccountPage;
use crate::views::{AvatarView, Layout};

const LATEST: i64 = 12;

/// `GET /a/{handle}`
pub async fn show(
    app: App,
    viewer: Viewer,
    layout: Layout,
    handle: web::Path<String>,
) -> Result<HttpResponse> {
    let handle = Handle::parse_any(&handle).map_err(|_| Error::NotFound)?.into_string();
    let (user, channels, videos, playlists) = app.db.read(move |conn| gather(conn, &handle)).await?;
    let path = paths::user(&user.handle);
    render::page(&AccountPage {
        layout: Layout { canonical: Some(format!("{}{path}", app.origins.canonical())), ..layout },
        name: user.display_name.clone(),
        avatar: AvatarView::of(&user.display_name),
        about_html: markdown::to_html(&user.about).into_string(),
        joined: format!("Joined in {}", user.created_at.month_words()),
        feeds: links(&user.display_name, &paths::feeds::of_user(&user.handle), None),
        channels: channels.iter().map(|facts| channel_card(facts, None)).collect(),
        videos: cards::cards(&app, app.now(), &videos),
        playlists: playlists.cards(&app, app.now()),
        settings_url: (viewer.id() == Some(user.id)).then(|| "/settings".to_owned()),
        handle: user.handle,
    })
}

/// Somebody whose account is disabled has no page.
fn gather(
    conn: &mut Conn,
    handle: &str,
) -> Result<(User, Vec<ChannelFacts>, Vec<VideoCard>, ListedPlaylists)> {
    let user = User::find_by_handle(conn, handle)?;
    if user.disabled_at.is_some() {
        return Err(Error::NotFound);
    }
    let channels = ChannelFacts::of_user(conn, user.id)?;
    let videos = VideoCard::of_user(conn, user.id, LATEST)?;
    let of_user = PlaylistFilter { owner: Some(user.id), ..PlaylistFilter::default() };
    let playlists = Playlist::page(conn, &of_user, PageNumber::first(LATEST))?;
    let playlists = ListedPlaylists::with_facts(conn, &Viewer::Anonymous, playlists)?;
    Ok((user, channels, videos, playlists))
}
