//! What Landlock leaves to ffmpeg: its libraries, the one input and the one output folder. No TCP, no signals to
//! others, and no program may be executed but ffmpeg itself.
//!
//! Best effort: an older kernel enforces the part it knows (files since 5.13, TCP since 6.7, signals since 6.12).
//! UDP is not covered by Landlock; the protocol whitelist of every call is.

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, LandlockStatus, PathBeneath, PathFd,
    RestrictionStatus, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetStatus, Scope, make_bitflags,
    path_beneath_rules,
};

/// How well this kernel can confine ffmpeg. `Display` is one line for the log and for `kinora check`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SandboxStatus {
    /// Everything asked for is enforced.
    Enforced {
        abi: u32,
    },
    /// Files are, but an old kernel leaves something else open.
    Partial {
        abi: u32,
    },
    Absent {
        reason: String,
    },
}

/// Tries the rules on a thread made for it: restrictions hold for the thread that asks and end with it.
pub fn sandbox_status() -> SandboxStatus {
    let attempt = std::thread::Builder::new()
        .name("landlock trial".into())
        .spawn(|| apply(Path::new("/nonexistent"), &[], &[]))
        .map(std::thread::JoinHandle::join);
    match attempt {
        Ok(Ok(Ok(status))) => describe(&status),
        Ok(Ok(Err(error))) => SandboxStatus::Absent { reason: format!("Landlock refused: {error:#}.") },
        Ok(Err(_)) | Err(_) => SandboxStatus::Absent { reason: "Landlock could not be tried.".into() },
    }
}

/// Restricts this process for good. An error when the kernel enforces nothing.
pub(super) fn restrict(program: &Path, read: &[PathBuf], write: &[PathBuf]) -> anyhow::Result<()> {
    let status = apply(program, read, write)?;
    ensure!(status.ruleset != RulesetStatus::NotEnforced, "this kernel has no Landlock");
    Ok(())
}

impl fmt::Display for SandboxStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Enforced { abi } => write!(f, "Landlock ABI {abi}: files, TCP and signals are confined"),
            Self::Partial { abi } if *abi < 4 => {
                write!(
                    f,
                    "Landlock ABI {abi}: files are confined, TCP is not (Linux 6.7 and newer confine it)"
                )
            }
            Self::Partial { abi } => {
                write!(
                    f,
                    "Landlock ABI {abi}: files and TCP are confined, signals are not (Linux 6.12 and newer confine them)"
                )
            }
            Self::Absent { reason } => write!(f, "no sandbox: {reason}"),
        }
    }
}

/// The newest version these rules were tried on; the crate asks older kernels for less.
const TESTED: ABI = ABI::V6;
const READ: BitFlags<AccessFs> = make_bitflags!(AccessFs::{ReadFile | ReadDir});
/// The dynamic loader is executed too, and lives beside the libraries.
const LIBRARY: BitFlags<AccessFs> = make_bitflags!(AccessFs::{ReadFile | ReadDir | Execute});
const WRITE: BitFlags<AccessFs> =
    make_bitflags!(AccessFs::{ReadFile | ReadDir | WriteFile | MakeReg | RemoveFile | Truncate});

const LIBRARY_FOLDERS: [&str; 8] =
    ["/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib", "/nix/store"];
const NEEDED_FILES: [&str; 3] = ["/etc/ld.so.cache", "/etc/alternatives", "/dev/urandom"];

fn apply(program: &Path, read: &[PathBuf], write: &[PathBuf]) -> anyhow::Result<RestrictionStatus> {
    // An ffmpeg installed outside the system brings its libraries along, beside its `bin`.
    let real = program.canonicalize().unwrap_or_else(|_| program.to_owned());
    let own_libraries = real.parent().and_then(Path::parent).map(|folder| folder.join("lib"));
    let rules = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(TESTED))?
        .handle_access(AccessNet::from_all(TESTED))?
        .scope(Scope::from_all(TESTED))?
        .create()?
        .add_rules(path_beneath_rules(LIBRARY_FOLDERS, LIBRARY))?
        .add_rules(path_beneath_rules(own_libraries, LIBRARY))?
        .add_rules(path_beneath_rules([program], LIBRARY))?
        .add_rules(path_beneath_rules(NEEDED_FILES, READ))?
        .add_rules(path_beneath_rules(["/dev/null"], AccessFs::ReadFile | AccessFs::WriteFile))?;
    // The paths of the job itself must exist; those of the system above differ from one distribution to the next.
    let rules = read.iter().try_fold(rules, |rules, path| allow(rules, path, AccessFs::ReadFile.into()))?;
    let rules = write.iter().try_fold(rules, |rules, path| allow(rules, path, WRITE))?;
    Ok(rules.restrict_self()?)
}

fn allow(
    rules: landlock::RulesetCreated,
    path: &Path,
    access: BitFlags<AccessFs>,
) -> anyhow::Result<landlock::RulesetCreated> {
    let opened = PathFd::new(path).with_context(|| format!("cannot open {}", path.display()))?;
    Ok(rules.add_rule(PathBeneath::new(opened, access))?)
}

fn describe(status: &RestrictionStatus) -> SandboxStatus {
    let LandlockStatus::Available { effective_abi, .. } = status.landlock else {
        let reason = match status.landlock {
            LandlockStatus::NotEnabled => {
                "Landlock is built into this kernel but not enabled (boot with lsm=landlock,…)."
            }
            _ => "this kernel has no Landlock (Linux 5.13 or newer has it).",
        };
        return SandboxStatus::Absent { reason: reason.into() };
    };
    let abi = effective_abi as u32;
    match status.ruleset {
        RulesetStatus::FullyEnforced => SandboxStatus::Enforced { abi },
        RulesetStatus::PartiallyEnforced => SandboxStatus::Partial { abi },
        RulesetStatus::NotEnforced => SandboxStatus::Absent { reason: "Landlock enforced nothing.".into() },
    }
}
