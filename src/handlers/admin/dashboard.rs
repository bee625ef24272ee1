//! `/admin`: the site at a glance.

use actix_web::HttpResponse;

use crate::app::App;
use crate::db::types::Role;
use crate::error::Result;
use crate::http::render;
use crate::http::viewer::Moderator;
use crate::models::admin::dashboard::{Dashboard, PerDay};
use crate::paths;
use crate::storage::Capacity;
use crate::text::words;
use crate::views::admin::{AttentionView, DashboardPage, StatTile};
use crate::views::{ChartView, Layout};

/// `GET /admin`
pub async fn show(app: App, Moderator(viewer): Moderator, layout: Layout) -> Result<HttpResponse> {
    let now = app.now();
    let numbers = app.db.read(move |conn| Ok(Dashboard::load(conn, now)?)).await?;
    let capacity = app.storage.capacity()?;
    render::private(&DashboardPage {
        layout: Layout { current: "admin_dashboard", robots_noindex: true, ..layout },
        tiles: tiles(&numbers, capacity),
        charts: vec![
            chart("Sign-ups", ("sign-up", "sign-ups"), &numbers.sign_ups),
            chart("Uploads", ("upload", "uploads"), &numbers.uploads),
            chart("Watched", ("video watched", "videos watched"), &numbers.watches),
            chart("Comments", ("comment", "comments"), &numbers.comments_written),
        ],
        attention: attention(&numbers, viewer.role),
    })
}

fn tiles(numbers: &Dashboard, capacity: Capacity) -> Vec<StatTile> {
    let tile = |label: &str, value: String, change: String, url: Option<&str>| StatTile {
        label: label.to_owned(),
        value,
        change,
        url: url.map(str::to_owned),
    };
    let week = |per_day: &PerDay| format!("+{} this week", words::count(per_day.this_week()));
    let stored = u64::try_from(numbers.stored_bytes).unwrap_or(0);
    let free = format!("{} free", words::bytes(capacity.free));
    vec![
        tile("Users", words::count(numbers.users), week(&numbers.sign_ups), Some(paths::admin::USERS)),
        tile("Videos", words::count(numbers.videos), week(&numbers.uploads), Some(paths::admin::VIDEOS)),
        tile("Views", words::count(numbers.views), String::new(), None),
        tile(
            "Comments",
            words::count(numbers.comments),
            week(&numbers.comments_written),
            Some(paths::admin::COMMENTS),
        ),
        tile("Open reports", words::count(numbers.open_reports), String::new(), Some(paths::admin::REPORTS)),
        tile("Waiting tasks", words::count(numbers.waiting_tasks), String::new(), None),
        tile("Storage used", words::bytes(stored), free, None),
    ]
}

fn chart(title: &str, (one, many): (&str, &str), per_day: &PerDay) -> ChartView {
    let value = |count: &i64| u64::try_from(*count).unwrap_or(0);
    let bars: Vec<(String, u64)> =
        per_day.0.iter().map(|(day, count)| (day.date_words(), value(count))).collect();
    ChartView::bars(title, &summary(one, many, per_day), &bars)
}

/// "312 uploads in 30 days, most on 4 May 2026 (41)".
fn summary(one: &str, many: &str, per_day: &PerDay) -> String {
    let all = words::counted_exactly(per_day.total(), one, many);
    let days = per_day.0.len();
    match per_day.0.iter().max_by_key(|(_, count)| *count) {
        Some((day, most)) if *most > 0 => {
            format!("{all} in {days} days, most on {} ({most})", day.date_words())
        }
        _ => format!("{all} in {days} days"),
    }
}

fn attention(numbers: &Dashboard, role: Role) -> Vec<AttentionView> {
    let mut waiting = Vec::new();
    if numbers.open_reports > 0 {
        waiting.push(AttentionView {
            text: words::counted(numbers.open_reports, "open report", "open reports"),
            url: paths::admin::filtered(paths::admin::REPORTS, "open"),
        });
    }
    if numbers.failed_tasks > 0 && role.is_administrator() {
        waiting.push(AttentionView {
            text: words::counted(numbers.failed_tasks, "failed task", "failed tasks"),
            url: paths::admin::filtered(paths::admin::TASKS, "failed"),
        });
    }
    waiting
}
