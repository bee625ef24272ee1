//! What the server writes for the player: hidden controls with their labels, and what its script needs to know.

use kinora::paths;

use crate::support::TestApp;

#[actix_web::test]
async fn the_controls_are_there_and_hidden_until_a_script_takes_hold() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Played", "public").await;
    let page = app.get(&paths::videos::watch(&video.uuid)).await;
    assert_eq!(page.count("video[controls]"), 1);
    assert_eq!(page.count(".player__controls[hidden]"), 1);
    assert_eq!(page.count(".player__controls button:not([aria-label]):empty"), 0, "each has a name");
    assert_eq!(page.count("[style]"), 0);
    assert_eq!(page.attribute("video-player", "data-channel"), "ann");
    let seconds: f64 = page.attribute("video-player", "data-duration").parse().unwrap();
    assert!((seconds - 2.0).abs() < 0.2, "{seconds}");
    assert_eq!(page.attribute("video-player", "data-share-url"), app.url(&paths::videos::watch(&video.uuid)));
    assert!(page.attributes("[data-sound]", "data-sound").is_empty(), "there is no stream yet");
}

#[actix_web::test]
async fn somebody_with_an_account_goes_on_where_they_stopped_and_nobody_else_does() {
    let app = TestApp::start().await;
    let (ann, ben) = (app.sign_in("ann").await, app.sign_in("ben").await);
    let video = app.uploaded(&ann, "Half seen", "public").await;
    let watch = paths::videos::watch(&video.uuid);
    assert!(ben.get(&watch).await.ok().attributes("[data-resume]", "data-resume").is_empty());

    let session = kinora::db::ids::Uuid::random();
    assert_eq!(ben.report_watch(&video, &session, 1_200).await.status, 204);
    assert_eq!(ben.get(&watch).await.ok().attributes("[data-resume]", "data-resume"), ["1"]);
    assert!(ann.get(&watch).await.ok().attributes("[data-resume]", "data-resume").is_empty());
    assert!(app.get(&watch).await.attributes("[data-resume]", "data-resume").is_empty());

    assert_eq!(ben.report_watch(&video, &session, 2_000).await.status, 204);
    let finished = ben.get(&watch).await.ok();
    assert_eq!(
        finished.attributes("[data-resume]", "data-resume"),
        ["0"],
        "the end is not where one goes on"
    );
}

#[actix_web::test]
async fn the_player_leads_to_the_first_of_what_is_next() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let alone = app.uploaded(&ann, "Alone", "public").await;
    let watch = paths::videos::watch(&alone.uuid);
    assert_eq!(app.get(&watch).await.count("a[rel=next]"), 0);

    let hidden = app.uploaded(&ann, "Hidden", "private").await;
    app.app.catalogue_changed(hidden.id);
    assert_eq!(app.get(&watch).await.count("a[rel=next]"), 0, "not to what a stranger may not see");
    let second = app.uploaded(&ann, "Second", "public").await;
    app.app.catalogue_changed(second.id);
    let page = app.get(&watch).await;
    assert_eq!(page.attribute("a[rel=next]", "href"), paths::videos::watch(&second.uuid));
    assert_eq!(
        page.attributes(".up-next .video-card__title a", "href")[0],
        page.attribute("a[rel=next]", "href")
    );
}

#[actix_web::test]
async fn the_sound_alone_is_a_playlist_of_its_own_and_signed_like_the_rest() {
    let app = TestApp::start_with_ladder(&[]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded_large(&ann, "Heard", "private").await;
    let watch = paths::videos::watch(&video.uuid);
    app.visitor().get(&watch).await.not_found();
    let sound = ann.get(&watch).await.ok().attribute("video-player", "data-sound");
    let playlist = app.visitor().get(&sound).await;
    assert_eq!(playlist.header("content-type"), "application/vnd.apple.mpegurl");
    assert!(playlist.text().contains("-0-fragmented.mp4"));
    let (_, path) = sound[3..].split_once('/').unwrap();
    ann.get(&format!("/m/{path}")).await.not_found();
}
