//! The pages about the API.

use std::collections::BTreeSet;

use kinora::handlers::api::openapi;
use kinora::paths;

use crate::support::TestApp;

#[actix_web::test]
async fn the_pages_tell_of_every_endpoint_and_every_shape_and_every_link_leads_there() {
    let app = TestApp::start().await;
    let index = app.get("/docs/api").await;
    assert_eq!(index.attribute("main a.button", "href"), "/api/v1/openapi.json");
    let mut links = index.attributes("main nav a", "href");
    let sections: BTreeSet<String> =
        links.iter().filter(|link| link.contains("/endpoints/")).map(|link| without_fragment(link)).collect();
    let (mut addresses, mut anchors) = (Vec::new(), BTreeSet::new());
    for url in sections.iter().chain([&paths::api_shapes()]) {
        let page = app.get(url).await;
        addresses.extend(page.texts(".api-address code"));
        anchors.insert(url.clone());
        anchors.extend(page.attributes("article[id]", "id").iter().map(|id| format!("{url}#{id}")));
        links.extend(page.attributes("main a[href^='/docs/api/'].back-link, main .api-endpoint a", "href"));
    }
    let document = openapi::document();
    for path in document.paths.paths.keys() {
        assert!(addresses.contains(path), "{path} is not told of");
    }
    for shape in document.components.iter().flat_map(|all| all.schemas.keys()) {
        assert!(anchors.contains(&format!("{}#shape-{shape}", paths::api_shapes())), "{shape}");
    }
    for link in links.iter().filter(|link| link.starts_with("/docs/api/")) {
        assert!(anchors.contains(link), "{link} leads nowhere");
    }
    app.visitor().get("/docs/api/endpoints/nothing").await.not_found();
}

fn without_fragment(link: &str) -> String {
    link.split('#').next().unwrap().to_owned()
}

#[actix_web::test]
async fn its_commands_ask_for_what_is_there() {
    let app = TestApp::start().await;
    let owner = app.user("ann").await;
    let video = app.video(&owner, |_| {}).await;
    let origin = app.url("");
    for (section, path) in [
        ("videos", format!("/api/v1/videos/{}", paths::videos::short(&video.uuid))),
        ("channels", "/api/v1/video-channels/ann_channel/videos".to_owned()),
        ("people", "/api/v1/accounts/ann".to_owned()),
    ] {
        let page = app.get(&paths::api_section(section)).await;
        let commands = page.texts(".api-endpoint pre[aria-label^='A command'] code");
        assert!(commands.contains(&format!("curl '{origin}{path}'")), "{path}: {commands:?}");
        app.get(&path).await;
    }
}

#[actix_web::test]
async fn every_page_leads_to_it() {
    let app = TestApp::start().await;
    let page = app.get("/").await;
    assert_eq!(page.attributes("footer a[href='/docs/api']", "href").len(), 1);
}
