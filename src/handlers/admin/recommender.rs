//! `/admin/recommender`: what the site learned, version by version; to roll back, to compare, to train now.

mod card;
mod present;

use actix_web::HttpResponse;

use super::orders::Order;
use crate::app::App;
use crate::error::{Error, Result};
use crate::http::flash::Done;
use crate::http::render;
use crate::http::viewer::Administrator;
use crate::models::admin::recommender::{ModelAction, Overview};
use crate::models::recommender_model::{NotPossible, RecommenderModel};
use crate::models::task::Task;
use crate::paths;
use crate::views::{Layout, Notice, NoticeKind};

/// `GET /admin/recommender`
pub async fn show(app: App, _: Administrator, layout: Layout) -> Result<HttpResponse> {
    let overview = load(&app).await?;
    render::private(&present::page(&app, layout, &overview))
}

/// `POST /admin/recommender`: `action`, and `version` where it is about one.
pub async fn update(app: App, _: Administrator, order: Order, layout: Layout) -> Result<HttpResponse> {
    let action = order.action::<ModelAction>()?;
    let version: Option<i64> = order.field("version").parse().ok();
    let wanted = || version.ok_or(Error::NotFound);
    let (actor, now) = (order.actor.clone(), app.now());
    let done = match action {
        ModelAction::RollBack => {
            let seen = wanted()?;
            let change =
                app.db.write(move |conn| RecommenderModel::roll_back(conn, &actor, seen, now)).await?;
            change.map(|_| Done::ModelRun)
        }
        ModelAction::Run => {
            let version = wanted()?;
            let change = app.db.write(move |conn| RecommenderModel::run(conn, &actor, version, now)).await?;
            change.map(|()| Done::ModelRun)
        }
        ModelAction::Compare => {
            let version = wanted()?;
            let change =
                app.db.write(move |conn| RecommenderModel::compare(conn, &actor, version, now)).await?;
            change.map(|()| Done::AdminDone)
        }
        ModelAction::StopComparing => {
            let write = app.db.write(move |conn| RecommenderModel::stop_comparing(conn, &actor, now));
            Ok(done(write.await?))
        }
        ModelAction::Unpin => {
            let write = app.db.write(move |conn| RecommenderModel::unpin(conn, &actor, now));
            Ok(done(write.await?))
        }
        ModelAction::Train => {
            let queued = app.db.write(move |conn| Task::order_training(conn, &actor, now)).await?;
            app.wake_workers();
            Ok(if queued { Done::ModelTraining } else { Done::AdminUnchanged })
        }
    };
    match done {
        Ok(done) => order.answer(paths::admin::RECOMMENDER, done),
        Err(reason) => refuse(&app, layout, reason).await,
    }
}

fn done(changed: bool) -> Done {
    if changed { Done::AdminDone } else { Done::AdminUnchanged }
}

/// The page as it is now, which is why nothing was done.
async fn refuse(app: &App, mut layout: Layout, reason: NotPossible) -> Result<HttpResponse> {
    let text = match reason {
        NotPossible::Changed => "Another version is in use meanwhile. Look again, then decide.",
        NotPossible::NoFile => "The file of that version is no longer kept.",
        NotPossible::Comparing => "Two different versions can be compared, one comparison at a time.",
    };
    layout.notice = Some(Notice { text: text.to_owned(), kind: NoticeKind::Problem });
    let overview = load(app).await?;
    render::refused(&present::page(app, layout, &overview))
}

async fn load(app: &App) -> Result<Overview> {
    let now = app.now();
    app.db.read(move |conn| Ok(Overview::load(conn, now)?)).await
}
