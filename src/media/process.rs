//! Starts one confined ffmpeg or ffprobe and makes sure that nothing of it survives.
//!
//! The child makes itself the leader of a new process group (`confine` calls `setsid`), so killing the group reaches
//! whatever it may have forked. Dropping a [`Confined`] kills and reaps, whichever way its owner leaves.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use anyhow::Context;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions};

use super::arguments::Arguments;
use super::confine::Confinement;
use super::runner::{self, Job};
use super::{Engine, MediaError, Sandbox};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Program {
    Ffmpeg,
    Ffprobe,
    /// [`Engine::transcriber`]: trusted, for the operator chose it. It reads models from wherever they are and takes the memory that they
    /// need, so neither Landlock nor a limit on memory holds it; everything else does.
    Transcriber,
    /// [`Engine::scanner`]: trusted for the same reason, and the same holds for its memory.
    Scanner,
}

impl Program {
    fn is_trusted(self) -> bool {
        matches!(self, Self::Transcriber | Self::Scanner)
    }
}

/// What a program wrote, as it comes.
pub(super) enum Written {
    Output(Vec<u8>),
    Complaint(Vec<u8>),
}

pub(super) struct Confined {
    child: Child,
    reaped: bool,
    pub written: Receiver<Written>,
}

impl Confined {
    pub fn start(
        engine: &Engine,
        program: Program,
        arguments: Arguments,
        read: &[&Path],
        write: Option<&Path>,
        longest: Duration,
    ) -> anyhow::Result<Self> {
        let is_trusted = program.is_trusted();
        let confinement = Confinement {
            sandbox: if is_trusted { Sandbox::Off } else { engine.sandbox },
            parent: std::process::id(),
            read: read.iter().copied().map(PathBuf::from).collect(),
            write: write.into_iter().map(PathBuf::from).collect(),
            cpu_seconds: longest.as_secs().max(1).saturating_mul(engine.threads.max(1) as u64),
            memory_bytes: if is_trusted { u64::MAX } else { engine.limits.max_memory_bytes },
            file_bytes: engine.limits.max_file_bytes,
            program: match program {
                Program::Ffmpeg => engine.ffmpeg.clone(),
                Program::Ffprobe => engine.ffprobe.clone(),
                Program::Transcriber => engine.transcriber.clone().context("there is no transcriber")?,
                Program::Scanner => engine.scanner.clone().context("there is no scanner")?,
            },
            arguments: arguments.into_words(),
        };
        let mut child = Command::new(&engine.confine)
            .args(confinement.into_arguments())
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", engine.confine.display()))?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let (sender, written) = sync_channel(16);
        // From here on an early return kills the child.
        let confined = Self { child, reaped: false, written };
        pump(stdout.context("the child has no standard output")?, sender.clone(), Written::Output)?;
        pump(stderr.context("the child has no standard error")?, sender, Written::Complaint)?;
        Ok(confined)
    }

    /// Whether the program itself has ended. It is not reaped yet, so its group cannot be mistaken for another.
    pub fn has_ended(&self) -> anyhow::Result<bool> {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        Ok(rustix::process::waitid(WaitId::Pid(self.pid()?), options)
            .context("cannot ask for the child")?
            .is_some())
    }

    /// Ends whatever is left of the group and tells how the program itself ended.
    pub fn finish(mut self) -> anyhow::Result<ExitStatus> {
        self.kill_group();
        let status = self.child.wait().context("cannot wait for the child")?;
        self.reaped = true;
        Ok(status)
    }

    fn pid(&self) -> anyhow::Result<Pid> {
        Pid::from_raw(self.child.id().cast_signed()).context("the child has no process id")
    }

    fn kill_group(&self) {
        if let Ok(group) = self.pid()
            && let Err(error) = rustix::process::kill_process_group(group, Signal::KILL)
            && error != rustix::io::Errno::SRCH
        {
            log::warn!("cannot kill the process group of {group:?}: {error}");
        }
    }
}

impl Drop for Confined {
    fn drop(&mut self) {
        // Once reaped, its number may belong to somebody else's group.
        if self.reaped {
            return;
        }
        self.kill_group();
        // The group exists only once the child has called setsid; killing the child as well closes that gap.
        if let Err(error) = self.child.kill().and_then(|()| self.child.wait().map(|_| ())) {
            log::warn!("cannot end a media child: {error}");
        }
    }
}

/// The first line of `-version`.
pub(super) fn version(engine: &Engine, program: Program) -> anyhow::Result<String> {
    let text = answer(engine, program, "-version")?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

/// Whether this ffmpeg was built with an encoder.
pub(super) fn has_encoder(engine: &Engine, name: &str) -> anyhow::Result<bool> {
    let text = answer(engine, Program::Ffmpeg, "-encoders")?;
    Ok(text.lines().any(|line| line.split_ascii_whitespace().nth(1) == Some(name)))
}

/// What the program says of itself.
fn answer(engine: &Engine, program: Program, question: &str) -> anyhow::Result<String> {
    let arguments = Arguments::default().words("-hide_banner").words(question);
    let job = Job { program, arguments, read: &[], write: None, longest: Duration::from_secs(20) };
    let finished = match runner::output(engine, job) {
        Ok(finished) => finished.success(question),
        Err(error) => Err(error),
    };
    let finished = finished.map_err(|error| match error {
        MediaError::Failed(error) => error,
        other => anyhow::Error::new(other),
    })?;
    Ok(String::from_utf8_lossy(&finished.output).into_owned())
}

/// Copies a pipe into the channel. The channel is short: a flood waits in the pipe instead of in our memory.
fn pump(
    mut pipe: impl Read + Send + 'static,
    sender: SyncSender<Written>,
    wrap: fn(Vec<u8>) -> Written,
) -> anyhow::Result<()> {
    std::thread::Builder::new()
        .name("media pipe".into())
        .spawn(move || {
            let mut buffer = vec![0; 64 << 10];
            // An unreadable pipe and a receiver that has gone away both mean that the child is being ended.
            while let Ok(length @ 1..) = pipe.read(&mut buffer) {
                if sender.send(wrap(buffer[..length].to_vec())).is_err() {
                    return;
                }
            }
        })
        .context("cannot start a thread")?;
    Ok(())
}
