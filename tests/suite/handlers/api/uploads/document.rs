//! docs/uploading.md, whose commands are run as they stand.

use crate::support::uploads::clip;
use crate::support::{TestApp, document};

const DOCUMENT: &str = include_str!("../../../../../docs/uploading.md");

#[actix_web::test]
async fn the_commands_of_the_document_work_as_they_stand() {
    let app = TestApp::start().await;
    let program = app.bearer("ann", &["upload", "read"]).await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("film.mp4"), clip()).unwrap();
    let (site, token) = (app.url(""), program.token.clone().unwrap());
    let variables = [("SITE", site.as_str()), ("TOKEN", token.as_str()), ("PIECE", "50000")];
    let said = document::run(DOCUMENT, folder.path(), &variables).await;
    // The end of the pieces, and the answer to the question after it.
    assert_eq!(said.matches("shortUUID").count(), 2, "{said}");
    app.run_tasks().await;

    let ann = app.sign_in("ann").await;
    let page = ann.get("/my/videos").await.ok();
    assert_eq!(page.texts(".my-video__title"), ["In pieces", "A quiet harbour"]);
    let watch = page.attribute(".my-video:last-child .my-video__title", "href");
    let id = watch.rsplit('/').next().unwrap();
    let told = program.told(&format!("/api/v1/videos/{id}")).await;
    assert_eq!((&told["name"], &told["privacy"]["id"]), (&"A quiet harbour".into(), &3.into()));
    let told = program.told(&format!("/api/v1/videos/{id}/captions")).await;
    assert_eq!(told["data"][0]["language"]["id"], "en");
    let told = program.told(&format!("/api/v1/videos/{id}/chapters")).await;
    assert_eq!(told["chapters"][1]["title"], "Away");
}
