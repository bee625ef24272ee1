//! A fake ffmpeg that hangs, floods, crashes or lies. None of it may hang us, fill memory or be believed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use kinora::media::{Engine, MediaError, make_web_file, probe};
use tempfile::TempDir;

use super::support::{clip, engine, fake, folder, process, unconfined_engine};

/// An engine whose ffmpeg is this script, with a short patience.
fn with_ffmpeg(folder: &TempDir, body: &str) -> Engine {
    let mut engine = unconfined_engine();
    engine.ffmpeg = fake(folder, "ffmpeg", body);
    engine.timeouts.no_progress = Duration::from_millis(700);
    engine
}

fn failure(engine: &Engine, folder: &TempDir) -> String {
    match process(engine, &clip(folder, "upload")) {
        Err(MediaError::Failed(error)) => format!("{error:#}"),
        Err(other) => panic!("not failed but: {other}"),
        Ok(processed) => panic!("believed: {:?}", processed.web),
    }
}

/// A killed process is gone only once the kernel has run it again, which takes a moment where every core is busy. By itself it would
/// sleep for minutes.
fn is_killed(pid_file: &std::path::Path) -> bool {
    let deadline = Instant::now() + Duration::from_secs(5);
    while is_alive(pid_file) {
        if Instant::now() > deadline {
            return false;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    true
}

fn is_alive(pid_file: &std::path::Path) -> bool {
    let pid = std::fs::read_to_string(pid_file).unwrap();
    // A dead process may still wait for its new parent to notice.
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
    stat.rsplit(')').next().is_some_and(|rest| !rest.trim().is_empty() && !rest.trim().starts_with('Z'))
}

#[test]
fn f_13_up_15_a_hanging_program_is_killed_with_everything_it_forked() {
    let folder = folder();
    let pid_file = folder.path().join("pid");
    let body = format!("sleep 300 & echo $! > {}\nwait", pid_file.display());
    let started = Instant::now();
    let words = failure(&with_ffmpeg(&folder, &body), &folder);
    assert!(words.contains("made no progress"), "{words}");
    assert!(started.elapsed() < Duration::from_secs(10));
    assert!(is_killed(&pid_file));
}

#[test]
fn f_13_a_program_that_leaves_a_child_behind_does_not_hold_us() {
    let folder = folder();
    let pid_file = folder.path().join("pid");
    let body = format!("sleep 300 & echo $! > {}\nexit 1", pid_file.display());
    let started = Instant::now();
    failure(&with_ffmpeg(&folder, &body), &folder);
    assert!(started.elapsed() < Duration::from_secs(10));
    assert!(is_killed(&pid_file));
}

#[test]
fn f_13_reports_without_progress_count_as_hanging() {
    let folder = folder();
    let body = "while true; do echo frame=1; echo out_time_us=40000; echo progress=continue; sleep 0.1; done";
    let words = failure(&with_ffmpeg(&folder, body), &folder);
    assert!(words.contains("made no progress"), "{words}");
}

#[test]
fn f_13_up_15_the_wall_clock_ends_a_run_that_does_make_progress() {
    let folder = folder();
    let body = "n=0; while true; do n=$((n+1)); echo out_time_us=$((n*1000)); sleep 0.1; done";
    let mut engine = with_ffmpeg(&folder, body);
    engine.timeouts.web_file = Duration::from_secs(2);
    let words = failure(&engine, &folder);
    assert!(words.contains("took longer than 2 s"), "{words}");
}

#[test]
fn up_15_a_flood_of_errors_is_cut_and_only_its_end_is_kept() {
    let folder = folder();
    let mut engine = with_ffmpeg(&folder, "exec yes 'an error with very many words' >&2");
    engine.timeouts.no_progress = Duration::from_secs(60);
    let words = failure(&engine, &folder);
    assert!(words.contains("printed more errors"), "{words}");
    assert!(words.len() < 10_000);

    let words = failure(&with_ffmpeg(&folder, "seq 1 5000 >&2; exit 3"), &folder);
    assert!(words.contains("4981\n4982") && words.ends_with("5000") && !words.contains("4980\n"), "{words}");
}

#[test]
fn up_15_a_file_over_the_limit_is_not_written() {
    let folder = folder();
    let mut engine = engine();
    let upload = clip(&folder, "upload");
    engine.limits.max_file_bytes = upload.metadata().unwrap().len() / 2;
    let claimed = probe(&engine, &upload).unwrap();
    let plan = kinora::media::judge(&claimed, &engine.limits).unwrap();
    let out = super::support::folder();
    let made = make_web_file(&engine, &upload, &claimed, &plan, out.path(), "x", &mut |_| {});
    assert!(matches!(made, Err(MediaError::Failed(_))), "{made:?}");
    assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), 0);
}

#[test]
fn f_13_success_with_an_empty_file_is_not_believed() {
    let folder = folder();
    let words = failure(
        &with_ffmpeg(&folder, "for last; do :; done; [ \"$last\" = - ] || : > \"${last#file:}\""),
        &folder,
    );
    assert!(words.contains("wrote no playable file"), "{words}");
}

#[test]
fn f_13_success_with_a_truncated_file_is_not_believed() {
    let folder = folder();
    // It reads the whole input when asked to, but writes half a second.
    let body = "case \"$*\" in *' null -') exec ffmpeg \"$@\";; *) exec ffmpeg -t 0.5 \"$@\";; esac";
    let words = failure(&with_ffmpeg(&folder, body), &folder);
    assert!(words.contains("that can be read"), "{words}");
}

#[test]
fn f_13_a_crash_is_a_failure_and_names_the_signal() {
    let folder = folder();
    let words = failure(&with_ffmpeg(&folder, "echo about to crash >&2; kill -SEGV $$"), &folder);
    assert!(words.contains("SIGSEGV") && words.contains("about to crash"), "{words}");
}

#[test]
fn f_13_a_program_that_wants_too_much_memory_gets_none() {
    let folder = folder();
    let mut engine = with_ffmpeg(&folder, "exec dd if=/dev/zero of=/dev/null bs=900M count=1");
    engine.limits.max_memory_bytes = 400 << 20;
    let words = failure(&engine, &folder);
    assert!(words.contains("memory exhausted"), "{words}");
}

#[test]
fn f_13_a_crashing_probe_is_not_blamed_on_the_file() {
    let folder = folder();
    let mut engine = unconfined_engine();
    let upload = clip(&folder, "upload");
    for body in ["kill -SEGV $$", "echo no json", "exec sleep 300"] {
        engine.ffprobe = fake(&folder, "ffprobe", body);
        engine.timeouts.probe = Duration::from_secs(1);
        let failed = probe(&engine, &upload);
        assert!(matches!(failed, Err(MediaError::Failed(_))), "{body}: {failed:?}");
    }
}

#[test]
fn cancelling_stops_the_child_at_once() {
    let folder = folder();
    let cancelled = Arc::new(AtomicBool::new(false));
    let mut engine = with_ffmpeg(&folder, "exec sleep 300").with_cancellation(cancelled.clone());
    engine.timeouts.no_progress = Duration::from_secs(60);
    let upload = clip(&folder, "upload");
    let started = Instant::now();
    let outcome = std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(500));
            cancelled.store(true, Ordering::Relaxed);
        });
        process(&engine, &upload)
    });
    assert!(matches!(outcome, Err(MediaError::Cancelled)));
    assert!(started.elapsed() < Duration::from_secs(10));
}
