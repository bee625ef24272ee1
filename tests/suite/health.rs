//! `/healthz` and `/readyz`.

use std::sync::atomic::Ordering;

use crate::support::TestApp;

#[actix_web::test]
async fn a_started_server_is_alive_and_ready() {
    let app = TestApp::start().await;
    assert_eq!(app.visitor().get("/healthz").await.status, 200);
    assert_eq!(app.visitor().get("/readyz").await.status, 200);
}

#[actix_web::test]
async fn f_17_a_server_that_stops_is_not_ready_but_alive() {
    let app = TestApp::start().await;
    app.app.draining.store(true, Ordering::SeqCst);
    assert_eq!(app.visitor().get("/readyz").await.status, 503);
    assert_eq!(app.visitor().get("/healthz").await.status, 200);
}
