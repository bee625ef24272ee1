//! An engine as in production, sample files, and files made on the spot.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use kinora::media::{
    Engine, MediaError, Plan, Probe, Sandbox, SandboxStatus, WebFile, judge, make_web_file, probe,
    sandbox_status,
};
use tempfile::TempDir;

pub use crate::samples::sample;

pub const CONFINE: &str = env!("CARGO_BIN_EXE_kinora");

/// Confined by Landlock wherever the kernel has it.
pub fn engine() -> Engine {
    engine_with(if has_landlock() { Sandbox::Landlock } else { Sandbox::Off })
}

/// Fake programs are shell scripts, which Landlock would not let run their commands.
pub fn unconfined_engine() -> Engine {
    engine_with(Sandbox::Off)
}

pub fn has_landlock() -> bool {
    let status = sandbox_status();
    if let SandboxStatus::Absent { reason } = &status {
        eprintln!("skipped: {reason}");
    }
    !matches!(status, SandboxStatus::Absent { .. })
}

pub fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Makes a file with plain ffmpeg; `arguments` are split at blanks.
pub fn make(folder: &TempDir, name: &str, arguments: &str) -> PathBuf {
    let path = folder.path().join(name);
    let made = Command::new("ffmpeg")
        .args("-hide_banner -loglevel error -nostdin -y".split(' '))
        .args(arguments.split_whitespace())
        .arg(&path)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    path
}

pub const PICTURE: &str = "-f lavfi -i testsrc2=size=320x180:rate=25:duration=2";
pub const SOUND: &str = "-f lavfi -i sine=frequency=440:sample_rate=48000:duration=2";
pub const H264: &str = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p";

pub fn clip(folder: &TempDir, name: &str) -> PathBuf {
    make(folder, name, &format!("{PICTURE} {SOUND} {H264} -c:a aac -f mp4"))
}

pub fn write(folder: &TempDir, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, contents).unwrap();
    path
}

/// A program for [`unconfined_engine`]: the body of a shell script.
pub fn fake(folder: &TempDir, name: &str, body: &str) -> PathBuf {
    let path = write(folder, name, format!("#!/bin/sh\nPATH=/usr/bin:/bin\n{body}\n"));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

/// What became of a file: its plan and the web file.
pub struct Processed {
    pub probe: Probe,
    pub plan: Plan,
    pub web: WebFile,
    pub folder: TempDir,
}

impl Processed {
    pub fn path(&self) -> PathBuf {
        self.folder.path().join(&self.web.file_name)
    }
}

/// The whole way from an upload to its web file.
pub fn process(engine: &Engine, input: &Path) -> Result<Processed, MediaError> {
    let claimed = probe(engine, input)?;
    let plan = judge(&claimed, &engine.limits)?;
    let folder = folder();
    let web = make_web_file(engine, input, &claimed, &plan, folder.path(), "a-video", &mut |_| {})?;
    Ok(Processed { probe: claimed, plan, web, folder })
}

/// The sentence with which a file is refused.
pub fn refusal(engine: &Engine, input: &Path) -> String {
    match process(engine, input) {
        Err(MediaError::Refused(refused)) => refused.to_string(),
        Err(other) => panic!("not refused but: {other}"),
        Ok(processed) => panic!("accepted: {:?}", processed.web),
    }
}

/// Average colour (0 to 255 each) of a region of a picture's first frame, in fractions of its size.
pub fn colour(path: &Path, [x, y, w, h]: [f64; 4]) -> [u8; 3] {
    let filter = format!("crop=iw*{w}:ih*{h}:iw*{x}:ih*{y},scale=1:1:flags=area,format=rgb24");
    let shown = Command::new("ffmpeg")
        .args(["-loglevel", "error", "-i"])
        .arg(path)
        .args(["-vf", &filter, "-frames:v", "1", "-f", "rawvideo", "-"])
        .output()
        .unwrap();
    shown.stdout[..3].try_into().unwrap()
}

fn engine_with(sandbox: Sandbox) -> Engine {
    let mut engine = Engine::find("ffmpeg", "ffprobe", sandbox).unwrap();
    engine.confine = PathBuf::from(CONFINE);
    engine
}
