//! One's own playlists: the list, a new one, changing one and what is in it, deleting one.

pub mod items;

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::app::App;
use crate::db::ids::Uuid;
use crate::db::types::Privacy;
use crate::error::{Error, Invalid, Result};
use crate::handlers::playlists::present::{self, ListedPlaylists};
use crate::http::flash::{Done, Flash};
use crate::http::form::{Form, Query, as_typed};
use crate::http::viewer::{SignedIn, Viewer};
use crate::http::{pages, render};
use crate::models::channel::Channel;
use crate::models::page_number::PageNumber;
use crate::models::playlist::{Playlist, PlaylistDetails};
use crate::paths;
use crate::views::playlist::{DeletePage, EditPage, IndexPage, NewPage};
use crate::views::{ChoiceView, EmptyView, FormView, Layout};

const PER_PAGE: i64 = 24;

#[derive(Debug, Default, Deserialize)]
pub struct PageQuery {
    page: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PlaylistForm {
    title: String,
    description: String,
    privacy: String,
    channel: String,
}

/// `GET /my/playlists?page=`
pub async fn index(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    Query(query): Query<PageQuery>,
) -> Result<HttpResponse> {
    let page = PageNumber::parse(query.page.as_deref(), PER_PAGE);
    let read = app.db.read(move |conn| {
        let (playlists, more) = page.cut(Playlist::owned_by(conn, viewer.id, page)?);
        Ok((ListedPlaylists::with_facts(conn, &Viewer::SignedIn(viewer), playlists)?, more))
    });
    let (listed, more) = read.await?;
    render::private(&IndexPage {
        layout: framed(layout),
        playlists: listed.own_cards(&app, app.now()),
        empty: EmptyView {
            title: "You have no playlists yet".to_owned(),
            text: "Make one here, or press “Save” under a video.".to_owned(),
            action: None,
        },
        pagination: pages::pagination(page, listed.len(), pages::following(more), paths::playlists::own_page),
    })
}

/// `GET /my/playlists/new`
pub async fn new(app: App, viewer: SignedIn, layout: Layout) -> Result<HttpResponse> {
    let form = as_typed([("privacy", Privacy::Private.as_str())], Invalid::default());
    render::private(&new_page(&app, &viewer, layout, form).await?)
}

/// `POST /my/playlists/new`
pub async fn create(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    flash: Flash,
    Form(form): Form<PlaylistForm>,
) -> Result<HttpResponse> {
    let (owner, now) = (viewer.id, app.now());
    let created = match form.parse() {
        Ok(details) => app.db.write(move |conn| Playlist::create(conn, owner, &details, now)).await,
        Err(invalid) => Err(invalid.into()),
    };
    match created {
        Ok(playlist) => flash.redirect(paths::playlists::edit(&playlist.uuid), Done::PlaylistCreated),
        Err(Error::Invalid(invalid)) => {
            render::refused(&new_page(&app, &viewer, layout, form.as_typed(invalid)).await?)
        }
        Err(error) => Err(error),
    }
}

/// `GET /my/playlists/{uuid}?page=`
pub async fn edit(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    uuid: web::Path<String>,
    Query(query): Query<PageQuery>,
) -> Result<HttpResponse> {
    let page = PageNumber::parse(query.page.as_deref(), items::PER_PAGE);
    let editing = Editing::load(&app, &viewer, named(&uuid)?, page).await?;
    let form = editing.form();
    render::private(&editing.page(&app, layout, page, form))
}

/// `POST /my/playlists/{uuid}`
pub async fn update(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    flash: Flash,
    uuid: web::Path<String>,
    Form(form): Form<PlaylistForm>,
) -> Result<HttpResponse> {
    let (uuid, owner, now) = (named(&uuid)?, viewer.id, app.now());
    let page = PageNumber::first(items::PER_PAGE);
    let editing = Editing::load(&app, &viewer, uuid, page).await?;
    let outcome = match form.parse() {
        Ok(details) => app.db.write(move |conn| Playlist::update_own(conn, owner, uuid, &details, now)).await,
        Err(invalid) => Err(invalid.into()),
    };
    match outcome {
        Ok(()) => flash.redirect(paths::playlists::edit(&uuid), Done::PlaylistSaved),
        Err(Error::Invalid(invalid)) => {
            render::refused(&editing.page(&app, layout, page, form.as_typed(invalid)))
        }
        Err(error) => Err(error),
    }
}

/// `GET /my/playlists/{uuid}/delete`: asks once more.
pub async fn confirm_delete(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    uuid: web::Path<String>,
) -> Result<HttpResponse> {
    let uuid = named(&uuid)?;
    let playlist = app.db.read(move |conn| Ok(Playlist::find_own(conn, viewer.id, uuid)?)).await?;
    render::private(&DeletePage {
        layout: framed(layout),
        title: playlist.title,
        action: paths::playlists::delete(&uuid),
        back_url: paths::playlists::edit(&uuid),
    })
}

/// `POST /my/playlists/{uuid}/delete`
pub async fn delete(
    app: App,
    viewer: SignedIn,
    flash: Flash,
    uuid: web::Path<String>,
) -> Result<HttpResponse> {
    let uuid = named(&uuid)?;
    app.db.write(move |conn| Ok(Playlist::delete_own(conn, viewer.id, uuid)?)).await?;
    flash.redirect(paths::playlists::own(), Done::PlaylistDeleted)
}

/// A playlist that is being arranged, as it is now.
struct Editing {
    playlist: Playlist,
    channels: Vec<Channel>,
    items: items::Listed,
}

impl Editing {
    async fn load(app: &App, viewer: &SignedIn, uuid: Uuid, page: PageNumber) -> Result<Self> {
        let viewer = viewer.clone();
        let read = app.db.read(move |conn| {
            let playlist = Playlist::find_own(conn, viewer.id, uuid)?;
            Ok(Self {
                channels: Channel::of_user(conn, viewer.id)?,
                items: items::Listed::load(conn, &Viewer::SignedIn(viewer), &playlist, page)?,
                playlist,
            })
        });
        read.await
    }

    fn form(&self) -> FormView {
        let Playlist { title, description, privacy, channel_id, .. } = &self.playlist;
        let channel = self.channels.iter().find(|channel| Some(channel.id) == *channel_id);
        let values = [
            ("title", title.as_str()),
            ("description", description.as_str()),
            ("privacy", privacy.as_str()),
            ("channel", channel.map_or("", |channel| channel.handle.as_str())),
        ];
        as_typed(values, Invalid::default())
    }

    fn page(&self, app: &App, layout: Layout, page: PageNumber, form: FormView) -> EditPage {
        let uuid = &self.playlist.uuid;
        EditPage {
            layout: framed(layout),
            title: self.playlist.title.clone(),
            url: paths::playlists::show(uuid),
            action: paths::playlists::edit(uuid),
            delete_url: paths::playlists::delete(uuid),
            has_form: !self.playlist.is_watch_later(),
            form,
            privacies: present::privacies(),
            channels: channels(&self.channels),
            items: self.items.views(app, uuid),
            pagination: self.items.pagination(page, uuid),
        }
    }
}

impl PlaylistForm {
    fn parse(&self) -> Result<PlaylistDetails, Invalid> {
        PlaylistDetails::parse(&self.title, &self.description, &self.privacy, &self.channel)
    }

    fn as_typed(&self, invalid: Invalid) -> FormView {
        let Self { title, description, privacy, channel } = self;
        let values =
            [("title", title), ("description", description), ("privacy", privacy), ("channel", channel)];
        as_typed(values.map(|(name, value)| (name, value.as_str())), invalid)
    }
}

async fn new_page(app: &App, viewer: &SignedIn, layout: Layout, form: FormView) -> Result<NewPage> {
    let owner = viewer.id;
    let own = app.db.read(move |conn| Ok(Channel::of_user(conn, owner)?)).await?;
    Ok(NewPage { layout: framed(layout), form, privacies: present::privacies(), channels: channels(&own) })
}

fn channels(channels: &[Channel]) -> Vec<ChoiceView> {
    let none = ("", "No channel");
    let each = channels.iter().map(|channel| (channel.handle.as_str(), channel.display_name.as_str()));
    let choice = |(value, label): (&str, &str)| ChoiceView {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: String::new(),
    };
    std::iter::once(none).chain(each).map(choice).collect()
}

fn framed(layout: Layout) -> Layout {
    Layout { current: "my_playlists", ..layout }
}

fn named(uuid: &str) -> Result<Uuid> {
    Uuid::parse(uuid).ok_or(Error::NotFound)
}
