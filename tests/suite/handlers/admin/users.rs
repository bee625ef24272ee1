//! Who may change whom.

use diesel::prelude::*;
use kinora::db::types::{AuditAction, AuditSubject, Role};
use kinora::models::user::User;

use super::{administrator, audited, moderator};
use crate::support::{PASSWORD, TestApp};

const LIST: &str = "/admin/users";

#[actix_web::test]
async fn an_administrator_gives_a_role_and_the_log_says_so() {
    let app = TestApp::start().await;
    let ada = administrator(&app).await;
    let ben = app.user("ben").await;

    let answer = ada.order_with(LIST, "set_role", &[ben.uuid.as_str()], &[("role", "moderator")]).await;

    ada.follow(answer).await.must_say("Done.");
    assert_eq!(again(&app, &ben).await.role, Role::Moderator);
    let expected = (
        AuditAction::SetRole,
        AuditSubject::User,
        ben.uuid.to_string(),
        "user".to_owned(),
        "moderator".to_owned(),
    );
    assert_eq!(audited(&app).await, [expected]);
    app.sign_in("ben").await.get("/admin").await.ok();
}

#[actix_web::test]
async fn the_list_is_filtered_by_role_and_state_and_searched_by_letters() {
    let app = TestApp::start().await;
    let ada = administrator(&app).await;
    app.moderator("mod_mia").await;
    let ben = app.user("ben").await;
    app.user("b_n").await;
    app.video(&ben, |_| {}).await;
    ada.order(LIST, "disable", &[ben.uuid.as_str()]).await.see_other();

    let names = async |query: &str| {
        let page = ada.get(&format!("{LIST}{query}")).await.ok();
        let mut names = page.texts("tbody .table__second");
        names.sort();
        names
    };
    assert_eq!(names("").await, ["@ada", "@b_n", "@ben", "@mod_mia"]);
    assert_eq!(names("?state=administrator").await, ["@ada"]);
    assert_eq!(names("?state=moderator").await, ["@mod_mia"]);
    assert_eq!(names("?state=disabled").await, ["@ben"]);
    assert_eq!(names("?state=enabled").await, ["@ada", "@b_n", "@mod_mia"]);
    // IN-03: signs of patterns are letters.
    assert_eq!(names("?q=B_N").await, ["@b_n"]);
    assert_eq!(names("?q=%25").await, Vec::<String>::new());
    assert_eq!(names("?q=ben%40example.org").await, ["@ben"]);
    let page = ada.get(&format!("{LIST}?q=ben")).await.ok();
    page.must_say("1 user");
    assert_eq!(page.texts("tbody .table__number"), ["1", "0"]);
}

#[actix_web::test]
async fn ac_13_who_is_disabled_is_signed_out_at_once_and_may_come_back_when_enabled() {
    let app = TestApp::start().await;
    let mia = moderator(&app).await;
    let ben = app.user("ben").await;
    let visitor = app.sign_in("ben").await;
    visitor.get("/settings").await.ok();

    mia.order(LIST, "disable", &[ben.uuid.as_str()]).await.see_other();

    assert!(visitor.get("/settings").await.see_other().starts_with("/sign-in"));
    let sign_in = [("username", "ben"), ("password", PASSWORD)];
    assert_ne!(app.visitor().post("/sign-in", &sign_in).await.status, 303);
    mia.order(LIST, "enable", &[ben.uuid.as_str()]).await.see_other();
    assert!(visitor.get("/settings").await.see_other().starts_with("/sign-in"), "the old session stays dead");
    app.visitor().post("/sign-in", &sign_in).await.see_other();
    let actions: Vec<AuditAction> = audited(&app).await.into_iter().map(|line| line.0).collect();
    assert_eq!(actions, [AuditAction::Disable, AuditAction::Enable]);
}

#[actix_web::test]
async fn in_07_a_moderator_changes_no_role_and_nobody_above_ordinary_users() {
    let app = TestApp::start().await;
    let ada = app.administrator("ada").await;
    let mia = moderator(&app).await;
    let own = app.user("mod_mia").await;
    let max = app.moderator("max").await;
    let ben = app.user("ben").await;

    for (who, role) in [(&own, "administrator"), (&ben, "moderator"), (&ada, "user")] {
        mia.order_with(LIST, "set_role", &[who.uuid.as_str()], &[("role", role)]).await.not_found();
    }
    for who in [&ada, &max, &own] {
        mia.order(LIST, "disable", &[who.uuid.as_str()]).await.not_found();
    }
    let page = mia.get(LIST).await.ok();
    assert_eq!(page.count("button[value=set_role]"), 0);
    assert!(!page.says("@example.org"), "e-mail addresses are for administrators");
    let page = mia.get(&format!("{LIST}?q=ben%40example.org")).await.ok();
    page.must_say("0 users");
    assert_eq!(again(&app, &own).await.role, Role::Moderator);
    assert_eq!(again(&app, &ada).await.disabled_at, None);
    assert_eq!(audited(&app).await, []);
}

#[actix_web::test]
async fn in_07_the_last_administrator_stays_one() {
    let app = TestApp::start().await;
    let visitor = administrator(&app).await;
    let ada = app.user("ada").await;
    let ben = app.user("ben").await;

    let answer = visitor.order_with(LIST, "set_role", &[ada.uuid.as_str()], &[("role", "moderator")]).await;
    answer.with_status(reqwest::StatusCode::CONFLICT).must_say("The site needs an administrator");
    // What else was ordered with it is undone too.
    let both = [ada.uuid.as_str(), ben.uuid.as_str()];
    assert_eq!(visitor.order(LIST, "disable", &both).await.status, 409);
    assert_eq!(again(&app, &ben).await.disabled_at, None);
    assert_eq!(audited(&app).await, []);

    // A disabled administrator does not count; an enabled one does.
    let eve = app.administrator("eve").await;
    visitor.order(LIST, "disable", &[eve.uuid.as_str()]).await.see_other();
    assert_eq!(visitor.order(LIST, "disable", &[ada.uuid.as_str()]).await.status, 409);
    visitor.order(LIST, "enable", &[eve.uuid.as_str()]).await.see_other();
    visitor.order(LIST, "disable", &[ada.uuid.as_str()]).await.see_other();
    assert!(visitor.get(LIST).await.see_other().starts_with("/sign-in"));
}

#[actix_web::test]
async fn ac_10_one_unknown_name_leaves_everybody_as_they_were() {
    let app = TestApp::start().await;
    let ada = administrator(&app).await;
    let ben = app.user("ben").await;
    for stranger in ["00000000-0000-4000-8000-000000000000", "1", "", "' OR 1=1 --"] {
        ada.order(LIST, "disable", &[ben.uuid.as_str(), stranger]).await.not_found();
    }
    assert_eq!(again(&app, &ben).await.disabled_at, None);
    assert_eq!(audited(&app).await, []);
}

#[actix_web::test]
async fn what_is_so_already_leaves_no_line() {
    let app = TestApp::start().await;
    let ada = administrator(&app).await;
    let ben = app.user("ben").await;
    let answer = ada.order(LIST, "enable", &[ben.uuid.as_str(), ben.uuid.as_str()]).await;
    ada.follow(answer).await.must_say("Nothing had to be changed.");
    let answer = ada.order(LIST, "enable", &[]).await;
    ada.follow(answer).await.must_say("Nothing was selected.");
    assert_eq!(audited(&app).await, []);
}

async fn again(app: &TestApp, user: &User) -> User {
    let id = user.id;
    app.read(move |conn| Ok(User::find(conn, id)?)).await
}

/// Two administrators who take the role from each other at once: one of them stays.
#[actix_web::test]
async fn in_07_two_administrators_cannot_both_be_demoted() {
    let app = TestApp::start().await;
    let (ada, eve) = (app.administrator("ada").await, app.administrator("eve").await);
    let (by_ada, by_eve) = (app.sign_in("ada").await, app.sign_in("eve").await);
    let (ada_id, eve_id) = (ada.uuid.to_string(), eve.uuid.to_string());
    let demote = async |visitor: &crate::support::Visitor, id: &str| {
        visitor.order_with(LIST, "set_role", &[id], &[("role", "user")]).await.status
    };
    let (one, other) = futures_util::future::join(demote(&by_ada, &eve_id), demote(&by_eve, &ada_id)).await;
    assert!(one == 303 || other == 303, "{one} {other}");
    let left: i64 = app
        .read(|conn| {
            use kinora::db::schema::users;
            Ok(users::table.filter(users::role.eq(Role::Administrator)).count().get_result(conn)?)
        })
        .await;
    assert_eq!(left, 1);
}
