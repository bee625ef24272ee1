//! docs/uploading.md, whose commands are run as they stand.

use std::process::Command;

use crate::support::TestApp;
use crate::support::uploads::clip;

const DOCUMENT: &str = include_str!("../../../../../docs/uploading.md");

#[actix_web::test]
async fn the_commands_of_the_document_work_as_they_stand() {
    let app = TestApp::start().await;
    let program = app.bearer("ann", &["upload", "read"]).await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("film.mp4"), clip()).unwrap();
    let script = format!("set -eu\n{}", commands(DOCUMENT).join("\n"));
    let mut shell = Command::new("bash");
    shell.arg("-c").arg(script).current_dir(folder.path());
    shell.env("SITE", app.url("")).env("TOKEN", program.token.clone().unwrap()).env("PIECE", "50000");
    let output = actix_web::web::block(move || shell.output().unwrap()).await.unwrap();
    let (said, complaints) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}\n{complaints}");
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

/// What stands in the blocks that are for a shell.
fn commands(document: &str) -> Vec<&str> {
    let blocks = document.split("```sh\n").skip(1);
    blocks.map(|block| block.split("\n```").next().unwrap()).collect()
}
