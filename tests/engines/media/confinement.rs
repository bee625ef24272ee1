//! What a confined program cannot do, and that it can do it when it is not confined (else the test proves nothing).

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use kinora::media::{SandboxStatus, sandbox_status};

use super::support::{CONFINE, engine, folder, has_landlock, unconfined_engine};

fn confined(sandbox: &str, folder: &Path, program: &[&str]) -> Output {
    Command::new(CONFINE)
        .args(["confine", sandbox, "--parent", &std::process::id().to_string()])
        .args(["--cpu", "10", "--memory", "1000000000", "--file-size", "1000000", "--write"])
        .arg(folder)
        .arg("--")
        .args(program)
        .output()
        .unwrap()
}

fn bash(sandbox: &str, folder: &Path, script: &str) -> Output {
    confined(sandbox, folder, &["/bin/bash", "-c", script])
}

#[test]
fn a_confined_program_reads_nothing_but_its_input() {
    if !has_landlock() {
        return;
    }
    let folder = folder();
    assert!(confined("--no-landlock", folder.path(), &["/bin/cat", "/etc/hostname"]).status.success());
    let denied = confined("--landlock", folder.path(), &["/bin/cat", "/etc/hostname"]);
    assert!(!denied.status.success() && denied.stdout.is_empty());
    assert!(String::from_utf8_lossy(&denied.stderr).contains("Permission denied"));
    assert!(!confined("--landlock", folder.path(), &["/bin/ls", "/home"]).status.success());
    assert!(!confined("--landlock", folder.path(), &["/bin/cat", "/proc/self/environ"]).status.success());
}

#[test]
fn a_confined_program_writes_nowhere_but_into_its_folder() {
    if !has_landlock() {
        return;
    }
    let (inside, outside) = (folder(), folder());
    let target = outside.path().join("x").display().to_string();
    let script = format!("echo x > {target}");
    assert!(bash("--no-landlock", inside.path(), &script).status.success());
    std::fs::remove_file(&target).unwrap();
    assert!(!bash("--landlock", inside.path(), &script).status.success());
    assert!(!Path::new(&target).exists());
    let script = format!("echo x > {}", inside.path().join("x").display());
    assert!(bash("--landlock", inside.path(), &script).status.success());
}

#[test]
fn a_confined_program_opens_no_connection() {
    if !has_landlock() || matches!(sandbox_status(), SandboxStatus::Partial { abi: 0..=3 }) {
        return;
    }
    let (folder, canary) = (folder(), TcpListener::bind("127.0.0.1:0").unwrap());
    canary.set_nonblocking(true).unwrap();
    let script = format!("echo hello > /dev/tcp/127.0.0.1/{}", canary.local_addr().unwrap().port());
    assert!(!bash("--landlock", folder.path(), &script).status.success());
    assert!(canary.accept().is_err(), "nobody came");
    assert!(bash("--no-landlock", folder.path(), &script).status.success());
    assert!(canary.accept().is_ok());
}

#[test]
fn a_confined_program_starts_no_other_and_signals_nobody() {
    if !has_landlock() {
        return;
    }
    let folder = folder();
    assert!(bash("--no-landlock", folder.path(), "/bin/true").status.success());
    assert!(!bash("--landlock", folder.path(), "/bin/true").status.success());
    let script = format!("kill -0 {}", std::process::id());
    assert!(bash("--no-landlock", folder.path(), &script).status.success());
    if matches!(sandbox_status(), SandboxStatus::Enforced { .. }) {
        assert!(!bash("--landlock", folder.path(), &script).status.success());
    }
}

#[test]
fn the_environment_is_empty_and_the_resources_are_limited() {
    let folder = folder();
    let shown = confined("--no-landlock", folder.path(), &["/usr/bin/env"]);
    assert_eq!(String::from_utf8_lossy(&shown.stdout), "");
    let limits = bash("--no-landlock", folder.path(), "ulimit -c; ulimit -n; ulimit -t; ulimit -v; nice");
    let ours = Command::new("nice").output().unwrap().stdout;
    let nicer = (String::from_utf8_lossy(&ours).trim().parse::<i32>().unwrap() + 10).min(19);
    assert_eq!(String::from_utf8_lossy(&limits.stdout), format!("0\n256\n10\n976562\n{nicer}\n"));
    let script = format!("/bin/dd if=/dev/zero of={} bs=1M count=5", folder.path().join("big").display());
    assert!(!bash("--no-landlock", folder.path(), &script).status.success());
    assert!(folder.path().join("big").metadata().unwrap().len() <= 1_000_000);
}

#[test]
fn confine_fails_closed() {
    let folder = folder();
    let missing = folder.path().join("missing");
    for arguments in [
        vec!["--landlock"],
        vec!["--landlock", "--", "/bin/true"],
        vec!["--nonsense", "--", "/bin/true"],
        vec!["--parent", "1", "--cpu", "1", "--memory", "1", "--file-size", "1", "--", "/bin/true"],
    ] {
        let status = Command::new(CONFINE).arg("confine").args(&arguments).status().unwrap();
        assert_eq!(status.code(), Some(125), "{arguments:?}");
    }
    let nowhere = confined("--landlock", &missing, &["/bin/true"]);
    assert_eq!(nowhere.status.code(), Some(125));
    let orphan = Command::new(CONFINE)
        .args(
            "confine --no-landlock --parent 999999999 --cpu 9 --memory 999999999 --file-size 9 -- /bin/true"
                .split(' '),
        )
        .status()
        .unwrap();
    assert_eq!(orphan.code(), Some(125), "the parent is gone");
}

#[test]
fn a_confined_program_dies_with_whoever_waits_for_it() {
    // The shell is the parent here, and is killed without a chance to clean up.
    let script = format!(
        "{CONFINE} confine --no-landlock --parent $$ --cpu 60 --memory 1000000000 --file-size 1 -- /bin/sleep 300 &
        echo $!; wait"
    );
    let mut shell = Command::new("/bin/bash").args(["-c", &script]).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(shell.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let command = format!("/proc/{}/cmdline", line.trim());
    let is_sleeping = || std::fs::read(&command).is_ok_and(|words| words.starts_with(b"/bin/sleep"));
    let eventually = |wanted: bool| {
        (0..500).any(|_| {
            std::thread::sleep(Duration::from_millis(10));
            is_sleeping() == wanted
        })
    };
    assert!(eventually(true));
    shell.kill().unwrap();
    shell.wait().unwrap();
    assert!(eventually(false));
}

#[test]
fn the_engine_is_ready_and_says_with_what() {
    assert_eq!(engine().ready(), Ok(()));
    let [ffmpeg, ffprobe] = unconfined_engine().versions().unwrap();
    assert!(ffmpeg.starts_with("ffmpeg version") && ffprobe.starts_with("ffprobe version"));
    let mut broken = engine();
    broken.ffprobe = "/nonexistent/ffprobe".into();
    assert!(broken.ready().unwrap_err().contains("/nonexistent/ffprobe"));
}
