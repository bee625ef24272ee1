//! Schemathesis makes up requests from the description of the API, sensible ones and others, and holds the answers against it.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use kinora::models::comment::{Comment, CommentDetails};
use kinora::models::video::Video;
use kinora::paths;

use serde_json::json;

use crate::support::builders::signed_in;
use crate::support::{Bearer, TestApp};

/// That what is sent is refused is not among them: what the API cannot read is as if it were not there.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
                      response_schema_conformance,unsupported_method,allow_header_conformance";
/// For each operation and kind of request.
const EXAMPLES: &str = "20";
/// Some of them are deleted on the way.
const PLAYLISTS: i64 = 8;

/// What may be named in an address, where there is something to find.
struct Known {
    /// Of videos, playlists and comments, which have the same name in their addresses.
    ids: Vec<String>,
    elements: Vec<String>,
    handles: Vec<String>,
    /// Each a comment, too.
    threads: Vec<String>,
    deliveries: Vec<String>,
}

#[actix_web::test]
async fn what_the_api_answers_is_what_its_description_says() {
    let Ok(program) = std::env::var("KINORA_TEST_SCHEMATHESIS") else {
        eprintln!("skipped: KINORA_TEST_SCHEMATHESIS names no schemathesis (bin/test installs one)");
        return;
    };
    let app = TestApp::start_with_ladder(&[("KINORA_EVENT_STREAM_SECONDS", "0")]).await;
    let known = stage(&app).await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("schemathesis.toml"), configuration(&known)).unwrap();
    let document = app.url("/api/v1/openapi.json");
    let time = passing(&app);
    try_out(&program, folder.path(), &["run", &document]).await;
    let header = format!("Authorization: Bearer {}", token(&app, "ann").await);
    // Whoever signs out is a stranger from then on, and where the film is gone there is little left to ask about.
    let excluded = ["signOut", "deleteVideo"].map(|id| ["--exclude-operation-id", id]).concat();
    let signed_in = [["--header", &header].as_slice(), &excluded].concat();
    try_out(&program, folder.path(), &[&["run", &document], signed_in.as_slice()].concat()).await;
    time.abort();
    app.run_tasks().await;
}

/// Minutes go by while it asks, or nearly all that is limited would be refused.
fn passing(app: &TestApp) -> actix_web::rt::task::JoinHandle<()> {
    let app = app.app.clone();
    actix_web::rt::spawn(async move {
        loop {
            actix_web::rt::time::sleep(Duration::from_millis(100)).await;
            app.clock.advance_millis(6_000);
        }
    })
}

async fn token(app: &TestApp, name: &str) -> String {
    app.bearer(name, &["read", "write", "upload"]).await.token.unwrap()
}

async fn try_out(program: &str, folder: &Path, arguments: &[&str]) {
    let mut command = Command::new(program);
    command
        .current_dir(folder)
        .args(arguments)
        // One after the other: parsing in several threads breaks the Python of some systems (python/cpython#106905).
        .args(["--no-color", "--workers", "1", "--warnings", "off"])
        .args(["--checks", CHECKS, "--phases", "examples,coverage,fuzzing", "--max-examples", EXAMPLES])
        // The same requests at every run: whoever changes something is told of their own mistakes only.
        .arg("--generation-deterministic")
        .args(["--request-timeout", "20", "--suppress-health-check", "all"]);
    let output = actix_web::web::block(move || command.output().unwrap()).await.unwrap();
    let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(output.status.success(), "{}", said.join("\n"));
}

/// A video with everything that videos may have, one without, a conversation, playlists.
async fn stage(app: &TestApp) -> Known {
    let ann = app.sign_in("ann").await;
    let film = app.uploaded_large(&ann, "A quiet harbour", "public").await;
    ann.add_captions(&film.uuid, "en", "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n").await;
    let owner = app.user("ann").await;
    let plain = app.video(&owner, |draft| draft.tags = vec!["boats".to_owned()]).await;
    let (mut ids, mut elements) = (Vec::new(), Vec::new());
    for number in 1..=PLAYLISTS {
        let playlist = app.playlist(&owner, &format!("Boats {number}"), "public", &[&film]).await;
        elements.push(app.put(&owner, &playlist, &plain).await.to_string());
        ids.push(playlist.uuid.to_string());
    }
    let program = app.bearer("ann", &["read", "write"]).await;
    let (webhook, delivery) = told(&program).await;
    ids.push(webhook);
    let root = say(app, &film, None).await;
    say(app, &film, Some(&root)).await;
    let of_film = [film.id.to_string(), film.uuid.to_string(), paths::videos::short(&film.uuid)];
    Known {
        ids: [ids, of_film.to_vec(), vec![root.uuid.to_string()]].concat(),
        elements,
        handles: vec!["ann".to_owned(), "ann_channel".to_owned()],
        threads: vec![root.id.to_string(), root.uuid.to_string()],
        deliveries: vec![delivery],
    }
}

/// A webhook and something that it was told.
async fn told(program: &Bearer) -> (String, String) {
    let webhook = json!({ "url": "https://example.org/hook", "events": ["video.failed"] });
    let made = program.post("/api/v1/webhooks", webhook).await.json();
    let webhook = made["webhook"]["uuid"].as_str().unwrap().to_owned();
    let told = program.post(&format!("/api/v1/webhooks/{webhook}/deliveries"), json!({})).await.json();
    (webhook, told["uuid"].as_str().unwrap().to_owned())
}

async fn say(app: &TestApp, video: &Video, parent: Option<&Comment>) -> Comment {
    let author = signed_in(&app.user("ben").await);
    let details = CommentDetails::parse("Where is *this*?", &paths::videos::watch(&video.uuid)).unwrap();
    let (video, parent, now) = (video.uuid, parent.map(|parent| parent.uuid), app.app.now());
    app.write(move |conn| Comment::create(conn, &author, video, parent, &details, now)).await
}

/// Most names in an address are of something that is there, or little but 404 would be tried.
fn configuration(known: &Known) -> String {
    let dictionaries = [
        ("id", &known.ids),
        ("element", &known.elements),
        ("handle", &known.handles),
        ("thread", &known.threads),
        ("comment", &known.threads),
        ("delivery", &known.deliveries),
    ];
    let told = dictionaries.map(|(name, values)| {
        format!(
            "[dictionaries.{name}]\nvalues = {values:?}\n\n\
             [parameters.\"path.{name}\"]\ndictionary = \"{name}\"\nprobability = 0.7\n"
        )
    });
    told.join("\n")
}
