//! The forms with a file of captions. What the file is called says nothing and is not looked at.

use std::collections::BTreeMap;
use std::time::Duration;

use actix_web::{HttpRequest, web};

use crate::app::App;
use crate::error::{Error, Invalid, Result};
use crate::http::multipart_form::MultipartForm;
use crate::text::captions::{Captions, CaptionsRefused, MOST_BYTES};

const FIELDS: [&str; 2] = ["language", "label"];

/// What was typed, and the captions if a file was chosen.
pub async fn read(
    app: &App,
    request: &HttpRequest,
    payload: web::Payload,
) -> (BTreeMap<&'static str, String>, Result<Option<Captions>>) {
    let stall = Duration::from_secs(app.config.limits.stall_seconds);
    let mut form = MultipartForm::new(request, payload, stall);
    let file = read_file(&mut form).await;
    if matches!(file, Err(Error::Invalid(_))) {
        form.drain().await;
    }
    let typed = FIELDS.into_iter().map(|name| (name, form.text(name).to_owned())).collect();
    (typed, file)
}

async fn read_file(form: &mut MultipartForm) -> Result<Option<Captions>> {
    let mut captions = None;
    while let Some(part) = form.next_file().await? {
        if part.name != "file" || captions.is_some() {
            return Err(Invalid::field("file", "Choose one file.").into());
        }
        let bytes =
            form.read_file(part, MOST_BYTES).await?.ok_or_else(|| refused(CaptionsRefused::TooLarge))?;
        // A browser sends an empty file where none was chosen.
        if !bytes.is_empty() {
            captions = Some(parse(bytes).await?);
        }
    }
    Ok(captions)
}

/// Two megabytes take a moment, which other requests need not wait for.
async fn parse(bytes: Vec<u8>) -> Result<Captions> {
    let parsed = web::block(move || Captions::parse(&bytes)).await.map_err(|error| anyhow::anyhow!(error))?;
    parsed.map_err(refused)
}

fn refused(refused: CaptionsRefused) -> Error {
    Invalid::field("file", refused.to_string()).into()
}
