//! Multipart forms: a few short texts, kept, and files, streamed to the disk as they arrive.
//!
//! Everything is bounded: the number of parts, the length of a text, the size of a file by its caller, and the time: a body that
//! stops or trickles is cut off. The name that a browser gives a file is only ever shown, never used.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::body_file::{blocking, write_out};
use super::pace::Pace;
use crate::app::App;
use crate::error::{Error, Invalid, Result};
use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::{HttpRequest, web};
use futures_util::StreamExt;

const PARTS: usize = 64;
const TEXT_BYTES: usize = 64 * 1024;
const BUFFER: usize = 1024 * 1024;
/// How much of a refused body is still read, so that the browser reads the answer instead of a broken connection.
const DRAINED_BYTES: usize = 64 * 1024 * 1024;

pub struct MultipartForm {
    parts: Multipart,
    texts: BTreeMap<String, String>,
    seen: usize,
    pace: Pace,
    /// The parser has found something it cannot read, and must not be asked again.
    is_broken: bool,
}

/// A part that holds a file, not read yet.
pub struct FilePart {
    /// The field's name.
    pub name: String,
    /// What the browser calls the file; empty where none was chosen.
    pub file_name: String,
    field: Field,
}

/// What was typed into the fields of a form, whatever became of it.
pub type Typed = BTreeMap<&'static str, String>;

impl MultipartForm {
    /// Takes a form apart with `read`, and answers what was typed into `fields` in either case.
    pub async fn read<T>(
        app: &App,
        request: &HttpRequest,
        payload: web::Payload,
        fields: &[&'static str],
        read: impl AsyncFnOnce(&mut Self) -> Result<T>,
    ) -> (Typed, Result<T>) {
        let stall = Duration::from_secs(app.config.limits.stall_seconds);
        let mut form = Self::new(request, payload, stall);
        let submitted = read(&mut form).await;
        if matches!(submitted, Err(Error::Invalid(_))) {
            form.drain().await;
        }
        (fields.iter().map(|name| (*name, form.text(name).to_owned())).collect(), submitted)
    }

    /// `stall` is how long the body may stand still.
    pub fn new(request: &HttpRequest, payload: web::Payload, stall: Duration) -> Self {
        Self {
            parts: Multipart::new(request.headers(), payload),
            texts: BTreeMap::new(),
            seen: 0,
            pace: Pace::new(stall),
            is_broken: false,
        }
    }

    /// What was typed into a field, as far as it has arrived.
    pub fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }

    /// The texts of a list, as `name[0]` and so on, in their order.
    pub fn list(&self, name: &str) -> Vec<&str> {
        let is_of_list = |own: &str| own.strip_prefix(name).is_some_and(|rest| rest.starts_with('['));
        self.texts.iter().filter(|(own, _)| is_of_list(own)).map(|(_, text)| text.as_str()).collect()
    }

    /// What was typed into a field, if the form has it.
    pub fn given(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// Keeps the texts on the way to the next file; None at the end of the form.
    pub async fn next_file(&mut self) -> Result<Option<FilePart>> {
        loop {
            let Some(field) = self.pace.within(self.parts.next()).await? else { return Ok(None) };
            let mut field = field.map_err(|error| self.broken(error))?;
            self.seen += 1;
            if self.seen > PARTS {
                return Err(Invalid::field("", "The form has too many parts.").into());
            }
            let name = field.name().unwrap_or_default().to_owned();
            let file_name = field.content_disposition().and_then(|part| part.get_filename());
            if let Some(file_name) = file_name.map(str::to_owned) {
                return Ok(Some(FilePart { name, file_name, field }));
            }
            let text = match text_of(&mut field, &mut self.pace).await {
                Ok(text) => text,
                Err(error) => {
                    self.is_broken = true;
                    return Err(error);
                }
            };
            let name = match name.strip_suffix("[]") {
                // Each is one more of a list.
                Some(list) => format!("{list}[{:02}]", self.seen),
                None => name,
            };
            self.texts.insert(name, text);
        }
    }

    /// Writes the file and brings it to the disk; answers its size. `received` hears the size so far and may end it.
    pub async fn save(
        &mut self,
        mut part: FilePart,
        path: &Path,
        mut received: impl FnMut(u64) -> Result<()>,
    ) -> Result<u64> {
        let (path, folder) = (path.to_owned(), path.parent().map(Path::to_owned));
        let file = Arc::new(blocking(move || File::create(path)).await?);
        let (mut size, mut buffer) = (0_u64, Vec::with_capacity(BUFFER));
        while let Some(chunk) = self.pace.within(part.field.next()).await? {
            let chunk = chunk.map_err(|error| self.broken(error))?;
            self.pace.moved(chunk.len());
            size += chunk.len() as u64;
            received(size)?;
            buffer.extend_from_slice(&chunk);
            if buffer.len() + 64 * 1024 > BUFFER {
                buffer = write_out(&file, buffer).await?;
            }
        }
        write_out(&file, buffer).await?;
        blocking(move || {
            file.sync_all()?;
            // The folder names the file, and must remember it too.
            folder.map_or(Ok(()), |folder| File::open(folder)?.sync_all())
        })
        .await?;
        Ok(size)
    }

    /// A file that is small enough to be held; None where it has more than `most` bytes.
    pub async fn hold(&mut self, mut part: FilePart, most: usize) -> Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        while let Some(chunk) = self.pace.within(part.field.next()).await? {
            let chunk = chunk.map_err(|error| self.broken(error))?;
            self.pace.moved(chunk.len());
            if bytes.len() + chunk.len() > most {
                return Ok(None);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Some(bytes))
    }

    fn broken(&mut self, error: MultipartError) -> Error {
        self.is_broken = true;
        unreadable(error)
    }

    /// Reads what is left and forgets it, as far as that is worth it.
    pub async fn drain(&mut self) {
        let mut left = DRAINED_BYTES;
        if self.is_broken {
            return;
        }
        while let Ok(Some(Ok(mut field))) = self.pace.within(self.parts.next()).await {
            while let Ok(Some(Ok(chunk))) = self.pace.within(field.next()).await {
                self.pace.moved(chunk.len());
                match left.checked_sub(chunk.len()) {
                    Some(rest) => left = rest,
                    None => return,
                }
            }
        }
    }
}

async fn text_of(field: &mut Field, pace: &mut Pace) -> Result<String> {
    let mut bytes = Vec::new();
    while let Some(chunk) = pace.within(field.next()).await? {
        let chunk = chunk.map_err(unreadable)?;
        pace.moved(chunk.len());
        if bytes.len() + chunk.len() > TEXT_BYTES {
            return Err(Error::TooLarge("That is more text than the site takes.".to_owned()));
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| Invalid::field("", "The form is not written in UTF-8.").into())
}

/// Whatever is wrong with a body is its sender's fault, or the line's.
fn unreadable(error: MultipartError) -> Error {
    log::debug!("a form could not be read: {error}");
    Invalid::field("", "The form could not be read. Please try again.").into()
}
