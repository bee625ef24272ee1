//! The addresses of home's lists and of searches.

/// `tab` is `recommended`, `newest` or `subscriptions`; the first page of the first is the site itself.
pub fn home(tab: &str, page: i64) -> String {
    match (tab, page) {
        ("recommended", ..=1) => super::home(),
        (tab, ..=1) => format!("/?tab={tab}"),
        (tab, page) => format!("/?tab={tab}&page={page}"),
    }
}

/// The same with what the sliders say, as `&name=value` each.
pub fn tilted_home(tab: &str, page: i64, tilt: &str) -> String {
    if tilt.is_empty() { home(tab, page) } else { format!("/?tab={tab}&page={page}{tilt}") }
}

/// `sort` is empty for relevance.
pub fn search(query: &str, sort: &str, page: i64) -> String {
    let mut path = format!("/search?q={}", super::query_value(query));
    if !sort.is_empty() {
        path.push_str("&sort=");
        path.push_str(sort);
    }
    if page > 1 {
        path.push_str(&format!("&page={page}"));
    }
    path
}
