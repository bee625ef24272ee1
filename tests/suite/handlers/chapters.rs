//! Chapters: from the file, from the description, from their creator's own hand.

use std::process::Command;

use kinora::models::video::Video;
use kinora::paths;

use crate::support::uploads::{clip, form, upload_of};
use crate::support::{Page, TestApp, Visitor};

fn listed(page: &Page) -> Vec<String> {
    page.texts(".chapter")
}

async fn type_chapters(visitor: &Visitor, video: &Video, text: &str) -> Page {
    let answer = visitor.post(paths::videos::edit_chapters(&video.uuid), &[("chapters", text)]).await;
    visitor.follow(answer).await
}

#[actix_web::test]
async fn chapters_in_a_description_are_shown_until_the_creator_writes_others() {
    let app = TestApp::start().await;
    let (user, ann) = (app.user("ann").await, app.sign_in("ann").await);
    let video = app
        .video(&user, |draft| {
            draft.description =
                "All of it.\n\n0:00 Leaving the *harbour*\n0:20 At sea\n0:40 Home\n2:00 Never".to_owned();
        })
        .await;
    let watch = paths::videos::watch(&video.uuid);
    let page = app.get(&watch).await;
    assert_eq!(
        listed(&page),
        ["0:00Leaving the harbour", "0:20At sea", "0:40Home"],
        "2:00 is beyond the end"
    );
    let links = ["0", "20", "40"].map(|second| format!("{watch}?t={second}"));
    assert_eq!(page.attributes(".chapter", "href"), links);
    let answer = app.visitor().get(&paths::videos::chapters_file(&video.uuid)).await;
    assert_eq!(answer.header("content-type"), "text/vtt; charset=utf-8");
    assert!(answer.text().ends_with("\n00:00:40.000 --> 00:01:00.000\nHome\n"), "{}", answer.text());

    let edit = paths::videos::edit_chapters(&video.uuid);
    let page = ann.get(&edit).await.ok();
    page.must_say("These come from the description");
    assert_eq!(page.field_value("chapters"), "0:00 Leaving the harbour 0:20 At sea 0:40 Home");
    // Saved as they are, they still follow the description.
    let as_is = "0:00 Leaving the harbour\r\n0:20 At sea\r\n0:40 Home\r\n";
    type_chapters(&ann, &video, as_is).await.must_say("These come from the description");
    let page = type_chapters(&ann, &video, "0:05 My own <b>words</b>").await;
    page.must_say("The chapters are saved.");
    page.must_say("These are the chapters that you wrote.");
    assert_eq!(listed(&app.get(&watch).await), ["0:05My own <b>words</b>"]);
    type_chapters(&ann, &video, "").await.must_say("These come from the description");
}

#[actix_web::test]
async fn a_refused_list_names_the_line_and_stays_as_typed() {
    let app = TestApp::start().await;
    let (user, ann) = (app.user("ann").await, app.sign_in("ann").await);
    let video = app.video(&user, |_| {}).await;
    let edit = paths::videos::edit_chapters(&video.uuid);
    for (typed, message) in [
        ("0:00 One\ntwo", "Line 2: begin with a time, such as 1:30 The second part."),
        ("0:00 One\n0:00 Two", "Line 2: each chapter begins later than the one before it."),
        ("1:00 One", "Line 1: the video is only 1:00 long."),
    ] {
        let page = ann.post(&edit, &[("chapters", typed)]).await.unprocessable();
        assert_eq!(page.field_error("chapters"), message);
        assert_eq!(page.field_value("chapters"), typed.replace('\n', " "));
    }
    assert_eq!(app.visitor().get(&paths::videos::chapters_file(&video.uuid)).await.status, 404);
    let page = app.get(&paths::videos::watch(&video.uuid)).await;
    assert_eq!(page.count("details.chapters"), 0);
}

#[actix_web::test]
async fn chapters_of_the_file_are_shown_where_nobody_wrote_any() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let answer = ann.post_multipart("/upload", form("In parts", "public", clip_with_chapters())).await;
    let uuid = upload_of(&answer);
    app.run_tasks().await;
    let page = app.get(&paths::videos::watch(&uuid)).await;
    assert_eq!(listed(&page), ["0:00<i>One</i>", "0:01Two"]);
    let source = page.attributes("track[kind=chapters]", "src");
    assert_eq!(source, [paths::videos::chapters_file(&uuid)]);
    assert_eq!(
        app.visitor().get(&source[0]).await.text(),
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n&lt;i&gt;One&lt;/i&gt;\n\n00:00:01.000 --> 00:00:02.000\nTwo\n"
    );
    let page = ann.get(&paths::videos::edit_chapters(&uuid)).await.ok();
    page.must_say("These come from the file that you uploaded.");
}

fn clip_with_chapters() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let [input, names, output] = ["in.mp4", "names", "out.mp4"].map(|name| folder.path().join(name));
    std::fs::write(&input, clip()).unwrap();
    let chapter = |start: u32, end: u32, title: &str| {
        format!("[CHAPTER]\nTIMEBASE=1/1000\nSTART={start}\nEND={end}\ntitle={title}\n")
    };
    let chapters = [chapter(0, 1000, "<i>One</i>"), chapter(1000, 2000, "Two")].concat();
    std::fs::write(&names, format!(";FFMETADATA1\n{chapters}")).unwrap();
    let made = Command::new("ffmpeg")
        .args(["-hide_banner", "-loglevel", "error", "-nostdin", "-i"])
        .arg(&input)
        .arg("-i")
        .arg(&names)
        .args(["-map", "0", "-map_chapters", "1", "-c", "copy"])
        .arg(&output)
        .status()
        .unwrap();
    assert!(made.success());
    std::fs::read(output).unwrap()
}
