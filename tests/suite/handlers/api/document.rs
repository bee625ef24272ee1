//! docs/api.md, whose commands are run as they stand.

use crate::support::uploads::clip;
use crate::support::{PASSWORD, TestApp, document};

const DOCUMENT: &str = include_str!("../../../../docs/api.md");

#[actix_web::test]
async fn the_commands_that_teach_the_api_work_as_they_stand() {
    let app = TestApp::start().await;
    app.user("ann").await;
    let ben = app.user("ben").await;
    let boats = app.video(&ben, |draft| draft.title = "Boats".to_owned()).await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("film.mp4"), clip()).unwrap();
    let site = app.url("");
    let variables = [("SITE", site.as_str()), ("NAME", "ann"), ("PASSWORD", PASSWORD)];
    let said = document::run(DOCUMENT, folder.path(), &variables).await;
    assert!(said.contains("\"username\":\"ann\""), "the token speaks for her: {said}");
    assert_eq!(said.matches("idempotency-replayed: true").count(), 1, "{said}");
    assert!(said.contains("\"invalid-params\":{\"displayName\":"), "{said}");
    assert!(said.trim_end().ends_with("304"), "{said}");
    app.run_tasks().await;

    let ann = app.sign_in("ann").await;
    assert_eq!(ann.get("/my/videos").await.ok().texts(".my-video__title"), ["A quiet harbour"]);
    ann.get("/settings/tokens").await.ok().must_say("Five minutes");
    let program = app.bearer("ann", &["read"]).await;
    let rating = program.told(&format!("/api/v1/users/me/videos/{}/rating", boats.uuid)).await;
    assert_eq!(rating["rating"], "like");
    let threads = program.told(&format!("/api/v1/videos/{}/comment-threads", boats.uuid)).await;
    assert_eq!(threads["data"][0]["text"], "Which harbour is *that*?");
    let followed = program.told("/api/v1/users/me/subscriptions").await;
    assert_eq!(followed["total"], 1);
    let playlists = program.told("/api/v1/accounts/ann/video-playlists").await;
    let named = |name: &str| {
        let all = playlists["data"].as_array().unwrap().iter();
        all.filter(|list| list["displayName"] == name)
            .map(|list| list["videosLength"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(named("For rainy days"), [1]);
    assert_eq!(named("For long trains"), [0]);
    let captions = program.told("/api/v1/search/videos?search=harbour").await;
    assert_eq!(captions["total"], 1);
}
