//! Making an account.

use kinora::db::types::Role;
use kinora::models::user::User;

use crate::support::{PASSWORD, TestApp, Visitor};

async fn sign_up(visitor: &Visitor, username: &str, password: &str) -> crate::support::Answer {
    visitor
        .post("/sign-up", &[("username", username), ("email", "ann@example.org"), ("password", password)])
        .await
}

#[actix_web::test]
async fn a_new_account_is_signed_in_and_has_a_channel() {
    let app = TestApp::start().await;
    let ann = app.visitor();
    let answer = sign_up(&ann, "Ann", PASSWORD).await;
    let page = ann.follow(answer).await;
    page.must_say("Your account is ready");
    let (user, channel) = app
        .read(|conn| {
            let user = User::find_by_handle(conn, "ann")?;
            Ok((user.clone(), kinora::models::channel::Channel::of_user(conn, user.id)?))
        })
        .await;
    assert_eq!(user.role, Role::User);
    assert_eq!(channel[0].handle, "ann_channel");
}

#[actix_web::test]
async fn a_taken_name_is_refused_where_it_was_typed_and_nothing_is_lost() {
    let app = TestApp::start().await;
    sign_up(&app.visitor(), "ann", PASSWORD).await.see_other();
    let page = sign_up(&app.visitor(), "ANN", PASSWORD).await.unprocessable();
    assert_eq!(
        page.field_error("username"),
        "This name, or one that looks like it, is taken. Choose another one."
    );
    assert_eq!(page.field_value("email"), "ann@example.org");
    let page = sign_up(&app.visitor(), "ann_channel", PASSWORD).await.unprocessable();
    assert!(page.field_error("username").contains("taken"));
}

#[actix_web::test]
async fn xs_06_a_name_that_looks_like_a_taken_one_is_refused() {
    let app = TestApp::start().await;
    sign_up(&app.visitor(), "max_10", PASSWORD).await.see_other();
    let page = sign_up(&app.visitor(), "rnax_l0", PASSWORD).await.unprocessable();
    assert!(page.field_error("username").contains("looks like"));
    sign_up(&app.visitor(), "maxi_10", PASSWORD).await.see_other();
}

#[actix_web::test]
async fn every_field_says_what_is_wrong_with_it() {
    let app = TestApp::start().await;
    let page = app
        .visitor()
        .post("/sign-up", &[("username", "a b"), ("email", "nowhere"), ("password", "short")])
        .await
        .unprocessable();
    assert!(page.field_error("username").contains("letters"));
    assert!(page.field_error("email").contains("e-mail"));
    assert!(!page.field_error("password").is_empty());
    assert!(!page.source.contains("short"), "a password is never written back");
}

#[actix_web::test]
async fn au_07_a_known_address_makes_no_difference() {
    let app = TestApp::start().await;
    let first = sign_up(&app.visitor(), "ann", PASSWORD).await;
    let second = sign_up(&app.visitor(), "bob", PASSWORD).await;
    assert_eq!((first.status, first.header("location")), (second.status, second.header("location")));
}

#[actix_web::test]
async fn in_05_a_role_in_the_form_reaches_nothing() {
    let app = TestApp::start().await;
    let fields = [
        ("username", "ann"),
        ("email", "a@example.org"),
        ("password", PASSWORD),
        ("role", "administrator"),
        ("id", "7"),
    ];
    app.visitor().post("/sign-up", &fields).await.see_other();
    assert_eq!(app.read(|conn| Ok(User::find_by_handle(conn, "ann")?)).await.role, Role::User);
}

#[actix_web::test]
async fn in_08_two_hands_on_the_setup_link_make_one_administrator() {
    let app = TestApp::start().await;
    let token = app.app.setup_token();
    let form = |username: &'static str| {
        let (visitor, token) = (app.visitor(), token.clone());
        async move {
            let fields = [
                ("username", username),
                ("email", "a@example.org"),
                ("password", PASSWORD),
                ("setup", token.as_str()),
            ];
            visitor.post("/sign-up", &fields).await.status
        }
    };
    let (first, second) = tokio::join!(form("ann"), form("bob"));
    let mut statuses = [first.as_u16(), second.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    let wrong = [("username", "eve"), ("email", "a@example.org"), ("password", PASSWORD), ("setup", "guess")];
    app.visitor().post("/sign-up", &wrong).await.unprocessable();
}

#[actix_web::test]
async fn a_closed_site_takes_nobody() {
    let app = TestApp::start_with(&[("KINORA_SIGN_UP", "closed")]).await;
    assert_eq!(sign_up(&app.visitor(), "ann", PASSWORD).await.status, 403);
    assert_eq!(app.visitor().get("/sign-up").await.status, 403);
}

#[actix_web::test]
async fn rl_02_sign_ups_from_one_place_are_limited() {
    let app = TestApp::start().await;
    let mut last = None;
    for number in 0..31 {
        last = Some(sign_up(&app.visitor(), &format!("person{number}"), "x").await);
    }
    let last = last.unwrap();
    assert_eq!(last.status, 429);
    assert!(!last.header("retry-after").is_empty());
}
