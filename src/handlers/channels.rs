//! `/c/{handle}`: a channel with its videos, or with its playlists.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::feeds::present::links;
use super::playlists::present::ListedPlaylists;
use super::subscriptions;
use crate::app::App;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::http::form::Query;
use crate::http::viewer::Viewer;
use crate::http::{cards, media_urls, pages, render};
use crate::models::channel::Channel;
use crate::models::page_number::PageNumber;
use crate::models::playlist::{Playlist, PlaylistFilter};
use crate::models::subscription::Subscription;
use crate::models::user::User;
use crate::models::video::{ChannelOrder, VideoCard};
use crate::paths;
use crate::text::{Handle, markdown, plain, words};
use crate::views::channel::{ChannelView, ShowPage};
use crate::views::feed::FeedLinkView;
use crate::views::{ActionView, AvatarView, EmptyView, Layout, TabView};

const PER_PAGE: i64 = 24;
const SUMMARY_CHARACTERS: usize = 160;

#[derive(Debug, Default, Deserialize)]
pub struct ShowQuery {
    page: Option<String>,
    sort: Option<String>,
    tab: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Videos(ChannelOrder),
    Playlists,
}

/// Everything the page tells, as it was found.
struct Found {
    channel: Channel,
    owner: User,
    listed: i64,
    subscription: Subscription,
    has_playlists: bool,
    videos: Vec<VideoCard>,
    playlists: ListedPlaylists,
    more: bool,
}

/// `GET /c/{handle}?tab=&sort=&page=`
pub async fn show(
    app: App,
    viewer: Viewer,
    layout: Layout,
    handle: web::Path<String>,
    Query(query): Query<ShowQuery>,
) -> Result<HttpResponse> {
    let handle = Handle::parse_any(&handle).map_err(|_| Error::NotFound)?.into_string();
    let page = PageNumber::parse(query.page.as_deref(), PER_PAGE);
    let tab = match (query.tab.as_deref(), query.sort.as_deref()) {
        (Some("playlists"), _) => Tab::Playlists,
        (_, Some("views")) => Tab::Videos(ChannelOrder::MostViewed),
        _ => Tab::Videos(ChannelOrder::Newest),
    };
    let who = viewer.clone();
    let found = app.db.read(move |conn| gather(conn, &who, &handle, tab, page)).await?;
    render::page(&view(&app, &viewer, layout, found, tab, page))
}

fn gather(conn: &mut Conn, viewer: &Viewer, handle: &str, tab: Tab, page: PageNumber) -> Result<Found> {
    let channel = Channel::find_by_handle(conn, handle)?;
    let of_channel = PlaylistFilter { channel: Some(channel.id), ..PlaylistFilter::default() };
    let (videos, playlists, more) = match tab {
        Tab::Videos(order) => {
            let (videos, more) = page.cut(VideoCard::on_channel_by(conn, channel.id, order, page)?);
            (videos, ListedPlaylists::default(), more)
        }
        Tab::Playlists => {
            let (playlists, more) = page.cut(Playlist::page(conn, &of_channel, page)?);
            (Vec::new(), ListedPlaylists::with_facts(conn, &Viewer::Anonymous, playlists)?, more)
        }
    };
    Ok(Found {
        owner: User::find(conn, channel.user_id)?,
        listed: Channel::listed_videos(conn, &[channel.id])?.remove(&channel.id).unwrap_or(0),
        subscription: Subscription::of(conn, viewer, channel.id)?,
        has_playlists: !playlists.is_empty() || Playlist::any(conn, &of_channel)?,
        channel,
        videos,
        playlists,
        more,
    })
}

fn view(app: &App, viewer: &Viewer, layout: Layout, found: Found, tab: Tab, page: PageNumber) -> ShowPage {
    let Found { channel, owner, .. } = &found;
    let path = paths::channel(&channel.handle);
    let is_own = viewer.id() == Some(channel.user_id);
    let tab_view =
        |label: &str, url: String, its: Tab| TabView { label: label.to_owned(), url, current: its == tab };
    let (newest, most_viewed) = (Tab::Videos(ChannelOrder::Newest), Tab::Videos(ChannelOrder::MostViewed));
    let playlists_url = paths::playlists::of_channel(&channel.handle);
    let playlists = found.has_playlists.then(|| tab_view("Playlists", playlists_url, Tab::Playlists));
    ShowPage {
        layout: Layout { canonical: Some(format!("{}{path}", app.origins.canonical())), ..layout },
        feeds: feeds(channel),
        subscription: subscriptions::button(viewer, channel, found.subscription, &path),
        tabs: [
            tab_view("Newest", path.clone(), newest),
            tab_view("Most viewed", format!("{path}?sort=views"), most_viewed),
        ]
        .into_iter()
        .chain(playlists)
        .collect(),
        videos: cards::cards(app, app.now(), &found.videos),
        playlists: found.playlists.cards(app, app.now()),
        shows_playlists: tab == Tab::Playlists,
        empty: empty(is_own, tab),
        pagination: pages::pagination(
            page,
            found.videos.len().max(found.playlists.len()),
            pages::following(found.more),
            |number| match tab {
                Tab::Videos(ChannelOrder::Newest) => paths::channels::page(&channel.handle, number),
                Tab::Videos(ChannelOrder::MostViewed) => format!("{path}?sort=views&page={number}"),
                Tab::Playlists => paths::playlists::of_channel_page(&channel.handle, number),
            },
        ),
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

fn feeds(channel: &Channel) -> Vec<FeedLinkView> {
    let narrowed = paths::feeds::of_channel(&channel.handle);
    links(&channel.display_name, &narrowed, Some(paths::feeds::podcast(&narrowed)))
}

fn empty(is_own: bool, tab: Tab) -> EmptyView {
    if tab == Tab::Playlists {
        return EmptyView {
            title: "No playlists yet".to_owned(),
            text: "There are no playlists on this channel so far.".to_owned(),
            action: None,
        };
    }
    let action =
        is_own.then(|| ActionView { label: "Upload a video".to_owned(), url: paths::videos::new_upload() });
    EmptyView {
        title: "No videos yet".to_owned(),
        text: "Nothing has been published on this channel so far.".to_owned(),
        action,
    }
}
