//! Captions: sent by a creator, cleaned, shown to whoever may see the video and to nobody else.

use kinora::db::types::Privacy;
use kinora::models::video::Video;
use kinora::paths;
use reqwest::Method;
use reqwest::multipart::{Form, Part};

use crate::support::captions::{WEBVTT, captions_form};
use crate::support::{TestApp, Visitor};

const SRT: &str = "1\r\n00:00:00,500 --> 00:00:01,500\r\n<i>Guten</i> Morgen\r\n";

async fn file(visitor: &Visitor, video: &Video, language: &str) -> reqwest::StatusCode {
    visitor.get(&paths::videos::captions_file(&video.uuid, language)).await.status
}

#[actix_web::test]
async fn captions_are_added_shown_replaced_and_deleted() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "A talk", "public").await;
    let (watch, list) = (paths::videos::watch(&video.uuid), paths::videos::own_captions(&video.uuid));
    ann.get(&paths::videos::edit(&video.uuid)).await.ok().must_say("Captions");
    ann.get(&list).await.ok().must_say("There are no captions yet.");
    assert_eq!(app.get(&watch).await.count("track"), 0);

    let page = ann.follow(ann.add_captions(&video.uuid, "EN", WEBVTT).await).await;
    page.must_say("The captions are added.");
    assert_eq!(page.texts(".captions__label"), ["English"]);
    let srt = captions_form("pt_br", "Dom Casmurro", "x.srt", SRT);
    ann.post_multipart(&list, srt).await.see_other();

    let page = app.get(&watch).await;
    let tracks = |name| page.attributes("video track[kind=captions]", name);
    assert_eq!(tracks("srclang"), ["en", "pt-BR"]);
    assert_eq!(tracks("label"), ["English", "Dom Casmurro"]);
    assert!(page.attributes("track", "default").is_empty());
    let answer = app.visitor().get(&tracks("src")[1]).await;
    assert_eq!(answer.text(), "WEBVTT\n\n00:00:00.500 --> 00:00:01.500\n<i>Guten</i> Morgen\n");

    let edit = paths::videos::edit_captions(&video.uuid, "en");
    assert_eq!(ann.get(&edit).await.ok().field_value("label"), "English");
    let replaced =
        Form::new().text("label", "For all").part("file", Part::bytes(SRT.as_bytes()).file_name("new"));
    ann.follow(ann.post_multipart(&edit, replaced).await).await.must_say("For all");
    assert!(app.visitor().get(&tracks("src")[0]).await.text().contains("Morgen"));
    let renamed = Form::new().text("label", "").part("file", Part::bytes(Vec::new()).file_name(""));
    ann.follow(ann.post_multipart(&edit, renamed).await).await.must_say("English");
    assert!(app.visitor().get(&tracks("src")[0]).await.text().contains("Morgen"), "no file, no other words");

    let answer = ann.post(paths::videos::delete_captions(&video.uuid, "en"), &[]).await;
    ann.follow(answer).await.must_say("The captions are deleted.");
    assert_eq!(file(&ann, &video, "en").await, 404);
    ann.post(paths::videos::delete_captions(&video.uuid, "en"), &[]).await.not_found();
    assert_eq!(app.get(&watch).await.count("track"), 1);
}

#[actix_web::test]
async fn xs_04_captions_are_served_as_text_that_does_nothing() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "A talk", "public").await;
    let hostile = "WEBVTT\n\nSTYLE\n::cue { background: url(https://evil.example) }\n\nREGION\nid:r\n\n\
                   00:00.000 --> 00:01.000 region:r\n<script>alert(1)</script><img src=x onerror=alert(1)>hello\n";
    ann.add_captions(&video.uuid, "en", hostile).await.see_other();
    let address = paths::videos::captions_file(&video.uuid, "en");
    let answer = app.visitor().get(&address).await;
    assert_eq!(answer.text(), "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nalert(1)hello\n");
    assert_eq!(answer.header("content-type"), "text/vtt; charset=utf-8");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("cache-control"), "public, no-cache");
    let visitor = app.visitor();
    let again = visitor.request(Method::GET, &address).header("if-none-match", answer.header("etag"));
    let again = visitor.send(again).await;
    assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0));
    // The transcript of the same words.
    let page = app.get(&paths::videos::transcript(&video.uuid, "")).await;
    page.must_say("alert(1)hello");
    assert_eq!(page.count(".transcript :is(script, img)"), 0);
}

#[actix_web::test]
async fn ac_03_captions_are_seen_by_those_who_may_see_the_video() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let (eve, anyone) = (app.sign_in("eve").await, app.visitor());
    let video = app.uploaded(&ann, "Mine", "private").await;
    ann.add_captions(&video.uuid, "en", WEBVTT).await.see_other();
    let chapters = [("chapters", "0:00 One\n0:01 Two")];
    ann.post(paths::videos::edit_chapters(&video.uuid), &chapters).await.see_other();
    let addresses = [
        paths::videos::captions_file(&video.uuid, "en"),
        paths::videos::chapters_file(&video.uuid),
        paths::videos::transcript(&video.uuid, "en"),
    ];
    for address in &addresses {
        for stranger in [&eve, &anyone] {
            stranger.get(address).await.not_found();
        }
        let answer = ann.get(address).await;
        assert_eq!(answer.status, 200, "{address}");
        assert!(answer.header("cache-control").starts_with("private"), "{address}");
        assert_eq!(answer.header("access-control-allow-origin"), "");
    }
    // What opens opens at once, and what closes closes at once.
    for (privacy, status) in [(Privacy::Public, 200), (Privacy::Private, 404), (Privacy::Unlisted, 200)] {
        set_privacy(&app, &video, privacy).await;
        for address in &addresses {
            assert_eq!(anyone.get(address).await.status, status, "{address} {privacy}");
        }
    }
    let (id, now) = (video.id, app.app.now());
    app.write(move |conn| Video::block(conn, id, now)).await;
    for address in &addresses {
        anyone.get(address).await.not_found();
        ann.get(address).await.not_found();
    }
}

#[actix_web::test]
async fn ac_09_nobody_changes_the_captions_of_another() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Mine", "public").await;
    ann.add_captions(&video.uuid, "en", WEBVTT).await.see_other();
    let (list, edit) =
        (paths::videos::own_captions(&video.uuid), paths::videos::edit_captions(&video.uuid, "en"));
    app.moderator("mod").await;
    for name in ["eve", "mod"] {
        let visitor = app.sign_in(name).await;
        visitor.get(&list).await.not_found();
        visitor.get(&edit).await.not_found();
        visitor.add_captions(&video.uuid, "de", SRT).await.not_found();
        visitor.post_multipart(&edit, captions_form("en", "Mine now", "x", SRT)).await.not_found();
        visitor.post(format!("{edit}/delete"), &[]).await.not_found();
    }
    assert!(app.visitor().add_captions(&video.uuid, "de", SRT).await.see_other().starts_with("/sign-in"));
    assert_eq!(
        app.visitor().get(&paths::videos::captions_file(&video.uuid, "en")).await.text().lines().count(),
        7
    );
}

#[actix_web::test]
async fn a_refused_form_says_why_and_keeps_what_was_typed() {
    let app = TestApp::start_with(&[("KINORA_QUOTA_BYTES", "1000000")]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "A talk", "public").await;
    let list = paths::videos::own_captions(&video.uuid);
    let refused = |form: Form| {
        let (ann, list) = (ann.clone(), list.clone());
        async move { ann.post_multipart(&list, form).await.unprocessable() }
    };
    let page = refused(captions_form("english", "A label", "x.vtt", WEBVTT)).await;
    assert!(page.field_error("language").starts_with("Write the language as a short tag"));
    assert_eq!(
        (page.field_value("language"), page.field_value("label")),
        ("english".into(), "A label".into())
    );
    let page = refused(captions_form("en", &"x".repeat(51), "x.vtt", WEBVTT)).await;
    assert_eq!(page.field_error("label"), "A name has at most 50 characters.");
    let page = refused(captions_form("", "", "", "")).await;
    assert_eq!(page.field_error("file"), "Choose a WebVTT or SRT file.");
    assert!(!page.field_error("language").is_empty());
    for (file, message) in [
        ("WEBVTT\n\nno time".to_owned(), "Line 3: expected a time such as 00:01:02.500 --> 00:01:04.000."),
        ("MZ\u{90}".to_owned(), "This is neither a WebVTT nor an SRT file."),
        ("x".repeat(3 << 20), "Captions may have at most 2 MB."),
    ] {
        let page = refused(captions_form("en", "", "x.vtt", file)).await;
        assert_eq!(page.field_error("file"), message);
    }
    let long = format!("WEBVTT{}", "\n\n00:00.0 --> 00:01.0\nwords and words".repeat(19_900));
    let page = refused(captions_form("en", "", "x.vtt", long)).await;
    assert!(page.field_error("file").contains("does not fit"), "the quota counts captions");
    ann.add_captions(&video.uuid, "en", WEBVTT).await.see_other();
    let page = refused(captions_form("en", "", "x.vtt", SRT)).await;
    assert!(page.field_error("language").starts_with("There are captions in this language already."));
    assert_eq!(page.texts(".captions__label"), ["English"]);
}

#[actix_web::test]
async fn up_08_xs_01_names_of_files_and_labels_are_only_words() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "A talk", "public").await;
    let label = "\"><script>alert(1)</script>\u{202E}";
    for (number, name) in ["../../x.vtt", "/etc/passwd", "-version.vtt", "con", "🎬.vtt", &"x".repeat(300)]
        .into_iter()
        .enumerate()
    {
        let language = format!("x{}", char::from(b'a' + number as u8));
        let form = captions_form(&language, label, name, WEBVTT);
        ann.post_multipart(&paths::videos::own_captions(&video.uuid), form).await.see_other();
    }
    let pages = [
        paths::videos::own_captions(&video.uuid),
        paths::videos::edit_captions(&video.uuid, "xa"),
        paths::videos::watch(&video.uuid),
        paths::videos::transcript(&video.uuid, "xa"),
    ];
    for path in pages {
        let page = ann.get(&path).await.ok();
        assert!(
            page.source.contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                || page.source.contains("&#60;script"),
            "{path}"
        );
        assert!(!page.source.contains("<script>alert"), "{path}");
        assert!(!page.source.contains('\u{202E}'), "{path}");
    }
    let page = app.get(&paths::videos::watch(&video.uuid)).await;
    assert_eq!(page.attributes("track", "label")[0], "\"><script>alert(1)</script>");
}

async fn set_privacy(app: &TestApp, video: &Video, privacy: Privacy) {
    use kinora::models::video::VideoDetails;
    let (owner, uuid, now) = (app.user("ann").await.id, video.uuid, app.app.now());
    let details = VideoDetails::parse("Mine", "", "", privacy.as_str()).unwrap();
    app.write(move |conn| Video::update_own(conn, owner, uuid, &details, None, now).map(drop)).await;
}
