//! The form that changes a channel, with its two pictures.

use actix_web::{HttpRequest, web};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::app::App;
use crate::error::{Invalid, Result};
use crate::http::multipart_form::{MultipartForm, Typed};
use crate::http::picture::UploadedPicture;
use crate::keys::random_bytes;
use crate::models::channel::Channel;
use crate::storage::StorageKey;

/// One of a channel's pictures: its field, which is also part of its file's name, and how large it may be.
#[derive(Clone, Copy)]
pub struct Kind {
    field: &'static str,
    size: (u32, u32),
}

pub const AVATAR: Kind = Kind { field: "avatar", size: (336, 336) };
pub const BANNER: Kind = Kind { field: "banner", size: (1920, 640) };

pub struct Submitted {
    pub display_name: String,
    pub about: String,
    pub avatar: Option<UploadedPicture>,
    pub banner: Option<UploadedPicture>,
}

/// Reads the form; answers what was typed in either case.
pub async fn read(app: &App, request: &HttpRequest, payload: web::Payload) -> (Typed, Result<Submitted>) {
    let fields = ["display_name", "about"];
    MultipartForm::read(app, request, payload, &fields, async |form| read_parts(app, form).await).await
}

async fn read_parts(app: &App, form: &mut MultipartForm) -> Result<Submitted> {
    let (mut avatar, mut banner) = (None, None);
    while let Some(part) = form.next_file().await? {
        match part.name.as_str() {
            "avatar" => avatar = UploadedPicture::receive(app, form, part, "avatar").await?,
            "banner" => banner = UploadedPicture::receive(app, form, part, "banner").await?,
            _ => return Err(Invalid::field("", "The form could not be read. Please try again.").into()),
        }
    }
    let text = |name: &str| form.text(name).to_owned();
    Ok(Submitted { display_name: text("display_name"), about: text("about"), avatar, banner })
}

/// Stores a picture under a version of its own, which it answers: addresses of pictures never change their content.
pub async fn store(
    app: &App,
    channel: &Channel,
    picture: Option<UploadedPicture>,
    kind: Kind,
) -> Result<Option<String>> {
    let Some(picture) = picture else { return Ok(None) };
    let version = format!("v{}", URL_SAFE_NO_PAD.encode(random_bytes::<18>()?));
    let key = format!("media/{}/{version}/{}-{}.jpg", channel.uuid, channel.uuid, kind.field);
    let key = StorageKey::parse(&key).map_err(anyhow::Error::from)?;
    picture.store(app, &key, kind.size, kind.field).await?;
    Ok(Some(version))
}
