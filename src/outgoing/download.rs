//! A file from elsewhere to the disk, in as many pieces as it takes.
//!
//! Beside the file lies a note of what the other side called this version of it. With it a later call goes on where an earlier one was
//! cut, and only if the file is the same still; without it everything begins anew.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use reqwest::header::{CONTENT_RANGE, ETAG, HeaderName, LAST_MODIFIED};
use reqwest::{Response, StatusCode};

use super::{Address, Caps, Client, OutgoingError, Result, media_type, run, within};

/// How often one call goes on after the connection broke.
const RESUMPTIONS: u32 = 5;
/// Before the first resumption; one more before each further one.
const PAUSE: Duration = Duration::from_secs(1);

/// How far a download is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub bytes: u64,
    /// As far as the other side says.
    pub of: Option<u64>,
}

/// A file that is here in whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Downloaded {
    pub bytes: u64,
    /// What the other side calls it; not to be believed.
    pub media_type: Option<String>,
}

/// What an earlier piece left.
struct Begun {
    bytes: u64,
    version: String,
}

impl Client {
    /// Fetches a file, following where its address points. `on_piece` hears of every piece, and ends the download with an error: what is
    /// there then stays for the next call.
    pub fn download(
        &self,
        address: &Address,
        file: &Path,
        caps: &Caps,
        on_piece: &mut dyn FnMut(Progress) -> io::Result<()>,
    ) -> Result<Downloaded> {
        run(within(caps, async {
            let mut resumptions = 0;
            loop {
                match self.go_on(address, file, caps, on_piece).await {
                    Ok(downloaded) => {
                        remove(&note_of(file))?;
                        return Ok(downloaded);
                    }
                    Err(error) if error.is_passing() && resumptions < RESUMPTIONS => {
                        resumptions += 1;
                        log::info!("a download is gone on with: {error}");
                        tokio::time::sleep(PAUSE * resumptions).await;
                    }
                    Err(error) => return Err(error),
                }
            }
        }))
    }

    async fn go_on(
        &self,
        address: &Address,
        file: &Path,
        caps: &Caps,
        on_piece: &mut dyn FnMut(Progress) -> io::Result<()>,
    ) -> Result<Downloaded> {
        let begun = Begun::at(file)?;
        let asked = begun.as_ref().map(Begun::headers).unwrap_or_default();
        let mut response = self.follow(address, &asked, caps).await?;
        let (mut sink, mut bytes) = match (response.status(), begun) {
            (StatusCode::OK, _) => (start(file, &response)?, 0),
            (StatusCode::PARTIAL_CONTENT, Some(begun)) if starts_at(&response) == Some(begun.bytes) => {
                (OpenOptions::new().append(true).open(file)?, begun.bytes)
            }
            (StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE, _) => {
                remove(&note_of(file))?;
                return Err(OutgoingError::Unreachable("it sent another part than was asked for".to_owned()));
            }
            (status, _) => return Err(OutgoingError::Status(status.as_u16())),
        };
        let of = response.content_length().map(|left| bytes.saturating_add(left));
        if of.is_some_and(|of| of > caps.bytes) {
            return Err(OutgoingError::TooLarge { bytes: caps.bytes });
        }
        while let Some(piece) = response.chunk().await? {
            bytes += piece.len() as u64;
            if bytes > caps.bytes {
                return Err(OutgoingError::TooLarge { bytes: caps.bytes });
            }
            sink.write_all(&piece)?;
            on_piece(Progress { bytes, of })?;
        }
        sink.sync_all()?;
        Ok(Downloaded { bytes, media_type: media_type(&response) })
    }
}

impl Begun {
    fn at(file: &Path) -> io::Result<Option<Self>> {
        let version = match fs::read_to_string(note_of(file)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            version => version?,
        };
        match fs::metadata(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            facts => Ok(Some(Self { bytes: facts?.len(), version }).filter(|begun| begun.bytes > 0)),
        }
    }

    fn headers(&self) -> Vec<(&'static str, String)> {
        vec![("range", format!("bytes={}-", self.bytes)), ("if-range", self.version.clone())]
    }
}

/// Begins the file, with a note of its version if it has one that is sure.
fn start(file: &Path, response: &Response) -> io::Result<File> {
    // First the note goes, so that it never lies beside what is not of its version.
    remove(&note_of(file))?;
    let sink = File::create(file)?;
    if let Some(version) = version(response) {
        fs::write(note_of(file), version)?;
    }
    Ok(sink)
}

fn version(response: &Response) -> Option<&str> {
    let header = |name: HeaderName| response.headers().get(name)?.to_str().ok();
    header(ETAG).filter(|tag| tag.starts_with('"')).or_else(|| header(LAST_MODIFIED))
}

/// `bytes 500-999/1000` starts at 500.
fn starts_at(response: &Response) -> Option<u64> {
    let range = response.headers().get(CONTENT_RANGE)?.to_str().ok()?;
    range.strip_prefix("bytes ")?.split_once('-')?.0.parse().ok()
}

fn note_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".version");
    name.into()
}

fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}
