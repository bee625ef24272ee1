//! The same addresses for Turbo: one frame in, the same frame out, and nothing around it.

use kinora::paths;

use super::{list, said, stage, uuid};
use crate::support::{Answer, Page, TestApp};

#[actix_web::test]
async fn posting_swaps_the_section_alone() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let answer = ann.post_in_frame(list(&video), &[("body", "Hello")], "comments").await;
    let page = fragment(&answer, "comments");
    page.must_say("Hello");
    page.must_say("1 comment");
    let refused = ann.post_in_frame(list(&video), &[("body", "")], "comments").await;
    assert_eq!(refused.status, 422);
    assert_eq!(fragment(&refused, "comments").field_error("body"), "Write something first.");
}

#[actix_web::test]
async fn a_reply_swaps_its_conversation_alone() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let root = said(&app, &ann, &video, "Where?", None).await;
    let frame = format!("thread-{root}");
    let fields = [("body", "There."), ("parent_id", root.as_str())];
    let answer = ann.post_in_frame(list(&video), &fields, &frame).await;
    let page = fragment(&answer, &frame);
    page.must_say("Where?");
    page.must_say("There.");
    let refused =
        ann.post_in_frame(list(&video), &[("body", ""), ("parent_id", root.as_str())], &frame).await;
    assert_eq!(refused.status, 422);
    assert_eq!(fragment(&refused, &frame).count("details[open] textarea[aria-invalid]"), 1);
    ann.post(paths::comments::delete(&uuid(&root)), &[]).await.see_other();
}

#[actix_web::test]
async fn words_for_a_conversation_that_is_gone_stay_in_its_frame() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let root = said(&app, &ann, &video, "Where?", None).await;
    ann.post(paths::comments::delete(&uuid(&root)), &[]).await.see_other();
    let frame = format!("thread-{root}");
    let fields = [("body", "There."), ("parent_id", root.as_str())];
    let refused = ann.post_in_frame(list(&video), &fields, &frame).await;
    assert_eq!(refused.status, 422);
    assert_eq!(fragment(&refused, &frame).field_value("body"), "There.");
}

#[actix_web::test]
async fn sorting_and_showing_more_answer_their_frames() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    for number in 0..22 {
        app.advance_seconds(60);
        said(&app, &ann, &video, &format!("Number {number}."), None).await;
    }
    let newest = paths::comments::page(&video.uuid, "newest", None);
    let answer = ann.get_in_frame(&newest, "comments").await;
    assert!(answer.headers.get_all("vary").iter().any(|value| value == "Turbo-Frame"));
    let section = fragment(&answer, "comments");
    let next = section.attribute("a[rel~=next]", "href");
    let frame = format!("comments-after-{}", next.rsplit_once('=').unwrap().1);
    assert_eq!(section.count(&format!("turbo-frame[id='{frame}']")), 1);
    let more = fragment(&ann.get_in_frame(&next, &frame).await, &frame);
    assert_eq!(more.texts("article .prose"), ["Number 1.", "Number 0."]);
    assert_eq!(more.count("textarea[id=new-comment]"), 0);
}

#[actix_web::test]
async fn editing_and_deleting_stay_in_the_conversation() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let root = said(&app, &ann, &video, "Where?", None).await;
    let reply = said(&app, &ann, &video, "Ther.", Some(&root)).await;
    let frame = format!("thread-{root}");
    let address = paths::comments::edit(&uuid(&reply));
    let form = fragment(&ann.get_in_frame(&address, &frame).await, &frame);
    assert_eq!(form.field_value("body"), "Ther.");
    let cancel = form.attribute("form a", "href");
    fragment(&ann.get_in_frame(cancel.split('#').next().unwrap(), &frame).await, &frame).must_say("Ther.");
    let saved = fragment(&ann.post_in_frame(&address, &[("body", "There.")], &frame).await, &frame);
    saved.must_say("There.");
    let refused = ann.post_in_frame(&address, &[("body", "")], &frame).await;
    assert_eq!(refused.status, 422);
    fragment(&refused, &frame).must_say("Write something first.");
    let delete = |id: &str| paths::comments::delete(&uuid(id));
    let answer = ann.post_in_frame(delete(&reply), &[], &frame).await;
    assert!(!fragment(&answer, &frame).says("There."));
    let answer = ann.post_in_frame(delete(&root), &[], &frame).await;
    assert_eq!(fragment(&answer, &frame).count("article"), 0);
}

#[actix_web::test]
async fn an_unknown_frame_gets_what_everyone_gets() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let answer = ann.post_in_frame(list(&video), &[("body", "Hello")], "up-next").await;
    answer.see_other();
    let page = ann.get_in_frame(&list(&video), "<script>").await.ok();
    assert_eq!(page.count("main h1"), 1);
}

/// The answer is this frame and nothing around it.
#[track_caller]
fn fragment(answer: &Answer, frame: &str) -> Page {
    let text = answer.text();
    assert!(answer.status == 200 || answer.status == 422, "{}: {text}", answer.status);
    assert!(text.trim_start().starts_with(&format!("<turbo-frame id=\"{frame}\"")), "{text}");
    assert!(!text.contains("<html"), "{text}");
    Page::parse(&text)
}
