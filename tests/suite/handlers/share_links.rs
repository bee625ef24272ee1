//! Links with which a creator shares one video: who made them, what they open, when they end.

use kinora::models::video::Video;
use kinora::paths;

use crate::support::{Page, TestApp, Visitor};

/// Makes a link of a video through the form, and answers its address without the host.
async fn shared(creator: &Visitor, video: &Video, duration: &str) -> String {
    let links = paths::videos::share_links(&video.uuid);
    let made = creator.post(&links, &[("label", "Aunt Olga"), ("duration", duration)]).await;
    let page = creator.follow(made).await;
    let url = page.attribute("#fresh-url", "value");
    let path = url.split_once("/w/").unwrap().1.to_owned();
    format!("/w/{path}")
}

fn media_on(page: &Page) -> Vec<String> {
    let addresses = [("video source", "src"), ("video", "poster"), ("a[download]", "href")];
    let found: Vec<_> =
        addresses.iter().flat_map(|(selector, name)| page.attributes(selector, name)).collect();
    assert_eq!(found.len(), 3);
    found
}

#[actix_web::test]
async fn a_link_opens_a_private_video_with_all_that_belongs_to_it() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "For the family", "private").await;
    let watch = paths::videos::watch(&video.uuid);
    ann.post(&paths::comments::of_video(&video.uuid), &[("body", "Look at the *boats*")]).await.see_other();
    let address = shared(&ann, &video, "week").await;

    let olga = app.visitor();
    olga.get(&watch).await.not_found();
    let answer = olga.get(&address).await;
    assert_eq!(answer.header("cache-control"), "private, no-cache");
    assert_eq!(answer.header("referrer-policy"), "same-origin");
    let cookie = answer.header("set-cookie").to_owned();
    assert!(cookie.contains(&format!("Path={watch}")) && cookie.contains("HttpOnly"), "{cookie}");
    let page = answer.ok();
    assert_eq!(page.heading(), "For the family");
    assert_eq!(page.attribute("meta[name=robots]", "content"), "noindex");
    page.must_say("shared with you by a link");
    page.must_say("Look at the boats");
    page.must_say("not write any");
    assert_eq!(page.count("form[action$='/rating'], form[action$='/comments'], #share-url"), 0);
    for address in media_on(&page) {
        assert_eq!(app.visitor().get(&address).await.status, 200, "{address}");
    }
    // What the page asks for afterwards comes without the token.
    olga.get(&watch).await.ok();
    olga.get(&paths::comments::of_video(&video.uuid)).await.ok().must_say("boats");
    olga.watch(&video).await;
    let refused = olga.post(&paths::comments::of_video(&video.uuid), &[("body", "Hello")]).await;
    assert!(refused.see_other().starts_with("/sign-in"));
    // Nor does it lead anywhere else, or to anybody else.
    let other = app.uploaded(&ann, "Not for the family", "private").await;
    let token = address.split_once('?').unwrap().1;
    olga.get(&format!("{}?{token}", paths::videos::watch(&other.uuid))).await.not_found();
    app.visitor().get(&watch).await.not_found();
    for list in ["/", "/?tab=newest", "/search?q=family", "/c/ann_channel"] {
        assert!(!olga.get(list).await.ok().says("For the family"), "{list}");
    }
    // Other forms of the address lead to the same page.
    let moved = app.visitor().get(&format!("/videos/watch/{}?{token}", video.uuid)).await;
    assert_eq!((moved.status.as_u16(), moved.header("location")), (301, address.as_str()));
}

#[actix_web::test]
async fn somebody_signed_in_reads_with_a_link_and_writes_only_what_is_theirs_to_write() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "For the family", "private").await;
    let unlisted = app.uploaded(&ann, "For whoever finds it", "unlisted").await;
    let (address, other) = (shared(&ann, &video, "week").await, shared(&ann, &unlisted, "week").await);
    let ben = app.sign_in("ben").await;
    let page = ben.get(&address).await.ok();
    assert_eq!(page.count("form[action$='/rating'], form[action$='/comments']"), 0);
    let comments = paths::comments::of_video(&video.uuid);
    ben.post(&comments, &[("body", "Hello")]).await.not_found();
    ben.post(&paths::videos::rating(&video.uuid), &[("rating", "like")]).await.not_found();
    ben.watch(&video).await;
    // An unlisted video is open to them anyway.
    let page = ben.get(&other).await.ok();
    assert_eq!(page.count("form[action$='/comments']"), 1);
    ben.post(&paths::comments::of_video(&unlisted.uuid), &[("body", "Hello")]).await.see_other();
    // Its owner's own rights are not narrowed by a link.
    assert!(ann.get(&address).await.ok().says("Edit"));
}

#[actix_web::test]
async fn ac_12_a_link_that_expired_or_was_turned_off_opens_nothing() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "For the family", "private").await;
    let links = paths::videos::share_links(&video.uuid);
    let (first, second) = (shared(&ann, &video, "day").await, shared(&ann, &video, "year").await);
    let nothing = app.visitor().get("/w/nothing").await.text();
    let (olga, ivan) = (app.visitor(), app.visitor());

    // The addresses of files end with the link, however long they would be valid otherwise.
    app.advance_seconds(86_400 - 600);
    let media = media_on(&olga.get(&first).await.ok());
    for address in &media {
        assert_eq!(app.visitor().get(address).await.status, 200, "{address}");
    }
    app.advance_seconds(601);
    let gone = olga.get(&first).await;
    assert_eq!(gone.status, 404);
    assert_eq!(without_ids(&gone.text()), without_ids(&nothing));
    olga.get(&paths::videos::watch(&video.uuid)).await.not_found();
    olga.get(&paths::comments::of_video(&video.uuid)).await.not_found();
    for address in &media {
        app.visitor().get(address).await.not_found();
    }

    let ann = app.sign_in("ann").await;
    let media = media_on(&ivan.get(&second).await.ok());
    let page = ann.get(&links).await.ok();
    page.must_say("Opened 1 time");
    page.must_say("Expired on 11 January 2026");
    let action = page.attribute("form[action$='/delete']", "action");
    let page = ann.follow(ann.post(&action, &[]).await).await;
    page.must_say("Turned off on 11 January 2026");
    ivan.get(&second).await.not_found();
    ivan.get(&paths::videos::watch(&video.uuid)).await.not_found();
    app.advance_seconds(10);
    for address in &media {
        app.visitor().get(address).await.not_found();
    }
    ann.post(&action, &[]).await.not_found();
}

#[actix_web::test]
async fn a_link_is_shown_once_and_only_its_hash_is_kept() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "For the family", "private").await;
    let links = paths::videos::share_links(&video.uuid);
    let address = shared(&ann, &video, "month").await;
    let token = address.split_once("share=").unwrap().1.to_owned();
    let again = ann.get(&links).await;
    assert_eq!(again.header("cache-control"), "no-store");
    let page = again.ok();
    assert_eq!(page.count("#fresh-url"), 0);
    page.must_say("Aunt Olga");
    page.must_say("Never opened");
    page.must_say("Works until 9 February 2026");
    assert!(!page.source.contains(&token));
    let kept = app
        .read(|conn| {
            use diesel::prelude::*;
            use kinora::db::schema::share_links;
            Ok(share_links::table.select(share_links::token_hash).first::<String>(conn)?)
        })
        .await;
    assert!(kept.len() == 64 && kept != token);

    let refused = ann.post(&links, &[("label", "Aunt Vera"), ("duration", "ever")]).await.unprocessable();
    assert_eq!(refused.field_error("duration"), "Choose how long the link works.");
    assert_eq!(refused.field_value("label"), "Aunt Vera");
    // Somebody else's link cannot be turned off, nor through a video of one's own.
    let action = page.attribute("form[action$='/delete']", "action");
    let ben = app.sign_in("ben").await;
    ben.post(&action, &[]).await.not_found();
    let bens = app.uploaded(&ben, "Ben's", "private").await;
    ben.post(action.replace(video.uuid.as_str(), bens.uuid.as_str()), &[]).await.not_found();
    app.visitor().get(&address).await.ok();
}

/// What differs in two answers that say the same: ids, nonces, the address asked for.
fn without_ids(html: &str) -> String {
    let page = Page::parse(html);
    page.text().split_whitespace().filter(|word| word.len() < 20).collect::<Vec<_>>().join(" ")
}
