//! What one brings from elsewhere: the list, a new import, one with its report, stopping it and going on.
//!
//! Whoever may not begin one here finds no form. What a command began is listed all the same.

mod present;

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::app::App;
use crate::config::Importers;
use crate::db::ids::Uuid;
use crate::db::types::{ImportRunner, ImportSource, Privacy};
use crate::error::{Error, Invalid, Result};
use crate::http::flash::{Done, Flash};
use crate::http::form::{Form, Query, as_typed};
use crate::http::viewer::SignedIn;
use crate::http::{pages, render};
use crate::models::channel::Channel;
use crate::models::import::{Import, ImportDetails, ImportItem};
use crate::models::page_number::PageNumber;
use crate::outgoing::Address;
use crate::paths;
use crate::views::import::{IndexPage, NewPage, ShowPage};
use crate::views::{EmptyView, FormView, Layout};

const PER_PAGE: i64 = 20;
const ITEMS_PER_PAGE: i64 = 50;

#[derive(Debug, Default, Deserialize)]
pub struct PageQuery {
    page: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ImportForm {
    source: String,
    address: String,
    channel: String,
    privacy: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ActionForm {
    action: String,
}

/// `GET /my/imports?page=`
pub async fn index(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    Query(query): Query<PageQuery>,
) -> Result<HttpResponse> {
    let page = PageNumber::parse(query.page.as_deref(), PER_PAGE);
    let may_begin = may_begin(&app, &viewer);
    let owner = viewer.id;
    let (imports, more) = app.db.read(move |conn| Ok(page.cut(Import::owned_by(conn, owner, page)?))).await?;
    let text = if may_begin {
        "Bring a channel from another site, with words, dates, captions and pictures."
    } else {
        "Imports that an administrator begins for you on the command line appear here."
    };
    render::private(&IndexPage {
        layout: framed(layout),
        new_url: may_begin.then(paths::imports::new),
        imports: imports.iter().map(|import| present::import(&app, import)).collect(),
        empty: EmptyView {
            title: "Nothing was imported yet".to_owned(),
            text: text.to_owned(),
            action: None,
        },
        pagination: pages::pagination(page, imports.len(), pages::following(more), paths::imports::own_page),
    })
}

/// `GET /my/imports/new`
pub async fn new(app: App, viewer: SignedIn, layout: Layout) -> Result<HttpResponse> {
    let form = as_typed([("privacy", Privacy::Private.as_str())], Invalid::default());
    render::private(&new_page(&app, &viewer, layout, form).await?)
}

/// `POST /my/imports/new`
pub async fn create(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    flash: Flash,
    Form(form): Form<ImportForm>,
) -> Result<HttpResponse> {
    if !may_begin(&app, &viewer) {
        return Err(Error::NotFound);
    }
    let (owner, now) = (viewer.id, app.now());
    let created = match form.parse(&app) {
        Ok(details) => {
            let begin = move |conn: &mut _| Import::create(conn, owner, &details, ImportRunner::Task, now);
            app.db.write(begin).await
        }
        Err(invalid) => Err(invalid.into()),
    };
    match created {
        Ok(import) => {
            app.wake_workers();
            flash.redirect(paths::imports::show(&import.uuid), Done::ImportBegun)
        }
        Err(Error::Invalid(invalid)) => {
            render::refused(&new_page(&app, &viewer, layout, form.as_typed(invalid)).await?)
        }
        Err(error) => Err(error),
    }
}

/// `GET /my/imports/{uuid}?page=`
pub async fn show(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    uuid: web::Path<String>,
    Query(query): Query<PageQuery>,
) -> Result<HttpResponse> {
    let (uuid, page) = (named(&uuid)?, PageNumber::parse(query.page.as_deref(), ITEMS_PER_PAGE));
    let may_begin = may_begin(&app, &viewer);
    let read = app.db.read(move |conn| {
        let import = Import::find_own(conn, viewer.id, uuid)?;
        let (items, more) = page.cut(ImportItem::of_import(conn, &import, page)?);
        Ok((import, items, more))
    });
    let (import, items, more) = read.await?;
    render::private(&ShowPage {
        layout: framed(layout),
        wish: present::wish(&import),
        problem: import.error.clone(),
        is_running: import.is_running(),
        may_go_on: may_begin && import.may_go_on(),
        import: present::import(&app, &import),
        items: items.iter().map(present::item).collect(),
        pagination: pages::pagination(page, items.len(), pages::following(more), |number| {
            paths::imports::page(&uuid, number)
        }),
    })
}

/// `POST /my/imports/{uuid}`
pub async fn update(
    app: App,
    viewer: SignedIn,
    flash: Flash,
    uuid: web::Path<String>,
    Form(form): Form<ActionForm>,
) -> Result<HttpResponse> {
    let (uuid, owner, now) = (named(&uuid)?, viewer.id, app.now());
    let done = match form.action.as_str() {
        "stop" => {
            app.db.write(move |conn| Import::stop_own(conn, owner, uuid, now)).await?;
            Done::ImportStopped
        }
        "go_on" if may_begin(&app, &viewer) => {
            app.db.write(move |conn| Import::go_on_own(conn, owner, uuid, now)).await?;
            app.wake_workers();
            Done::ImportGoesOn
        }
        "go_on" => return Err(Error::NotFound),
        _ => {
            app.db.read(move |conn| Ok(Import::find_own(conn, owner, uuid)?)).await?;
            return Err(Error::Malformed("an import stops or goes on"));
        }
    };
    flash.redirect(paths::imports::show(&uuid), done)
}

impl ImportForm {
    /// Folders and archives are for the command alone, and what can be seen to lead nowhere public is said at once.
    fn parse(&self, app: &App) -> Result<ImportDetails, Invalid> {
        let source = ImportSource::parse(&self.source).filter(|source| source.is_site());
        let source = source.map_or("", ImportSource::as_str);
        let details = ImportDetails::parse(source, &self.address, &self.channel, &self.privacy)?;
        let judged =
            Address::parse(&details.address).and_then(|address| app.import_client().judge_text(&address));
        match judged {
            Ok(()) => Ok(details),
            Err(refused) => Err(Invalid::field("address", refused.to_string())),
        }
    }

    fn as_typed(&self, invalid: Invalid) -> FormView {
        let Self { source, address, channel, privacy } = self;
        let values = [("source", source), ("address", address), ("channel", channel), ("privacy", privacy)];
        as_typed(values.map(|(name, value)| (name, value.as_str())), invalid)
    }
}

/// Whether this person may have the server fetch from other sites.
fn may_begin(app: &App, viewer: &SignedIn) -> bool {
    match app.config.imports.sites {
        Importers::Nobody => false,
        Importers::Administrators => viewer.role.is_administrator(),
        Importers::Creators => true,
    }
}

async fn new_page(app: &App, viewer: &SignedIn, layout: Layout, form: FormView) -> Result<NewPage> {
    if !may_begin(app, viewer) {
        return Err(Error::NotFound);
    }
    let owner = viewer.id;
    let channels = app.db.read(move |conn| Ok(Channel::of_user(conn, owner)?)).await?;
    Ok(NewPage {
        layout: framed(layout),
        form,
        sources: present::sources(),
        channels: present::channels(&channels),
        privacies: super::privacies::choices(),
    })
}

fn framed(layout: Layout) -> Layout {
    Layout { current: "my_videos", ..layout }
}

fn named(uuid: &str) -> Result<Uuid> {
    Uuid::parse(uuid).ok_or(Error::NotFound)
}
