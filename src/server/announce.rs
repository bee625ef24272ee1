//! What an operator should know at the start: how to become the first administrator, and whether videos can be uploaded.

use crate::app::App;
use crate::config::Sandbox;
use crate::error::Result;
use crate::media::sandbox_status;
use crate::models::user::User;
use crate::paths;

/// Told once, after the address is known. A database that does not answer stops the start.
pub async fn announce(app: &App) -> Result<()> {
    if !app.db.read(|conn| Ok(User::any_administrator(conn)?)).await? {
        println!(
            "There is no administrator yet. Whoever opens this link first becomes it:\n  {}",
            setup_link(app)
        );
    }
    let asked = app.clone();
    // Starts programs, so not on a thread that serves, and nobody waits for it.
    tokio::task::spawn_blocking(move || log_uploads(&asked));
    Ok(())
}

/// Worth nothing once there is an administrator.
fn setup_link(app: &App) -> String {
    format!("{}/sign-up?setup={}", app.origins.canonical(), paths::query_value(&app.setup_token()))
}

fn log_uploads(app: &App) {
    match app.config.media.sandbox {
        Sandbox::On => log::info!("sandbox: {}", sandbox_status()),
        Sandbox::Off => log::warn!("sandbox: off, by media.sandbox; ffmpeg has resource limits alone"),
    }
    match app.engine_check.ready(&app.media) {
        Ok(()) => log::info!("uploads are possible"),
        Err(reason) => log::error!("uploads are not possible: {reason}"),
    }
}
