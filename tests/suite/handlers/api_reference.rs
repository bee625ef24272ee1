//! The page about the API.

use kinora::handlers::api::openapi;
use kinora::paths;

use crate::support::TestApp;

#[actix_web::test]
async fn the_page_tells_of_every_endpoint_and_every_shape() {
    let app = TestApp::start().await;
    let page = app.get("/docs/api").await;
    let document = openapi::document();
    let addresses = page.texts(".api-address code");
    for path in document.paths.paths.keys() {
        assert!(addresses.contains(path), "{path} is not told of");
    }
    let shapes: Vec<String> =
        document.components.iter().flat_map(|all| all.schemas.keys().cloned()).collect();
    for shape in &shapes {
        assert_eq!(page.count(&format!("[id='shape-{shape}']")), 1, "{shape}");
    }
    for link in page.attributes("main a[href^='#']", "href") {
        assert_eq!(page.count(&format!("[id='{}']", &link[1..])), 1, "{link} leads nowhere");
    }
    assert_eq!(page.attribute("main a.button", "href"), "/api/v1/openapi.json");
}

#[actix_web::test]
async fn its_commands_ask_for_what_is_there() {
    let app = TestApp::start().await;
    let owner = app.user("ann").await;
    let video = app.video(&owner, |_| {}).await;
    let page = app.get("/docs/api").await;
    let commands = page.texts(".api-endpoint pre[aria-label^='A command'] code");
    let origin = app.url("");
    let ask = |path: &str| format!("curl '{origin}{path}'");
    for path in [
        format!("/api/v1/videos/{}", paths::videos::short(&video.uuid)),
        "/api/v1/video-channels/ann_channel/videos".to_owned(),
        "/api/v1/accounts/ann".to_owned(),
    ] {
        assert!(commands.contains(&ask(&path)), "{path}: {commands:?}");
        app.get(&path).await;
    }
}

#[actix_web::test]
async fn every_page_leads_to_it() {
    let app = TestApp::start().await;
    let page = app.get("/").await;
    assert_eq!(page.attributes("footer a[href='/docs/api']", "href").len(), 1);
}
