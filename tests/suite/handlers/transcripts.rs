//! What is said in a video, to read.

use kinora::paths;

use crate::support::TestApp;
use crate::support::captions::WEBVTT;

#[actix_web::test]
async fn what_is_said_can_be_read_with_links_to_the_second() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "A talk", "public").await;
    let (watch, transcript) = (paths::videos::watch(&video.uuid), paths::videos::transcript(&video.uuid, ""));
    app.visitor().get(&transcript).await.not_found();
    assert!(!app.get(&watch).await.says("Read what is said"));

    ann.add_captions(&video.uuid, "en", WEBVTT).await.see_other();
    let page = app.get(&watch).await;
    assert_eq!(page.attributes(".description__transcript a", "href"), [transcript.as_str()]);
    let page = app.get(&transcript).await;
    assert_eq!(page.heading(), "A talk");
    assert_eq!(page.texts(".transcript p"), ["Ann: Good morning.", "Bob: Gears are lovely."]);
    assert_eq!(page.attributes(".transcript a", "href"), [format!("{watch}?t=0"), format!("{watch}?t=1")]);
    assert_eq!(page.count(".tabs"), 0, "one language is no choice");

    let german = "WEBVTT\n\n00:00.0 --> 00:01.0\nGuten Morgen.\n";
    ann.add_captions(&video.uuid, "de", german).await.see_other();
    let page = app.get(&paths::videos::transcript(&video.uuid, "de")).await;
    assert_eq!(page.texts(".transcript p"), ["Guten Morgen."]);
    assert_eq!(page.attributes(".transcript p", "lang"), ["de"]);
    assert_eq!(page.texts(".tab[aria-current]"), ["Deutsch"]);
    for unknown in ["fr", "english", "<script>"] {
        app.visitor().get(&paths::videos::transcript(&video.uuid, unknown)).await.not_found();
    }
}

#[actix_web::test]
async fn a_word_that_is_said_finds_its_video() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "A talk", "public").await;
    app.get("/search?q=lovely").await.must_say("Nothing found");
    ann.add_captions(&video.uuid, "en", WEBVTT).await.see_other();
    assert_eq!(app.get("/search?q=lovely").await.listed(), ["A talk"]);
    ann.post(paths::videos::delete_captions(&video.uuid, "en"), &[]).await.see_other();
    app.get("/search?q=lovely").await.must_say("Nothing found");
}
