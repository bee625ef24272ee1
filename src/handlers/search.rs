//! `/search`: videos and channels under the words that somebody typed.

use actix_web::HttpResponse;
use serde::Deserialize;

use crate::app::{Action, App, Watcher};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::http::form::Query;
use crate::http::{cards, pages, render};
use crate::models::channel::Channel;
use crate::models::page_number::PageNumber;
use crate::models::search::{self, Order, Results};
use crate::models::video::VideoCard;
use crate::paths;
use crate::text::{plain, words};
use crate::views::channel::ChannelCardView;
use crate::views::listing::{SearchPage, SearchResultView};
use crate::views::{AvatarView, EmptyView, Layout, TabView};

const PAGE: i64 = 20;
const SUGGESTIONS: i64 = 8;
const SHOWN_QUERY_CHARACTERS: usize = 200;
const SNIPPET_CHARACTERS: usize = 160;

#[derive(Debug, Default, Deserialize)]
pub struct SearchQuery {
    q: Option<String>,
    sort: Option<String>,
    page: Option<String>,
}

/// What one closure gathers.
struct Found {
    results: Results,
    snippets: std::collections::HashMap<crate::db::ids::VideoId, String>,
    channels: Vec<Channel>,
    suggestions: Vec<VideoCard>,
}

/// `GET /search?q=&sort=&page=`
pub async fn show(
    app: App,
    watcher: Watcher,
    mut layout: Layout,
    Query(asked): Query<SearchQuery>,
) -> Result<HttpResponse> {
    let query = shown(asked.q.as_deref().unwrap_or_default());
    let order = parse_order(asked.sort.as_deref());
    let page = PageNumber::parse(asked.page.as_deref(), PAGE);
    if !query.is_empty() {
        app.limit(Action::Search, &watcher.caller())?;
    }
    let wanted = query.clone();
    let found = app.db.read(move |conn| {
        let results = search::find(conn, &wanted, order, page.window())?;
        let first = page.number() == 1;
        Ok(Found {
            snippets: search::descriptions(conn, &results.cards)?,
            channels: if first { search::find_channels(conn, &wanted)? } else { Vec::new() },
            suggestions: if results.cards.is_empty() && first {
                page.cut(VideoCard::newest(conn, PageNumber::first(SUGGESTIONS))?).0
            } else {
                Vec::new()
            },
            results,
        })
    });
    let found = found.await?;
    let (now, more) = (app.now(), pages::following(found.results.more));
    layout.search_query.clone_from(&query);
    layout.robots_noindex = true;
    render::page(&SearchPage {
        summary: summary(&query, &found.results),
        sorts: if found.results.cards.is_empty() { Vec::new() } else { sorts(&query, order) },
        empty: found.results.cards.is_empty().then(|| empty(&query, page, &found)),
        pagination: pages::pagination(page, found.results.cards.len(), more, |number| {
            paths::lists::search(&query, order_name(order), number)
        }),
        channels: found.channels.iter().map(channel).collect(),
        results: results(&app, now, &found),
        suggestions: cards::cards(&app, now, &found.suggestions),
        query,
        layout,
    })
}

/// As the page repeats it: one line, and no more than anybody means.
fn shown(query: &str) -> String {
    plain::clean_line(plain::truncated(query, SHOWN_QUERY_CHARACTERS * 4))
        .chars()
        .take(SHOWN_QUERY_CHARACTERS)
        .collect()
}

fn results(app: &App, now: Timestamp, found: &Found) -> Vec<SearchResultView> {
    let result = |card: &VideoCard| SearchResultView {
        snippet: found
            .snippets
            .get(&card.id)
            .map(|text| plain::excerpt(text, SNIPPET_CHARACTERS))
            .unwrap_or_default(),
        card: cards::card(app, now, card),
    };
    found.results.cards.iter().map(result).collect()
}

fn channel(channel: &Channel) -> ChannelCardView {
    ChannelCardView {
        name: channel.display_name.clone(),
        handle: channel.handle.clone(),
        url: paths::channel(&channel.handle),
        avatar: AvatarView::of(&channel.display_name),
        facts: words::counted(channel.subscribers, "subscriber", "subscribers"),
        edit_url: None,
    }
}

fn summary(query: &str, results: &Results) -> String {
    match results.total {
        0 => String::new(),
        search::COUNTED.. => format!("More than {} videos for “{query}”", search::COUNTED - 1),
        total => format!("{} for “{query}”", words::counted(total, "video", "videos")),
    }
}

fn empty(query: &str, page: PageNumber, found: &Found) -> EmptyView {
    let (title, text) = if page.number() > 1 {
        ("That was all".to_owned(), "There are no more results.")
    } else if query.is_empty() {
        (
            "What are you looking for?".to_owned(),
            "Type words from a title, a description, a tag or a channel's name into the box above.",
        )
    } else if found.channels.is_empty() {
        (format!("Nothing found for “{query}”"), "Try fewer or other words, or look at what is new.")
    } else {
        (format!("No videos found for “{query}”"), "Try fewer or other words.")
    };
    EmptyView { title, text: text.to_owned(), action: None }
}

fn sorts(query: &str, current: Order) -> Vec<TabView> {
    [(Order::Relevance, "Relevance"), (Order::Newest, "Newest"), (Order::MostViewed, "Most viewed")]
        .map(|(order, label)| TabView {
            label: label.to_owned(),
            url: paths::lists::search(query, order_name(order), 1),
            current: order == current,
        })
        .to_vec()
}

fn parse_order(name: Option<&str>) -> Order {
    match name {
        Some("newest") => Order::Newest,
        Some("views") => Order::MostViewed,
        _ => Order::Relevance,
    }
}

fn order_name(order: Order) -> &'static str {
    match order {
        Order::Relevance => "",
        Order::Newest => "newest",
        Order::MostViewed => "views",
    }
}
