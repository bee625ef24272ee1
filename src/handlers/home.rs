//! `/`: what is recommended, what is new, what comes from the channels that one follows.

use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use crate::app::{App, FeedCard, Watcher};
use crate::error::Result;
use crate::handlers::feeds;
use crate::http::form::Query;
use crate::http::{cards, pages, render, tilt};
use crate::models::page_number::PageNumber;
use crate::models::video::VideoCard;
use crate::paths;
use crate::recommender::Tilt;
use crate::views::listing::{HomePage, ShelfView};
use crate::views::{ActionView, EmptyView, Layout, TabView, VideoCardView};

const PAGE: i64 = 24;

#[derive(Debug, Default, Deserialize)]
pub struct HomeQuery {
    tab: Option<String>,
    page: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Recommended,
    Newest,
    Subscriptions,
}

/// `GET /?tab=&page=`, and the sliders of what is recommended.
pub async fn show(
    app: App,
    request: HttpRequest,
    watcher: Watcher,
    mut layout: Layout,
    Query(query): Query<HomeQuery>,
) -> Result<HttpResponse> {
    let tab = Tab::parse(query.tab.as_deref());
    let page = PageNumber::parse(query.page.as_deref(), PAGE);
    layout.current = "home";
    layout.canonical = Some(app.origins.canonical() + &paths::lists::home(tab.name(), page.number()));
    let tilt = tilt::of(&request);
    let (videos, more) = videos(&app, &watcher, tab, page, tilt).await?;
    let shown = videos.len();
    let shelves = if videos.is_empty() {
        Vec::new()
    } else {
        vec![ShelfView { heading: tab.label().to_owned(), more: None, videos }]
    };
    render::page(&HomePage {
        feeds: feeds::present::links(&layout.site_name, "", None),
        tabs: tabs(tab),
        empty: shelves.is_empty().then(|| tab.empty(&watcher, page)),
        pagination: pages::pagination(page, shown, pages::following(more), |number| {
            paths::lists::tilted_home(tab.name(), number, &tilt::query(tilt))
        }),
        tilt: (tab == Tab::Recommended && !shelves.is_empty()).then(|| tilt::view(paths::home(), tilt)),
        shelves,
        layout,
    })
}

async fn videos(
    app: &App,
    watcher: &Watcher,
    tab: Tab,
    page: PageNumber,
    tilt: Tilt,
) -> Result<(Vec<VideoCardView>, bool)> {
    let now = app.now();
    if tab == Tab::Recommended {
        let (asked, watcher) = (app.clone(), watcher.clone());
        let (listed, more): (Vec<FeedCard>, bool) =
            app.db.read(move |conn| asked.home(conn, &watcher, page, tilt)).await?;
        return Ok((cards::recommended(app, now, &listed), more));
    }
    let user = watcher.viewer.id();
    let loaded = app.db.read(move |conn| match (tab, user) {
        (Tab::Subscriptions, Some(user)) => Ok(VideoCard::of_subscriptions(conn, user, page)?),
        (Tab::Subscriptions, None) => Ok(Vec::new()),
        _ => Ok(VideoCard::newest(conn, page)?),
    });
    let (listed, more) = page.cut(loaded.await?);
    Ok((cards::cards(app, now, &listed), more))
}

fn tabs(current: Tab) -> Vec<TabView> {
    [Tab::Recommended, Tab::Newest, Tab::Subscriptions]
        .map(|tab| TabView {
            label: tab.label().to_owned(),
            url: paths::lists::home(tab.name(), 1),
            current: tab == current,
        })
        .to_vec()
}

impl Tab {
    fn parse(name: Option<&str>) -> Self {
        match name {
            Some("newest") => Self::Newest,
            Some("subscriptions") => Self::Subscriptions,
            _ => Self::Recommended,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Recommended => "recommended",
            Self::Newest => "newest",
            Self::Subscriptions => "subscriptions",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Recommended => "Recommended",
            Self::Newest => "Newest",
            Self::Subscriptions => "Subscriptions",
        }
    }

    fn empty(self, watcher: &Watcher, page: PageNumber) -> EmptyView {
        let newest = paths::lists::home(Self::Newest.name(), 1);
        let (title, text, label, url) = match (self, watcher.viewer.id()) {
            _ if page.number() > 1 => {
                ("That was all", "There are no more videos on this list.", "See the newest", newest)
            }
            (Self::Subscriptions, None) => (
                "Your subscriptions",
                "Sign in to follow channels and find their new videos here.",
                "Sign in",
                paths::sign_in(&paths::lists::home(self.name(), 1)),
            ),
            (Self::Subscriptions, Some(_)) => (
                "Nothing from your subscriptions yet",
                "Subscribe to channels you like, and their new videos appear here.",
                "See the newest",
                newest,
            ),
            _ => (
                "No videos yet",
                "Be the first: upload a video and it appears here as soon as it can be watched.",
                "Upload a video",
                paths::videos::new_upload(),
            ),
        };
        let action = Some(ActionView { label: label.to_owned(), url });
        EmptyView { title: title.to_owned(), text: text.to_owned(), action }
    }
}
