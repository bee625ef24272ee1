//! `/c/{handle}`: a channel with its videos.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::subscriptions;
use crate::app::App;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::http::form::Query;
use crate::http::viewer::Viewer;
use crate::http::{cards, media_urls, pages, render};
use crate::models::channel::Channel;
use crate::models::page_number::PageNumber;
use crate::models::subscription::Subscription;
use crate::models::user::User;
use crate::models::video::{ChannelOrder, VideoCard};
use crate::paths;
use crate::text::{Handle, markdown, plain, words};
use crate::views::channel::{ChannelView, ShowPage};
use crate::views::{ActionView, AvatarView, EmptyView, Layout, TabView};

const PER_PAGE: i64 = 24;
const SUMMARY_CHARACTERS: usize = 160;

#[derive(Debug, Default, Deserialize)]
pub struct ShowQuery {
    page: Option<String>,
    sort: Option<String>,
}

/// Everything the page tells, as it was found.
struct Found {
    channel: Channel,
    owner: User,
    listed: i64,
    subscription: Subscription,
    videos: Vec<VideoCard>,
    more: bool,
}

/// `GET /c/{handle}?sort=&page=`
pub async fn show(
    app: App,
    viewer: Viewer,
    layout: Layout,
    handle: web::Path<String>,
    Query(query): Query<ShowQuery>,
) -> Result<HttpResponse> {
    let handle = Handle::parse_any(&handle).map_err(|_| Error::NotFound)?.into_string();
    let page = PageNumber::parse(query.page.as_deref(), PER_PAGE);
    let order = match query.sort.as_deref() {
        Some("views") => ChannelOrder::MostViewed,
        _ => ChannelOrder::Newest,
    };
    let who = viewer.clone();
    let found = app.db.read(move |conn| gather(conn, &who, &handle, order, page)).await?;
    render::page(&view(&app, &viewer, layout, found, order, page))
}

fn gather(
    conn: &mut Conn,
    viewer: &Viewer,
    handle: &str,
    order: ChannelOrder,
    page: PageNumber,
) -> Result<Found> {
    let channel = Channel::find_by_handle(conn, handle)?;
    let (videos, more) = page.cut(VideoCard::on_channel_by(conn, channel.id, order, page)?);
    Ok(Found {
        owner: User::find(conn, channel.user_id)?,
        listed: Channel::listed_videos(conn, &[channel.id])?.remove(&channel.id).unwrap_or(0),
        subscription: Subscription::of(conn, viewer, channel.id)?,
        channel,
        videos,
        more,
    })
}

fn view(
    app: &App,
    viewer: &Viewer,
    layout: Layout,
    found: Found,
    order: ChannelOrder,
    page: PageNumber,
) -> ShowPage {
    let Found { channel, owner, .. } = &found;
    let path = paths::channel(&channel.handle);
    let is_own = viewer.id() == Some(channel.user_id);
    let tab = |label: &str, url: String, its: ChannelOrder| TabView {
        label: label.to_owned(),
        url,
        current: its == order,
    };
    ShowPage {
        layout: Layout { canonical: Some(format!("{}{path}", app.origins.canonical())), ..layout },
        subscription: subscriptions::button(viewer, channel, found.subscription, &path),
        tabs: vec![
            tab("Newest", path.clone(), ChannelOrder::Newest),
            tab("Most viewed", format!("{path}?sort=views"), ChannelOrder::MostViewed),
        ],
        videos: cards::cards(app, app.now(), &found.videos),
        empty: empty(is_own),
        pagination: pages::pagination(page, found.videos.len(), pages::following(found.more), |number| {
            match order {
                ChannelOrder::Newest => paths::channels::page(&channel.handle, number),
                ChannelOrder::MostViewed => format!("{path}?sort=views&page={number}"),
            }
        }),
        channel: ChannelView {
            name: channel.display_name.clone(),
            handle: channel.handle.clone(),
            avatar: AvatarView::of(&channel.display_name).with_image(media_urls::avatar(channel)),
            banner_url: media_urls::banner(channel),
            about_html: markdown::to_html(&channel.about).into_string(),
            summary: plain::excerpt(&markdown::to_plain(&channel.about), SUMMARY_CHARACTERS),
            subscribers: words::counted(channel.subscribers, "subscriber", "subscribers"),
            videos: words::counted(found.listed, "video", "videos"),
            owner: ActionView { label: owner.display_name.clone(), url: paths::user(&owner.handle) },
            edit_url: is_own.then(|| paths::channels::edit(&channel.handle)),
        },
    }
}

fn empty(is_own: bool) -> EmptyView {
    let action =
        is_own.then(|| ActionView { label: "Upload a video".to_owned(), url: paths::videos::new_upload() });
    EmptyView {
        title: "No videos yet".to_owned(),
        text: "Nothing has been published on this channel so far.".to_owned(),
        action,
    }
}
