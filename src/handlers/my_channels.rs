//! One's own channels: the list, a new one, changing one.

mod pictures;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use self::pictures::{Submitted, read};
use crate::app::App;
use crate::db::Conn;
use crate::db::ids::UserId;
use crate::error::{Error, Invalid, Result};
use crate::http::flash::{Done, Flash};
use crate::http::form::{Form, as_typed};
use crate::http::viewer::SignedIn;
use crate::http::{media_urls, render};
use crate::models::channel::{Channel, ChannelDetails};
use crate::models::user::ProfileDetails;
use crate::paths;
use crate::text::words;
use crate::views::channel::{ChannelCardView, EditPage, IndexPage, NewPage};
use crate::views::{AvatarView, FormView, Layout};

/// A channel with how many videos everybody finds there.
pub struct ChannelFacts {
    pub channel: Channel,
    listed: i64,
}

#[derive(Debug, Default, Deserialize)]
pub struct ChannelForm {
    #[serde(default)]
    display_name: String,
    #[serde(default)]
    handle: String,
    #[serde(default)]
    about: String,
}

/// `GET /my/channels`
pub async fn index(app: App, viewer: SignedIn, layout: Layout) -> Result<HttpResponse> {
    let channels = app.db.read(move |conn| ChannelFacts::of_user(conn, viewer.id)).await?;
    let card = |facts: &ChannelFacts| channel_card(facts, Some(paths::channels::edit(&facts.channel.handle)));
    render::private(&IndexPage { layout: framed(layout), channels: channels.iter().map(card).collect() })
}

/// `GET /my/channels/new`
pub async fn new(_viewer: SignedIn, layout: Layout) -> Result<HttpResponse> {
    render::private(&NewPage { layout: framed(layout), form: FormView::default() })
}

/// `POST /my/channels/new`
pub async fn create(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    flash: Flash,
    Form(form): Form<ChannelForm>,
) -> Result<HttpResponse> {
    let now = app.now();
    let created = match ChannelDetails::parse(&form.handle, &form.display_name, &form.about) {
        Ok(details) => app.db.write(move |conn| Channel::create(conn, viewer.id, &details, now)).await,
        Err(invalid) => Err(invalid.into()),
    };
    match created {
        Ok(channel) => flash.redirect(paths::channel(&channel.handle), Done::ChannelCreated),
        Err(Error::Invalid(invalid)) => {
            let values =
                [("display_name", &*form.display_name), ("handle", &*form.handle), ("about", &*form.about)];
            render::refused(&NewPage { layout: framed(layout), form: as_typed(values, invalid) })
        }
        Err(error) => Err(error),
    }
}

/// `GET /my/channels/{handle}`
pub async fn edit(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    handle: web::Path<String>,
) -> Result<HttpResponse> {
    let channel = load(&app, &viewer, &handle).await?;
    let values = [("display_name", &*channel.display_name), ("about", &*channel.about)];
    render::private(&edit_page(layout, &channel, as_typed(values, Invalid::default())))
}

/// `POST /my/channels/{handle}`
pub async fn update(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    flash: Flash,
    handle: web::Path<String>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse> {
    let channel = load(&app, &viewer, &handle).await?;
    let (values, submitted) = read(&app, &request, payload).await;
    let outcome = match submitted {
        Ok(submitted) => save(&app, viewer.id, &channel, submitted).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => flash.redirect(paths::channels::edit(&channel.handle), Done::ChannelSaved),
        Err(Error::Invalid(invalid)) => {
            let form = FormView { values, errors: invalid.fields().clone() };
            render::refused(&edit_page(layout, &channel, form))
        }
        Err(error) => Err(error),
    }
}

/// A channel in a list; `edit_url` is for its owner.
pub fn channel_card(facts: &ChannelFacts, edit_url: Option<String>) -> ChannelCardView {
    let ChannelFacts { channel, listed } = facts;
    let subscribers = words::counted(channel.subscribers, "subscriber", "subscribers");
    ChannelCardView {
        name: channel.display_name.clone(),
        handle: channel.handle.clone(),
        url: paths::channel(&channel.handle),
        avatar: AvatarView::of(&channel.display_name).with_image(media_urls::avatar(channel)),
        facts: format!("{} · {subscribers}", words::counted(*listed, "video", "videos")),
        edit_url,
    }
}

impl ChannelFacts {
    pub fn of_user(conn: &mut Conn, user: UserId) -> Result<Vec<Self>> {
        let channels = Channel::of_user(conn, user)?;
        Self::of(conn, channels)
    }

    /// Of these, in their order.
    pub fn of(conn: &mut Conn, channels: Vec<Channel>) -> Result<Vec<Self>> {
        let ids: Vec<_> = channels.iter().map(|channel| channel.id).collect();
        let mut listed = Channel::listed_videos(conn, &ids)?;
        let with_facts = |channel: Channel| Self { listed: listed.remove(&channel.id).unwrap_or(0), channel };
        Ok(channels.into_iter().map(with_facts).collect())
    }
}

async fn load(app: &App, viewer: &SignedIn, handle: &str) -> Result<Channel> {
    let (owner, handle) = (viewer.id, handle.to_owned());
    app.db.read(move |conn| Ok(Channel::find_own(conn, owner, &handle)?)).await
}

/// The words and the pictures at once; a picture that was stored for nothing is left to the sweep.
async fn save(app: &App, owner: UserId, channel: &Channel, submitted: Submitted) -> Result<()> {
    let words = ProfileDetails::parse(&submitted.display_name, &submitted.about)?;
    let avatar = pictures::store(app, channel, submitted.avatar, pictures::AVATAR).await?;
    let banner = pictures::store(app, channel, submitted.banner, pictures::BANNER).await?;
    let handle = channel.handle.clone();
    app.db
        .write(move |conn| {
            Channel::update_own(conn, owner, &handle, &words.display_name, &words.about)?;
            Ok(Channel::set_pictures(conn, owner, &handle, avatar.as_deref(), banner.as_deref())?)
        })
        .await
}

fn edit_page(layout: Layout, channel: &Channel, form: FormView) -> EditPage {
    EditPage {
        layout: framed(layout),
        action: paths::channels::edit(&channel.handle),
        name: channel.display_name.clone(),
        url: paths::channel(&channel.handle),
        form,
    }
}

fn framed(layout: Layout) -> Layout {
    Layout { current: "my_channels", ..layout }
}
