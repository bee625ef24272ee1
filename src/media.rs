//! The media engine: ffmpeg and ffprobe behind plain functions on files.
//!
//! Job: tell what an uploaded file is ([`probe()`]), decide what to do with it ([`judge()`]), write the file a browser
//! plays ([`make_web_file`]), the ladder of qualities for streaming ([`build_ladder`]), its posters ([`make_posters`]) and
//! re-encoded pictures ([`reencode_image`]).
//!
//! Invariants:
//! - Every ffmpeg runs as a child of `kinora confine` with resource limits and (unless switched off) Landlock.
//! - Every input is opened with a format and a protocol whitelist, and named by us, never by a user.
//! - No byte of an upload is published as it came: what is served was written by our own ffmpeg.
//! - A function that returns `Ok` has verified what it wrote and synced it to disk.
//!
//! It knows no database, no HTTP and no queue. It is synchronous: call it from a thread that may wait for hours.

pub mod clips;
pub mod confine;

mod arguments;
mod error;
mod files;
mod filters;
mod generate;
mod image;
mod join;
mod judge;
mod ladder;
mod landlock_rules;
mod poster;
mod probe;
mod process;
mod progress;
mod runner;
mod scan;
mod speech;
mod stderr_tail;
mod storyboard;
mod verify;
mod web_file;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use anyhow::Context;

pub use error::{MediaError, Refused};
pub use generate::generate_clip;
pub use image::reencode_image;
pub use join::join_renditions;
pub use judge::{Container, Picture, Plan, Sound, Transcode, judge};
pub use ladder::{Ladder, LadderWish, Rendition, Shape, build_ladder};
pub use landlock_rules::{SandboxStatus, sandbox_status};
pub use poster::{CARD, POSTER, POSTER_COUNT, Poster, make_poster, make_posters};
pub use probe::{Audio, Probe, Rate, SourceChapter, SourceFormat, Video, probe};
pub use scan::scan;
pub use speech::{extract_speech, transcribe};
pub use storyboard::{Sheet, Storyboard, make_storyboard};
pub use web_file::{Made, WebFile, make_web_file};

/// Where the programs are and how far they may go. Cheap to clone; each job takes its own clone with its own
/// cancellation flag.
#[derive(Clone, Debug)]
pub struct Engine {
    pub ffmpeg: PathBuf,
    pub ffprobe: PathBuf,
    /// The program whose `confine` subcommand starts the other two: this very one, except in tests.
    pub confine: PathBuf,
    pub sandbox: Sandbox,
    /// The operator's own program that writes down what is said, where there is one.
    pub transcriber: Option<PathBuf>,
    /// The operator's own program that may refuse a received file, where there is one.
    pub scanner: Option<PathBuf>,
    /// How many threads one ffmpeg may use.
    pub threads: usize,
    pub limits: Limits,
    pub timeouts: Timeouts,
    /// Set it from another thread and the running child is killed within a moment: [`MediaError::Cancelled`].
    pub cancelled: Arc<AtomicBool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sandbox {
    /// Landlock on every child. A kernel without it makes processing impossible.
    Landlock,
    /// Resource limits and the whitelists only: the administrator's explicit choice.
    Off,
}

/// What a file may be. The defaults are the site's.
#[derive(Clone, Debug)]
pub struct Limits {
    pub max_pixels: u64,
    pub max_duration_ms: u64,
    pub max_streams: usize,
    /// More frames a second than this are thinned out.
    pub max_fps: u32,
    /// No child may write a larger file.
    pub max_file_bytes: u64,
    pub max_memory_bytes: u64,
    /// The largest thumbnail or avatar that is looked at.
    pub max_image_bytes: u64,
}

/// How long a child may take.
#[derive(Clone, Debug)]
pub struct Timeouts {
    pub probe: Duration,
    /// One poster or one picture.
    pub still: Duration,
    /// The whole of one web file, or of one ladder.
    pub web_file: Duration,
    /// The operator's program, for one video.
    pub transcription: Duration,
    /// The operator's scanner, for one file.
    pub scan: Duration,
    /// A child that reports no progress for so long hangs.
    pub no_progress: Duration,
}

impl Engine {
    /// Finds the programs: `ffmpeg` and `ffprobe` are paths, or names looked up in `PATH`.
    pub fn find(ffmpeg: &str, ffprobe: &str, sandbox: Sandbox) -> anyhow::Result<Self> {
        Ok(Self {
            ffmpeg: find_program(OsStr::new(ffmpeg))?,
            ffprobe: find_program(OsStr::new(ffprobe))?,
            // Unlike the path of this program, this link still works after an upgrade has replaced the file.
            confine: PathBuf::from("/proc/self/exe"),
            sandbox,
            transcriber: None,
            scanner: None,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            limits: Limits::default(),
            timeouts: Timeouts::default(),
            cancelled: Arc::new(AtomicBool::new(false)),
        })
    }

    /// The same engine with its own flag, so that one job can be cancelled and the others go on.
    pub fn with_cancellation(&self, cancelled: Arc<AtomicBool>) -> Self {
        Self { cancelled, ..self.clone() }
    }

    /// Whether uploads can be processed here, or the reason why not, in words for the administrator.
    pub fn ready(&self) -> Result<(), String> {
        if self.sandbox == Sandbox::Landlock
            && let SandboxStatus::Absent { reason } = sandbox_status()
        {
            return Err(format!(
                "ffmpeg cannot be confined: {reason} Uploads are refused. Use a kernel with Landlock, or accept the \
                 risk with media.sandbox = \"off\"."
            ));
        }
        self.versions().map(|_| ()).map_err(|error| format!("{error:#}"))
    }

    /// The first line each program says about itself, obtained through the sandbox: proof that it can start there.
    pub fn versions(&self) -> anyhow::Result<[String; 2]> {
        Ok([
            process::version(self, process::Program::Ffmpeg)?,
            process::version(self, process::Program::Ffprobe)?,
        ])
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_pixels: 67_108_864,
            max_duration_ms: 12 * 60 * 60 * 1000,
            max_streams: 16,
            max_fps: 60,
            max_file_bytes: 8 << 30,
            max_memory_bytes: 6 << 30,
            max_image_bytes: 8 << 20,
        }
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            probe: Duration::from_secs(60),
            still: Duration::from_secs(10 * 60),
            web_file: Duration::from_secs(24 * 60 * 60),
            transcription: Duration::from_secs(4 * 60 * 60),
            scan: Duration::from_secs(10 * 60),
            no_progress: Duration::from_secs(120),
        }
    }
}

fn find_program(name: &OsStr) -> anyhow::Result<PathBuf> {
    if name.as_encoded_bytes().contains(&b'/') {
        return Path::new(name).canonicalize().with_context(|| format!("there is no {}", name.display()));
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|candidate| candidate.is_file())
        .with_context(|| format!("{} was not found in PATH: install ffmpeg", name.display()))
}
