//! For load balancers: is the process alive, and may it be sent visitors?

use std::sync::atomic::Ordering;

use actix_web::HttpResponse;
use actix_web::http::header;

use crate::app::App;
use crate::db::migrations;

/// `/healthz`: answers as long as the process can answer anything.
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .content_type("text/plain")
        .body("ok\n")
}

/// `/readyz`: the database answers and is migrated, the data folder can be written, and the process is not stopping.
pub async fn ready(app: App) -> HttpResponse {
    let problem = match unready(&app).await {
        None => return alive().await,
        Some(problem) => problem,
    };
    HttpResponse::ServiceUnavailable()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::RETRY_AFTER, "2"))
        .content_type("application/json")
        .body(format!("{{\"unready\":\"{problem}\"}}\n"))
}

async fn unready(app: &App) -> Option<&'static str> {
    if app.draining.load(Ordering::Relaxed) {
        return Some("stopping");
    }
    match app.db.read(|conn| Ok(migrations::is_current(conn))).await {
        Ok(true) => {}
        Ok(false) => return Some("database not migrated"),
        Err(_) => return Some("database"),
    }
    let probe = app.config.data_dir.join("tmp");
    let writable = tokio::task::spawn_blocking(move || std::fs::create_dir_all(&probe).is_ok()).await;
    if writable.unwrap_or(false) { None } else { Some("data folder") }
}
