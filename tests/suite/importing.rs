//! Videos from elsewhere: what is taken, what is left and said, and that nothing is taken twice.

use std::fs;
use std::path::Path;

use kinora::app::{ImportWish, Imported};
use kinora::db::ids::UserId;
use kinora::db::types::{Privacy, VideoState};
use kinora::import::yt_dlp;
use kinora::models::video::Video;
use kinora::paths;

use crate::support::TestApp;
use crate::support::program::{command, set_up};
use crate::support::uploads::clip;

fn fill(folder: &Path) {
    let info = serde_json::json!({
        "id": "x1", "extractor_key": "Youtube", "title": "A harbour at dawn", "description": "Boats.",
        "tags": ["boats", "a tag that is far longer than any that the site would take"],
        "webpage_url": "https://example.org/watch?v=x1", "timestamp": 1_600_000_000,
        "chapters": [{ "start_time": 0, "title": "Before" }, { "start_time": 1, "title": "After" }],
        "comments": [{ "text": "hi" }],
    });
    fs::write(folder.join("dawn.info.json"), info.to_string()).unwrap();
    fs::write(folder.join("dawn.mp4"), clip()).unwrap();
    fs::write(folder.join("dawn.jpg"), "").unwrap();
    fs::write(folder.join("dawn.en.vtt"), "WEBVTT\n\n00:00.000 --> 00:01.000\nGood morning\n").unwrap();
    fs::write(folder.join("dawn.xx-bad-tag-here-.vtt"), "WEBVTT\n").unwrap();
}

fn wish(owner: UserId) -> ImportWish {
    ImportWish { owner, channel: None, privacy: "public".to_owned() }
}

#[actix_web::test]
async fn a_folder_of_yt_dlp_becomes_videos_with_their_words_dates_captions_and_chapters() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path());
    let found = yt_dlp::read_folder(folder.path()).unwrap();
    let take = async || {
        let (app, wish, video) = (app.app.clone(), wish(ann.id), found.videos[0].clone());
        actix_web::web::block(move || app.import_video(&wish, &video)).await.unwrap()
    };
    let Imported::Taken { uuid, left } = take().await.unwrap() else { panic!("it was not there before") };
    assert_eq!(left.len(), 4, "{left:?}");
    assert!(left.iter().any(|what| what == "1 of 2 tags"), "{left:?}");
    assert!(left.iter().any(|what| what.starts_with("1 comments")), "{left:?}");
    app.run_tasks().await;
    let video: Video = app.video_row(uuid).await;
    assert_eq!((video.state, video.privacy), (VideoState::Published, Privacy::Public));
    assert_eq!(video.published_at.unwrap().seconds(), 1_600_000_000, "it keeps its date");
    let page = app.get(&paths::videos::watch(&uuid)).await;
    page.must_say("A harbour at dawn");
    page.must_say("https://example.org/watch?v=x1");
    page.must_say("Before");
    assert!(app.get(&paths::videos::transcript(&uuid, "")).await.says("Good morning"));
    assert_eq!(take().await.unwrap(), Imported::ThereAlready { uuid });
    assert!(fs::exists(folder.path().join("dawn.mp4")).unwrap(), "what was there stays there");

    let ben = app.user("ben").await;
    let (asked, wish, video) = (app.app.clone(), wish(ben.id), found.videos[0].clone());
    let other = actix_web::web::block(move || asked.import_video(&wish, &video)).await.unwrap().unwrap();
    assert!(matches!(other, Imported::Taken { uuid: its, .. } if its != uuid), "each has their own");
    app.forget_tasks().await;
}

#[actix_web::test]
async fn a_file_that_the_site_would_not_take_is_refused_and_leaves_nothing() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path());
    fs::write(folder.path().join("dawn.mp4"), "").unwrap();
    let found = yt_dlp::read_folder(folder.path()).unwrap();
    for change in ["file", "channel"] {
        let (asked, mut wish, video) = (app.app.clone(), wish(ann.id), found.videos[0].clone());
        if change == "channel" {
            fs::write(folder.path().join("dawn.mp4"), clip()).unwrap();
            wish.channel = Some("somebody_elses".to_owned());
        }
        let refused = actix_web::web::block(move || asked.import_video(&wish, &video)).await.unwrap();
        assert!(refused.is_err(), "{change}");
        assert!(app.files_in(&["incoming"]).is_empty(), "{change}");
    }
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
            command(data.path()).args(["import", "folder", place, "--username", name]).output().unwrap();
        (
            output.status.success(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let (done, said, _) = run("ann");
    assert!(done && said.contains("1 taken, 0 there already, 0 refused, 1 passed over"), "{said}");
    let (done, said, _) = run("ann");
    assert!(done && said.contains("0 taken, 1 there already"), "{said}");
    let (done, _, complaint) = run("nobody");
    assert!(!done && complaint.contains("nobody here is called nobody"), "{complaint}");
}
