//! One's own channels: made at `/api/v1/video-channels`, changed at `/api/v1/video-channels/{handle}`.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::handle_of;
use super::me::ProfileFields;
use crate::app::App;
use crate::error::{Error, Invalid, Result};
use crate::http::api;
use crate::http::bearer::MayUpload;
use crate::http::json::JsonOrForm;
use crate::models::channel::{Channel, ChannelDetails};
use crate::views::api::channel::{ChannelName, NewChannel};

/// A channel to make.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct ChannelFields {
    /// Its handle, which stays what it is.
    #[schema(required, examples("mila_at_sea"))]
    name: String,
    #[schema(required, min_length = 1, max_length = 50)]
    display_name: String,
    #[schema(max_length = 1000)]
    description: Option<String>,
}

/// `POST /api/v1/video-channels`
pub async fn create(
    app: App,
    MayUpload(owner): MayUpload,
    JsonOrForm(fields): JsonOrForm<ChannelFields>,
) -> Result<HttpResponse> {
    let (owner, now) = (owner.id, app.now());
    let description = fields.description.as_deref().unwrap_or_default();
    let details = ChannelDetails::parse(&fields.name, &fields.display_name, description);
    let details = details.map_err(renamed)?;
    let created = app.db.write(move |conn| Channel::create(conn, owner, &details, now)).await;
    let channel = created.map_err(|error| match error {
        Error::Invalid(invalid) => renamed(invalid).into(),
        error => error,
    })?;
    api::made(&NewChannel { video_channel: ChannelName { id: channel.id.0 } })
}

/// `PUT /api/v1/video-channels/{handle}`
pub async fn update(
    app: App,
    MayUpload(owner): MayUpload,
    handle: web::Path<String>,
    JsonOrForm(fields): JsonOrForm<ProfileFields>,
) -> Result<HttpResponse> {
    let (owner, handle) = (owner.id, handle_of(&app, &handle)?);
    let updated = app.db.write(move |conn| {
        let channel = Channel::find_own(conn, owner, &handle)?;
        let words = fields.parse(&channel.display_name, &channel.about)?;
        Channel::update_own(conn, owner, &handle, &words.display_name, &words.about)
    });
    updated.await?;
    Ok(api::done())
}

/// The fields by the names that programs know.
fn renamed(invalid: Invalid) -> Invalid {
    let invalid = invalid.renamed("handle", "name").renamed("display_name", "displayName");
    invalid.renamed("about", "description")
}
