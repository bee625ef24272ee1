//! The hidden subcommand `kinora confine`: gives up rights, then becomes ffmpeg.
//!
//! Confining happens in a process of its own because the alternative, code between fork and exec, is `unsafe`.
//! What is given up, in this order: the terminal and process group (`setsid`), life after the parent, resources
//! (rlimits), priority, then files, TCP and signals (Landlock), and last the environment.
//! It fails closed: if any of it cannot be done the program is not started and the exit code is [`EXIT_CODE`].
//!
//! The grammar is private to this module: `Confinement` both writes and reads it.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, bail, ensure};
use rustix::process::{Resource, Rlimit, Signal};

use super::{Sandbox, landlock_rules};

/// The exit code that says "the confinement failed", which ffmpeg itself never uses.
pub const EXIT_CODE: u8 = 125;

const NICENESS: i32 = 10;
const OPEN_FILES: u64 = 256;

/// Runs the subcommand with the arguments after the word `confine`. Returns only if it failed.
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let error = match Confinement::parse(arguments) {
        Ok(confinement) => confinement.enter(),
        Err(error) => error,
    };
    eprintln!("kinora confine: {error:#}");
    ExitCode::from(EXIT_CODE)
}

/// What a child may still do.
#[derive(Debug)]
pub(super) struct Confinement {
    pub sandbox: Sandbox,
    /// The process that waits for the child; the child dies with it.
    pub parent: u32,
    pub read: Vec<PathBuf>,
    pub write: Vec<PathBuf>,
    pub cpu_seconds: u64,
    pub memory_bytes: u64,
    pub file_bytes: u64,
    pub program: PathBuf,
    pub arguments: Vec<OsString>,
}

impl Confinement {
    /// As the command line that [`run`] understands.
    pub fn into_arguments(self) -> Vec<OsString> {
        let sandbox = match self.sandbox {
            Sandbox::Landlock => "--landlock",
            Sandbox::Off => "--no-landlock",
        };
        let mut words: Vec<OsString> = vec!["confine".into(), sandbox.into()];
        for (name, value) in [
            ("--parent", u64::from(self.parent)),
            ("--cpu", self.cpu_seconds),
            ("--memory", self.memory_bytes),
            ("--file-size", self.file_bytes),
        ] {
            words.extend([name.into(), value.to_string().into()]);
        }
        words.extend(self.read.into_iter().flat_map(|path| ["--read".into(), path.into_os_string()]));
        words.extend(self.write.into_iter().flat_map(|path| ["--write".into(), path.into_os_string()]));
        words.extend(["--".into(), self.program.into_os_string()]);
        words.extend(self.arguments);
        words
    }

    fn parse(mut words: impl Iterator<Item = OsString>) -> anyhow::Result<Self> {
        let (mut sandbox, mut parent, mut cpu, mut memory, mut file_size) = (None, None, None, None, None);
        let (mut read, mut write) = (Vec::new(), Vec::new());
        loop {
            let word = words.next().context("the program is missing: end the options with --")?;
            let mut value = || words.next().with_context(|| format!("{} needs a value", word.display()));
            match word.to_str() {
                Some("--") => break,
                Some("--landlock") => sandbox = Some(Sandbox::Landlock),
                Some("--no-landlock") => sandbox = Some(Sandbox::Off),
                Some("--parent") => parent = Some(number(&value()?)?),
                Some("--cpu") => cpu = Some(number(&value()?)?),
                Some("--memory") => memory = Some(number(&value()?)?),
                Some("--file-size") => file_size = Some(number(&value()?)?),
                Some("--read") => read.push(PathBuf::from(value()?)),
                Some("--write") => write.push(PathBuf::from(value()?)),
                _ => bail!("unknown option {}", word.display()),
            }
        }
        Ok(Self {
            sandbox: sandbox.context("say --landlock or --no-landlock")?,
            parent: u32::try_from(parent.context("--parent is missing")?)
                .context("--parent is no process id")?,
            read,
            write,
            cpu_seconds: cpu.context("--cpu is missing")?,
            memory_bytes: memory.context("--memory is missing")?,
            file_bytes: file_size.context("--file-size is missing")?,
            program: words.next().context("the program is missing after --")?.into(),
            arguments: words.collect(),
        })
    }

    fn enter(self) -> anyhow::Error {
        if let Err(error) = self.give_up_rights() {
            return error;
        }
        let error = Command::new(&self.program).args(&self.arguments).env_clear().exec();
        anyhow::Error::new(error).context(format!("cannot start {}", self.program.display()))
    }

    fn give_up_rights(&self) -> anyhow::Result<()> {
        rustix::process::setsid().context("cannot start a new session")?;
        die_with(self.parent)?;
        limit(Resource::Core, 0)?;
        limit(Resource::Nofile, OPEN_FILES)?;
        limit(Resource::Fsize, self.file_bytes)?;
        limit(Resource::As, self.memory_bytes)?;
        limit(Resource::Cpu, self.cpu_seconds)?;
        rustix::process::nice(NICENESS).context("cannot lower the priority")?;
        match self.sandbox {
            Sandbox::Landlock => landlock_rules::restrict(&self.program, &self.read, &self.write),
            Sandbox::Off => Ok(()),
        }
    }
}

fn number(word: &OsString) -> anyhow::Result<u64> {
    let text = word.to_str().context("a number is not text")?;
    text.parse().with_context(|| format!("{text:?} is no number"))
}

/// The death signal follows the parent's *thread*: whoever starts a child also waits for it on that thread.
fn die_with(parent: u32) -> anyhow::Result<()> {
    rustix::process::set_parent_process_death_signal(Some(Signal::KILL))
        .context("cannot ask to die with the parent")?;
    // The parent may have died before the line above; then no signal would ever come.
    let now = rustix::process::getppid().map(|pid| pid.as_raw_nonzero().get().unsigned_abs());
    ensure!(now == Some(parent), "the parent is gone");
    Ok(())
}

/// Never above what the administrator already set as the hard limit.
fn limit(resource: Resource, most: u64) -> anyhow::Result<()> {
    let hard = rustix::process::getrlimit(resource).maximum;
    let most = hard.map_or(most, |hard| hard.min(most));
    rustix::process::setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })
        .with_context(|| format!("cannot limit {resource:?}"))
}
