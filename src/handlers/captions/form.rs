//! The forms with a file of captions. What the file is called says nothing and is not looked at.

use actix_web::{HttpRequest, web};

use crate::app::App;
use crate::error::{Error, Invalid, Result};
use crate::http::multipart_form::{MultipartForm, Typed};
use crate::text::captions::{Captions, CaptionsRefused, MOST_BYTES};

const FIELDS: [&str; 2] = ["language", "label"];

/// What was typed, and the captions if a file was chosen.
pub async fn read(
    app: &App,
    request: &HttpRequest,
    payload: web::Payload,
) -> (Typed, Result<Option<Captions>>) {
    MultipartForm::read(app, request, payload, &FIELDS, async |form| read_file(form, "file").await).await
}

/// The one file of a form, in the field that it has to be in.
pub async fn read_file(form: &mut MultipartForm, field: &'static str) -> Result<Option<Captions>> {
    let refused = |refused: CaptionsRefused| Error::from(Invalid::field(field, refused.to_string()));
    let mut captions = None;
    while let Some(part) = form.next_file().await? {
        if part.name != field || captions.is_some() {
            return Err(Invalid::field(field, "Choose one file.").into());
        }
        let bytes = form.hold(part, MOST_BYTES).await?.ok_or_else(|| refused(CaptionsRefused::TooLarge))?;
        // A browser sends an empty file where none was chosen.
        if !bytes.is_empty() {
            captions = Some(parse(bytes).await?.map_err(refused)?);
        }
    }
    Ok(captions)
}

/// Two megabytes take a moment, which other requests need not wait for.
async fn parse(bytes: Vec<u8>) -> Result<Result<Captions, CaptionsRefused>> {
    Ok(web::block(move || Captions::parse(&bytes)).await.map_err(|error| anyhow::anyhow!(error))?)
}
