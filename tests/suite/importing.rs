//! Videos from elsewhere: what is taken, what is left and said, and that nothing is taken twice.

mod archive;
mod other_site;
mod reports;
mod sites;
mod takeout;

use std::fs;
use std::path::Path;

use kinora::db::types::{ImportItemState, ImportRunner, ImportSource, ImportState, Privacy, VideoState};
use kinora::models::import::Import;
use kinora::models::video::Video;
use kinora::paths;

use self::archive::Packing;
use self::reports::{Report, begin, item, report};
use crate::support::TestApp;

use crate::support::program::{command, set_up};
use crate::support::uploads::{clip, picture};

fn fill(folder: &Path) {
    let info = serde_json::json!({
        "id": "x1", "extractor_key": "Youtube", "title": "A harbour at dawn", "description": "Boats.",
        "tags": ["boats", "a tag that is far longer than any that the site would take"],
        "webpage_url": "https://example.org/watch?v=x1", "timestamp": 1_600_000_000,
        "chapters": [{ "start_time": 0, "title": "Before" }, { "start_time": 1, "title": "After" }],
        "comments": [{ "text": "hi" }], "language": "en", "age_limit": 18,
    });
    fs::write(folder.join("dawn.info.json"), info.to_string()).unwrap();
    fs::write(folder.join("dawn.mp4"), clip()).unwrap();
    fs::write(folder.join("dawn.png"), picture()).unwrap();
    fs::write(folder.join("dawn.en.vtt"), "WEBVTT\n\n00:00.000 --> 00:01.000\nGood morning\n").unwrap();
    fs::write(folder.join("dawn.xx-bad-tag-here-.vtt"), "WEBVTT\n").unwrap();
}

async fn of_folder(app: &TestApp, name: &str, folder: &Path) -> Report {
    let import = begin(app, name, ImportSource::Folder, folder.to_str().unwrap()).await;
    app.run_tasks().await;
    report(app, import.id).await
}

#[actix_web::test]
async fn a_folder_of_yt_dlp_becomes_videos_with_their_words_dates_captions_and_chapters() {
    let app = TestApp::start().await;
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path());
    let first = of_folder(&app, "ann", folder.path()).await;
    assert_eq!((first.import.state, first.import.taken), (ImportState::Done, 1), "{first:?}");
    let left: Vec<&str> = first.items[0].note.as_deref().unwrap().lines().collect();
    assert_eq!(left.len(), 3, "{left:?}");
    assert!(left.contains(&"1 of 2 tags"), "{left:?}");
    assert!(left.iter().any(|what| what.starts_with("1 comments")), "{left:?}");
    let uuid = first.items[0].taken_uuid.unwrap();
    let video: Video = app.video_row(uuid).await;
    assert_eq!((video.state, video.privacy), (VideoState::Published, Privacy::Public));
    assert_eq!(video.published_at.unwrap().seconds(), 1_600_000_000, "it keeps its date");
    assert!(Video::is_own_poster(video.poster.as_deref().unwrap()), "it keeps its picture");
    let page = app.get(&paths::videos::watch(&uuid)).await;
    page.must_say("A harbour at dawn");
    page.must_say("https://example.org/watch?v=x1");
    page.must_say("Before");
    assert!(app.get(&paths::videos::transcript(&uuid, "")).await.says("Good morning"));
    let told = app.get(&format!("/api/v1/videos/{uuid}")).await;
    let told: serde_json::Value = serde_json::from_str(&told.source).unwrap();
    assert_eq!((&told["language"]["id"], &told["nsfw"]), (&"en".into(), &true.into()));
    assert!(app.files_in(&["incoming"]).is_empty() && app.files_in(&["tmp"]).is_empty());
    assert!(fs::exists(folder.path().join("dawn.mp4")).unwrap(), "what was there stays there");

    let again = of_folder(&app, "ann", folder.path()).await;
    assert_eq!((again.import.taken, again.import.there_already), (0, 1));
    assert_eq!(item(&again, "A harbour at dawn").taken_uuid, Some(uuid));
    let others = of_folder(&app, "ben", folder.path()).await;
    assert_eq!(others.import.taken, 1, "each has their own");
}

#[actix_web::test]
async fn a_file_that_the_site_would_not_take_is_refused_and_leaves_nothing() {
    let app = TestApp::start().await;
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path());
    fs::write(folder.path().join("dawn.mp4"), "").unwrap();
    let refused = of_folder(&app, "ann", folder.path()).await;
    assert_eq!((refused.import.state, refused.import.failed), (ImportState::Done, 1));
    assert_eq!(refused.items[0].note.as_deref(), Some("The file is empty."));
    assert!(app.files_in(&["incoming"]).is_empty());

    fs::write(folder.path().join("dawn.mp4"), clip()).unwrap();
    let (owner, id, now) = (refused.import.user_id, refused.import.uuid, app.app.now());
    app.write(move |conn| Import::go_on_own(conn, owner, id, now)).await;
    app.run_tasks().await;
    let mended = report(&app, refused.import.id).await;
    assert_eq!((mended.import.taken, mended.import.failed), (1, 0), "what failed is tried again");
}

#[actix_web::test]
async fn an_import_that_cannot_go_on_says_why() {
    let full = TestApp::start_with(&[("KINORA_QUOTA_BYTES", "1")]).await;
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path());
    let gone = of_folder(&full, "ann", &folder.path().join("nowhere")).await;
    assert_eq!(gone.import.state, ImportState::Failed);
    assert!(gone.import.error.unwrap().contains("cannot be read"));
    let refused = of_folder(&full, "ann", folder.path()).await;
    assert!(refused.items[0].note.as_deref().unwrap().contains("quota"), "{refused:?}");
    assert!(full.files_in(&["incoming"]).is_empty());
}

#[actix_web::test]
async fn a_stopped_import_takes_nothing_more_until_it_goes_on() {
    let app = TestApp::start().await;
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path());
    let import = begin(&app, "ann", ImportSource::Folder, folder.path().to_str().unwrap()).await;
    let (owner, uuid, now) = (import.user_id, import.uuid, app.app.now());
    app.write(move |conn| Import::stop_own(conn, owner, uuid, now)).await;
    app.run_tasks().await;
    assert_eq!(report(&app, import.id).await.import.state, ImportState::Stopped);
    app.write(move |conn| {
        Import::go_on_own(conn, owner, uuid, now)?;
        Import::go_on_own(conn, owner, uuid, now)
    })
    .await;
    app.run_tasks().await;
    let done = report(&app, import.id).await;
    assert_eq!((done.import.state, done.import.taken), (ImportState::Done, 1));
    assert_eq!(done.items[0].state, ImportItemState::Taken);
    let ben = app.user("ben").await;
    let strangers = app.app.db.write(move |conn| Import::stop_own(conn, ben.id, uuid, now)).await;
    assert!(strangers.is_err(), "somebody else's import is not found");
}

#[actix_web::test]
async fn only_a_few_imports_of_one_person_run_at_once_and_only_into_their_own_channels() {
    let app = TestApp::start().await;
    for _ in 0..3 {
        begin(&app, "ann", ImportSource::Folder, "/nowhere").await;
    }
    let (ann, now) = (app.user("ann").await.id, app.app.now());
    let refused = |channel: &'static str, runner| {
        app.app.db.write(move |conn| {
            let details =
                kinora::models::import::ImportDetails::parse("folder", "/nowhere", channel, "public")?;
            Import::create(conn, ann, &details, runner, now)
        })
    };
    assert!(refused("", ImportRunner::Task).await.unwrap_err().to_string().contains("3 imports"));
    assert!(
        refused("somebody_elses", ImportRunner::Command).await.unwrap_err().to_string().contains("channel")
    );
    app.run_tasks().await;
}

#[actix_web::test]
async fn a_takeout_becomes_videos_straight_from_its_archive() {
    let app = TestApp::start().await;
    let folder = tempfile::tempdir().unwrap();
    let table = "Video ID,Video Title (Original),Video Publish Timestamp\naaaaaaaaaaa,Boats,2021-02-01T00:00:00+00:00\n";
    let playlist = |ids: &[&str]| {
        let rows = ids.iter().map(|id| format!("{id},2021-03-01T00:00:00+00:00\n"));
        format!("Video ID,Playlist Video Creation Timestamp\n{}", rows.collect::<String>())
    };
    let (ships, others) = (playlist(&["zzzzzzzzzzz", "aaaaaaaaaaa"]), playlist(&["zzzzzzzzzzz"]));
    let film = clip();
    let names = [
        "video metadata/videos.csv",
        "videos/Boats.mp4",
        "videos/Torn.mp4",
        "playlists/Ships-videos.csv",
        "playlists/Favourites-videos.csv",
    ];
    let names = names.map(|name| format!("Takeout/YouTube and YouTube Music/{name}"));
    let files: [(&str, &[u8], Packing); 5] = [
        (&names[0], table.as_bytes(), Packing::Deflated),
        (&names[1], &film, Packing::Stored),
        (&names[2], b"no film at all", Packing::Deflated),
        (&names[3], ships.as_bytes(), Packing::Deflated),
        (&names[4], others.as_bytes(), Packing::Deflated),
    ];
    fs::write(folder.path().join("takeout-001.zip"), archive::zip(&files)).unwrap();
    let import = begin(&app, "ann", ImportSource::Takeout, folder.path().to_str().unwrap()).await;
    app.run_tasks().await;
    let report = report(&app, import.id).await;
    let Import { state, taken, passed_over, total, .. } = report.import;
    assert_eq!((state, taken, passed_over, total), (ImportState::Done, 3, 1, 4), "{report:?}");
    let ships = item(&report, "Ships");
    assert_eq!(ships.note.as_deref(), Some("1 of its 2 videos"));
    app.get(&paths::playlists::show(&ships.taken_uuid.unwrap())).await.must_say("Boats");
    let others = item(&report, "Favourites");
    assert_eq!((others.state, others.taken_uuid), (ImportItemState::PassedOver, None));
    let boats: Video = app.video_row(item(&report, "Boats").taken_uuid.unwrap()).await;
    assert_eq!((boats.state, boats.published_at.unwrap().seconds()), (VideoState::Published, 1_612_137_600));
    let torn: Video = app.video_row(item(&report, "Torn").taken_uuid.unwrap()).await;
    assert_eq!(torn.state, VideoState::Failed, "what is no film is told where uploads tell it");
    assert!(app.files_in(&["incoming"]).is_empty() && app.files_in(&["tmp"]).is_empty());
}

#[test]
fn the_command_says_what_it_took_and_goes_on_where_it_stopped() {
    let data = tempfile::tempdir().unwrap();
    set_up(data.path(), "");
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path());
    fs::write(folder.path().join("torn.info.json"), "{").unwrap();
    let run = |name: &str| {
        let place = folder.path().to_str().unwrap();
        let output =
            command(data.path()).args(["import", "folder", place, "--owner", name]).output().unwrap();
        (
            output.status.success(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let (done, said, _) = run("ann");
    assert!(done && said.contains("1 taken, 0 there already, 0 failed, 1 passed over"), "{said}");
    let (done, said, _) = run("ann");
    assert!(done && said.contains("0 taken, 1 there already"), "{said}");
    let (done, _, complaint) = run("nobody");
    assert!(!done && complaint.contains("nobody here is called nobody"), "{complaint}");
}
