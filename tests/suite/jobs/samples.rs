//! Each file of the sample collection through the whole site, from the form to the player.

use kinora::db::types::VideoState;
use kinora::paths;

use crate::samples::sample;
use crate::support::TestApp;
use crate::support::uploads::{named_form, upload_of};

enum Fate {
    /// How long it plays, in milliseconds, its size, and the ending of its file.
    Plays(i64, (i32, i32), &'static str),
    Refused(&'static str),
}

use Fate::{Plays, Refused};

const FATES: &[(&str, Fate)] = &[
    ("h264-aac-faststart.mp4", Plays(5000, (640, 360), "mp4")),
    ("h264-aac-moov-last.mp4", Plays(5000, (640, 360), "mp4")),
    ("vp9-opus.webm", Plays(4000, (640, 360), "webm")),
    ("hevc-main10.mp4", Plays(3000, (640, 360), "mp4")),
    ("mpeg4-part2.avi", Plays(4000, (640, 360), "mp4")),
    ("mpeg2-interlaced-anamorphic.ts", Plays(4000, (1024, 576), "mp4")),
    ("rotated90.mov", Plays(4000, (360, 640), "mp4")),
    ("audio-with-cover.mp3", Plays(8000, (0, 0), "mp3")),
    ("silent-no-audio-track.mp4", Plays(4000, (640, 360), "mp4")),
    ("fps5.mp4", Plays(6000, (640, 360), "mp4")),
    ("truncated-faststart.mp4", Plays(2600, (640, 360), "mp4")),
    ("bigbuckbunny.mp4", Plays(5312, (1280, 720), "mp4")),
    ("truncated-moov-last.mp4", Refused("The end of this file is missing")),
    ("text-renamed.mp4", Refused("This is not a video or audio file.")),
    ("hls-sibling-file.mp4", Refused("This is not a video or audio file.")),
    ("bomb-30000px.gif", Refused("The picture is larger than")),
];

#[actix_web::test]
async fn every_sample_meets_the_fate_that_its_readme_promises() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    for (name, fate) in FATES {
        let Some(path) = sample(name) else { return };
        let form = named_form("", "public", name, std::fs::read(path).unwrap());
        let uuid = upload_of(&ann.post_multipart("/upload", form).await);
        app.run_tasks().await;
        let video = app.video_row(uuid).await;
        let progress = ann.get(&paths::videos::upload(&uuid)).await.ok();
        match fate {
            Plays(duration_ms, size, ending) => {
                assert_eq!(video.state, VideoState::Published, "{name}: {:?}", video.note);
                let off = (video.duration_ms - duration_ms).abs();
                assert!(off <= 200, "{name}: {} ms", video.duration_ms);
                assert_eq!((video.width, video.height), *size, "{name}");
                assert_eq!(video.note.is_some(), name.starts_with("truncated"), "{name}: {:?}", video.note);
                progress.must_say(video.note.as_deref().unwrap_or("Your video is ready"));
                let page = app.get(&paths::videos::watch(&uuid)).await;
                let source = page.attribute("video source", "src");
                assert!(source.ends_with(&format!("-web.{ending}")), "{name}: {source}");
                assert_eq!(app.visitor().get(&source).await.status, 200);
                let poster = app.visitor().get(&page.attribute("video", "poster")).await;
                assert!(poster.bytes.starts_with(&[0xff, 0xd8]), "{name} has a picture");
            }
            Refused(reason) => {
                assert_eq!(video.state, VideoState::Failed, "{name}");
                progress.must_say(reason);
                app.visitor().get(&paths::videos::watch(&uuid)).await.not_found();
                assert!(app.files_in(&[&format!("media/{uuid}")]).is_empty(), "{name}");
            }
        }
    }
    assert!(app.files_in(&["incoming", "tmp"]).is_empty());
}
