//! Beginning an import on a page, its report, stopping it and going on, and who may.

use kinora::db::types::{ImportRunner, ImportState};
use kinora::models::import::{Import, ImportDetails};
use kinora::paths;

use crate::support::TestApp;

const FORM: [(&str, &str); 4] = [
    ("source", "peertube"),
    ("address", "http://127.0.0.1:1/c/boats"),
    ("channel", ""),
    ("privacy", "public"),
];

fn with(name: &str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    FORM.iter().map(|(own, typed)| (*own, if *own == name { value } else { *typed })).collect()
}

#[actix_web::test]
async fn an_administrator_begins_an_import_and_reads_what_came_of_it() {
    let app = TestApp::start_with(&[("KINORA_IMPORTS_PRIVATE_NETWORKS", "on")]).await;
    app.administrator("ada").await;
    let ada = app.sign_in("ada").await;
    ada.get("/my/imports").await.ok().must_say("Nothing was imported yet");
    ada.get("/my/imports/new").await.ok();
    let address = "http://127.0.0.1:1234/about";
    let begun = ada.post("/my/imports/new", &with("address", address)).await.see_other().to_owned();
    let page = ada.get(&begun).await.ok();
    page.must_say("Running");
    page.must_say("Finding out what is there");
    ada.post(&begun, &[("action", "stop")]).await.see_other();
    ada.get(&begun).await.ok().must_say("Stopped");
    ada.post(&begun, &[("action", "go_on")]).await.see_other();
    app.run_tasks().await;
    let page = ada.get(&begun).await.ok();
    page.must_say("Failed");
    page.must_say("Give the address of a channel");
    ada.get("/my/imports").await.ok().must_say(address);
    ada.post(&begun, &[("action", "explode")]).await.with_status(reqwest::StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn a_refused_import_comes_back_as_typed() {
    let app = TestApp::start().await;
    app.administrator("ada").await;
    let ada = app.sign_in("ada").await;
    for (field, value, message) in [
        ("source", "folder", "Choose what kind of site it is."),
        ("address", "gopher://example.org/c/boats", "The address begins with https:// or http://."),
        ("address", "http://127.0.0.1/c/boats", "The address does not lead to the public internet."),
        (
            "address",
            "https://ann:secret@example.org/c/boats",
            "The address must not have a name or password in it.",
        ),
        ("channel", "ann_channel", "Choose one of your channels."),
        ("privacy", "everyone", "Choose who can watch the videos."),
    ] {
        app.user("ann").await;
        let mut form = with("address", "https://videos.example.org/c/boats");
        form.retain(|(name, _)| *name != field);
        form.push((field, value));
        let page = ada.post("/my/imports/new", &form).await.unprocessable();
        page.must_say(message);
        if field == "address" {
            assert_eq!(page.attribute("#address", "value"), value);
        }
    }
}

#[actix_web::test]
async fn only_whoever_the_operator_trusts_begins_imports_but_everybody_reads_their_own() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    ann.get("/my/imports/new").await.not_found();
    ann.post("/my/imports/new", &FORM).await.not_found();
    let (owner, now) = (app.user("ann").await.id, app.app.now());
    let import = app
        .write(move |conn| {
            let details = ImportDetails::parse("folder", "/srv/films", "", "private")?;
            Import::create(conn, owner, &details, ImportRunner::Command, now)
        })
        .await;
    let path = paths::imports::show(&import.uuid);
    ann.get("/my/imports").await.ok().must_say("/srv/films");
    ann.get(&path).await.ok().must_say("A folder of yt-dlp");
    ann.post(&path, &[("action", "go_on")]).await.not_found();
    let ben = app.sign_in("ben").await;
    ben.get(&path).await.not_found();
    ben.post(&path, &[("action", "stop")]).await.not_found();
    ann.post(&path, &[("action", "stop")]).await.see_other();
    let stopped = app.read(move |conn| Ok(Import::find(conn, import.id)?)).await;
    assert_eq!(stopped.state, ImportState::Stopped);

    let open = TestApp::start_with(&[("KINORA_IMPORTS_SITES", "creators")]).await;
    open.sign_in("ann").await.get("/my/imports/new").await.ok();
    let closed = TestApp::start_with(&[("KINORA_IMPORTS_SITES", "nobody")]).await;
    closed.administrator("ada").await;
    closed.sign_in("ada").await.get("/my/imports/new").await.not_found();
}
