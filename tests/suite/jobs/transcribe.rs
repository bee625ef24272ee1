//! The operator's own program: what it is given, what becomes of its answer, and what its failures lead to.

use kinora::db::types::TaskState;
use kinora::models::captions::VideoCaptions;
use kinora::models::task::{Task, TaskRow};
use kinora::models::video::Video;
use kinora::paths;
use tempfile::TempDir;

use crate::support::captions::WEBVTT;
use crate::support::script::script;
use crate::support::uploads::{form, upload_of};
use crate::support::{TestApp, Visitor};

/// A site whose program is this shell script; `$OUT` is a folder of the test's.
async fn site(folder: &TempDir, body: &str, settings: &[(&str, &str)]) -> TestApp {
    let script = script(folder, body);
    let mut variables = vec![("KINORA_TRANSCRIBE", script.to_str().unwrap())];
    variables.extend(settings);
    TestApp::start_with(&variables).await
}

async fn captions(app: &TestApp, video: &Video) -> Vec<VideoCaptions> {
    let video = video.id;
    app.read(move |conn| Ok(VideoCaptions::of_video(conn, video)?)).await
}

async fn task(app: &TestApp, video: &Video) -> TaskRow {
    let video = video.id;
    app.read(move |conn| Ok(Task::Transcribe { video }.latest(conn)?.unwrap())).await
}

async fn uploaded(app: &TestApp, ann: &Visitor) -> Video {
    app.uploaded(ann, "A talk", "public").await
}

#[actix_web::test]
async fn a_published_video_is_given_to_the_program_and_its_answer_becomes_captions() {
    let folder = tempfile::tempdir().unwrap();
    let answer = "cp \"$1\" $OUT/sound.wav; echo \"$@\" >$OUT/arguments; env >$OUT/environment\n\
                  printf 'WEBVTT\\nLanguage: de\\n\\n00:00.000 --> 00:01.000\\n<script>Guten Morgen\\n'";
    let app = site(&folder, answer, &[("KINORA_TRANSCRIBE_LANGUAGE", "en")]).await;
    let ann = app.sign_in("ann").await;
    let video = uploaded(&app, &ann).await;
    let made = captions(&app, &video).await;
    let told: Vec<_> =
        made.iter().map(|one| (one.language.as_str(), one.label.as_str(), one.generated)).collect();
    assert_eq!(told, [("de", "Deutsch (automatic)", true)]);
    app.get("/search?q=morgen").await.must_say("A talk");
    let page = app.get(&paths::videos::transcript(&video.uuid, "")).await;
    page.must_say("A program wrote it down and may have misheard.");
    page.must_say("Guten Morgen");

    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    assert_eq!(wav_format(&read("sound.wav")), (1, 1, 16_000, 16), "PCM, one channel, 16 kHz, 16 bits");
    let arguments = String::from_utf8(read("arguments")).unwrap();
    assert!(arguments.trim_end().ends_with("/sound.wav en"), "{arguments}");
    let environment = String::from_utf8(read("environment")).unwrap();
    assert!(!environment.contains("KINORA") && !environment.contains("HOME"), "{environment}");
    assert!(app.files_in(&["tmp"]).is_empty());
}

#[actix_web::test]
async fn a_creators_own_captions_are_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let answer = "printf 'WEBVTT\\n\\n00:00.000 --> 00:01.000\\nheard by a program\\n'";
    let app = site(&folder, answer, &[("KINORA_TRANSCRIBE_LANGUAGE", "en")]).await;
    let ann = app.sign_in("ann").await;
    let video = uploaded(&app, &ann).await;
    assert!(captions(&app, &video).await[0].generated);
    // What a program made gives way without being deleted first.
    ann.add_captions(&video.uuid, "en", WEBVTT).await.see_other();
    let own = captions(&app, &video).await;
    assert_eq!((own.len(), own[0].generated), (1, false));
    let (id, now) = (video.id, app.app.now());
    app.write(move |conn| Task::Transcribe { video: id }.enqueue(conn, 1, now)).await;
    assert_eq!(app.run_tasks().await, 1);
    assert_eq!(captions(&app, &video).await, own);
    let address = paths::videos::captions_file(&video.uuid, "en");
    assert!(app.visitor().get(&address).await.text().contains("Gears are lovely."));
}

#[actix_web::test]
async fn what_fails_is_tried_again_and_then_shown_to_the_administrator() {
    let folder = tempfile::tempdir().unwrap();
    let app = site(&folder, "echo the model is missing >&2; exit 3", &[]).await;
    let (ann, ada) = (app.sign_in("ann").await, {
        app.administrator("ada").await;
        app.sign_in("ada").await
    });
    let video = uploaded(&app, &ann).await;
    assert_eq!(task(&app, &video).await.state, TaskState::Queued);
    app.advance_seconds(10);
    app.run_tasks().await;
    let failed = task(&app, &video).await;
    assert_eq!((failed.state, failed.attempts), (TaskState::Failed, 2));
    let page = ada.get("/admin/tasks?state=failed").await.ok();
    page.must_say("Transcribe");
    page.must_say("the model is missing");
    page.must_say("A talk");
    assert!(captions(&app, &video).await.is_empty());
    app.get(&paths::videos::watch(&video.uuid)).await.must_say("A talk");
}

#[actix_web::test]
async fn an_answer_is_read_as_strictly_as_a_strangers_file() {
    for (body, complaint) in [
        ("echo 'hello there'", "This is neither a WebVTT nor an SRT file."),
        ("printf 'WEBVTT\\n\\nno time\\n'", "Line 3: expected a time"),
        ("head -c 3000000 /dev/zero", "Captions may have at most 2 MB."),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let app = site(&folder, body, &[]).await;
        let ann = app.sign_in("ann").await;
        let video = uploaded(&app, &ann).await;
        let failed = task(&app, &video).await;
        assert_eq!(failed.state, TaskState::Failed);
        assert!(failed.error.as_ref().unwrap().contains(complaint), "{:?}", failed.error);
    }
}

#[actix_web::test]
async fn f_13_a_program_that_hangs_or_floods_is_killed() {
    for (body, settings, complaint) in [
        ("sleep 600", [("KINORA_TRANSCRIBE_SECONDS", "1")], "took longer than 1 s"),
        ("cat /dev/zero", [("KINORA_TRANSCRIBE_SECONDS", "60")], "wrote more than any captions are"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let app = site(&folder, body, &settings).await;
        let ann = app.sign_in("ann").await;
        let video = uploaded(&app, &ann).await;
        let waiting = task(&app, &video).await;
        assert!(waiting.error.as_ref().unwrap().contains(complaint), "{:?}", waiting.error);
        assert!(app.files_in(&["tmp"]).is_empty());
        app.forget_tasks().await;
    }
}

#[actix_web::test]
async fn where_nobody_speaks_there_is_nothing_to_add() {
    let folder = tempfile::tempdir().unwrap();
    let app = site(&folder, "touch $OUT/called; echo WEBVTT", &[]).await;
    let ann = app.sign_in("ann").await;
    let silent = form("Silent", "public", silent_clip());
    let uuid = upload_of(&ann.post_multipart("/upload", silent).await);
    app.run_tasks().await;
    let silent = app.video_row(uuid).await;
    assert_eq!(task(&app, &silent).await.state, TaskState::Done);
    assert!(!folder.path().join("called").exists(), "it has no sound");
    let quiet = uploaded(&app, &ann).await;
    assert_eq!(task(&app, &quiet).await.state, TaskState::Done);
    assert!(folder.path().join("called").exists() && captions(&app, &quiet).await.is_empty());
}

fn silent_clip() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("silent.mp4");
    let arguments = "-hide_banner -loglevel error -nostdin -f lavfi -i testsrc2=size=320x180:rate=25:duration=1 \
                     -c:v libx264 -preset ultrafast -pix_fmt yuv420p";
    let made =
        std::process::Command::new("ffmpeg").args(arguments.split_whitespace()).arg(&path).status().unwrap();
    assert!(made.success());
    std::fs::read(path).unwrap()
}

/// Format, channels, rate and bits of a WAV file, from its head.
fn wav_format(bytes: &[u8]) -> (u16, u16, u32, u16) {
    assert_eq!((&bytes[..4], &bytes[8..16]), (&b"RIFF"[..], &b"WAVEfmt "[..]));
    let short = |at: usize| u16::from_le_bytes(bytes[at..at + 2].try_into().unwrap());
    let rate = u32::from_le_bytes(bytes[24..28].try_into().unwrap());
    (short(20), short(22), rate, short(34))
}
