//! Runs one confined program to its end: reads its progress, notices when it hangs, floods or is cancelled.
//!
//! The calling thread starts the child and waits for it, because the death signal of the child follows that thread.

use std::path::Path;
use std::process::ExitStatus;
use std::sync::atomic::Ordering;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use anyhow::anyhow;

use super::arguments::Arguments;
use super::process::{Confined, Program, Written};
use super::progress::Progress;
use super::stderr_tail::StderrTail;
use super::{Engine, MediaError, confine};

pub(super) struct Job<'a> {
    pub program: Program,
    pub arguments: Arguments,
    /// The files it may read.
    pub read: &'a [&'a Path],
    /// The folder it may write into.
    pub write: Option<&'a Path>,
    pub longest: Duration,
}

/// A program that ran to an end of its own, good or bad.
#[derive(Debug)]
pub(super) struct Finished {
    pub status: ExitStatus,
    /// What [`output`] collected; empty after [`watched`].
    pub output: Vec<u8>,
    pub complaints: String,
    /// How much time the written stream holds, from the last progress report.
    pub reached: Reached,
    /// Whether the program itself said that it had come to the end of its work.
    pub said_it_ended: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reached {
    pub milliseconds: u64,
    pub frames: u64,
}

impl Reached {
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// Runs it and collects its standard output.
pub(super) fn output(engine: &Engine, job: Job<'_>) -> Result<Finished, MediaError> {
    run(engine, job, &mut Listening::Output(Vec::new()))
}

/// Runs an ffmpeg that was given [`Arguments::with_progress`]; `report` hears each new percentage.
pub(super) fn watched(
    engine: &Engine,
    job: Job<'_>,
    expected_ms: Option<u64>,
    report: &mut dyn FnMut(u8),
) -> Result<Finished, MediaError> {
    run(
        engine,
        job,
        &mut Listening::Progress(Progress::new(expected_ms, engine.timeouts.no_progress), report),
    )
}

impl Finished {
    /// Any other end than success is an error for the administrator, with the program's own words.
    pub fn success(self, what: &str) -> Result<Self, MediaError> {
        if self.status.success() {
            return Ok(self);
        }
        Err(MediaError::Failed(self.describe(what)))
    }

    pub fn describe(&self, what: &str) -> anyhow::Error {
        let words = if self.complaints.is_empty() { "it printed nothing" } else { &self.complaints };
        anyhow!("{what}: {}: {words}", self.status)
    }

    /// True when the program looked at the file and gave up, rather than being killed.
    pub fn gave_up(&self) -> bool {
        self.status.code().is_some_and(|code| code != 0)
    }
}

/// How often the clock and the cancellation flag are looked at while the child is silent.
const TICK: Duration = Duration::from_millis(50);
/// How long a pipe may stay open after the program has ended, in the hands of something it forked.
const STRAGGLERS: Duration = Duration::from_millis(500);
const MOST_OUTPUT: usize = 16 << 20;
const MOST_COMPLAINTS: u64 = 16 << 20;

enum Listening<'a> {
    Output(Vec<u8>),
    Progress(Progress, &'a mut dyn FnMut(u8)),
}

fn run(engine: &Engine, job: Job<'_>, listening: &mut Listening<'_>) -> Result<Finished, MediaError> {
    let started = Instant::now();
    let deadline = started + job.longest;
    let mut tail = StderrTail::default();
    let mut ended_at: Option<Instant> = None;
    stop_if_cancelled(engine)?;
    let child = Confined::start(engine, job.program, job.arguments, job.read, job.write, job.longest)?;

    let mut pipes_open = true;
    while ended_at.is_none() || pipes_open {
        match next(&child, pipes_open) {
            Ok(Written::Output(bytes)) => listening.take(&bytes)?,
            Ok(Written::Complaint(bytes)) => tail.take(&bytes),
            Err(RecvTimeoutError::Disconnected) => pipes_open = false,
            Err(RecvTimeoutError::Timeout) => {}
        }
        if ended_at.is_none() && child.has_ended()? {
            ended_at = Some(Instant::now());
        }
        if ended_at.is_some_and(|moment| moment.elapsed() > STRAGGLERS) {
            break;
        }
        stop_if_cancelled(engine)?;
        let reason = if Instant::now() > deadline {
            Some(format!("took longer than {} s", job.longest.as_secs()))
        } else if tail.total() > MOST_COMPLAINTS {
            Some("printed more errors than anyone would read".to_owned())
        } else {
            listening.hangs().then(|| "made no progress for too long".to_owned())
        };
        if let Some(reason) = reason {
            drop(child);
            return Err(anyhow!("{:?} {reason} and was killed: {}", job.program, tail.into_text()).into());
        }
    }
    conclude(child.finish()?, tail, listening)
}

/// Waits for the next piece. Once both pipes are closed only the end of the program is awaited, at a quicker pace.
fn next(child: &Confined, pipes_open: bool) -> Result<Written, RecvTimeoutError> {
    if !pipes_open {
        std::thread::sleep(Duration::from_millis(1));
        return Err(RecvTimeoutError::Disconnected);
    }
    child.written.recv_timeout(TICK)
}

fn stop_if_cancelled(engine: &Engine) -> Result<(), MediaError> {
    if engine.cancelled.load(Ordering::Relaxed) { Err(MediaError::Cancelled) } else { Ok(()) }
}

fn conclude(
    status: ExitStatus,
    tail: StderrTail,
    listening: &mut Listening<'_>,
) -> Result<Finished, MediaError> {
    let complaints = tail.into_text();
    if status.code() == Some(i32::from(confine::EXIT_CODE)) {
        return Err(anyhow!("{complaints}").into());
    }
    let (output, reached, said_it_ended) = match listening {
        Listening::Output(bytes) => (std::mem::take(bytes), Reached::default(), false),
        Listening::Progress(progress, _) => (Vec::new(), progress.reached(), progress.said_it_ended()),
    };
    Ok(Finished { status, output, complaints, reached, said_it_ended })
}

impl Listening<'_> {
    fn take(&mut self, bytes: &[u8]) -> Result<(), MediaError> {
        match self {
            Self::Output(output) if output.len() + bytes.len() > MOST_OUTPUT => {
                return Err(super::Refused::TooMuchDescription.into());
            }
            Self::Output(output) => output.extend_from_slice(bytes),
            Self::Progress(progress, report) => {
                if let Some(percent) = progress.take(bytes) {
                    report(percent);
                }
            }
        }
        Ok(())
    }

    fn hangs(&self) -> bool {
        match self {
            Self::Output(_) => false,
            Self::Progress(progress, _) => progress.hangs(),
        }
    }
}
