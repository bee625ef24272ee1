//! Documents as pages.

use crate::support::TestApp;

#[actix_web::test]
async fn what_teaches_the_api_is_read_at_the_site() {
    let app = TestApp::start().await;
    let link = app.get("/docs/api").await.attribute("main a[href='/docs/api/start']", "href");
    let page = app.get(&link).await;
    assert_eq!((page.heading(), page.count("main h1")), ("The API in five minutes".to_owned(), 1));
    assert!(page.count("main h2") > 5 && page.count("main pre code") > 5);
    let links = page.attributes("main article a", "href");
    assert!(!links.iter().any(|link| link.ends_with(".md")), "{links:?}");
    assert_eq!(app.get("/docs/api/uploading").await.heading(), "Uploading with a program");
    app.visitor().get("/docs/api/nothing").await.not_found();
}
