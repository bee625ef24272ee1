//! Changing and deleting what was said.

use kinora::models::comment::Comment;
use kinora::paths;

use super::{list, private_video, rows, said, stage, uuid};
use crate::support::TestApp;

#[actix_web::test]
async fn ones_own_comment_can_be_changed_and_says_so() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let id = said(&app, &ann, &video, "Frist!", None).await;
    let address = paths::comments::edit(&uuid(&id));
    let page = ann.get(&address).await.ok();
    assert_eq!(page.field_value("body"), "Frist!");
    let answer = ann.post(&address, &[("body", "First!")]).await;
    let page = ann.follow(answer).await;
    page.must_say("Comment saved.");
    page.must_say("First!");
    page.must_say("edited");
    assert_eq!(page.attribute(".back-link", "href"), paths::videos::watch(&video.uuid));
}

#[actix_web::test]
async fn saving_the_same_words_leaves_no_mark() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let id = said(&app, &ann, &video, "First!", None).await;
    ann.post(paths::comments::edit(&uuid(&id)), &[("body", "First!")]).await.see_other();
    assert!(!app.get(&list(&video)).await.says("edited"));
}

#[actix_web::test]
async fn a_blank_change_comes_back_with_its_error() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let id = said(&app, &ann, &video, "First!", None).await;
    let page = ann.post(paths::comments::edit(&uuid(&id)), &[("body", "")]).await.unprocessable();
    assert_eq!(page.field_error("body"), "Write something first.");
    app.get(&list(&video)).await.must_say("First!");
}

#[actix_web::test]
async fn author_moderator_and_channel_owner_may_delete() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    app.moderator("mo").await;
    let (ben, mo) = (app.sign_in("ben").await, app.sign_in("mo").await);
    for deleter in [&ben, &mo, &ann] {
        let id = said(&app, &ben, &video, "Buy my watches!", None).await;
        let answer = deleter.post(paths::comments::delete(&uuid(&id)), &[]).await;
        assert_eq!(answer.see_other(), format!("{}#comments", paths::videos::watch(&video.uuid)));
        assert!(!app.get(&list(&video)).await.says("watches"));
    }
    let log = mo.get("/admin/audit").await.ok();
    assert_eq!(log.count("tbody tr"), 1, "only what somebody may as a moderator alone is logged");
    log.must_say("Deleted a comment");
}

#[actix_web::test]
async fn an_answered_comment_leaves_a_shell() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let root = said(&app, &ann, &video, "Where is this?", None).await;
    let ben = app.sign_in("ben").await;
    said(&app, &ben, &video, "In the north.", Some(&root)).await;
    ann.post(paths::comments::delete(&uuid(&root)), &[]).await.see_other();
    let page = app.get(&list(&video)).await;
    page.must_say("This comment was deleted.");
    page.must_say("In the north.");
    assert!(!page.source.contains("Where is this?") && !page.source.contains("/a/ann"));
    assert_eq!(page.texts("h2"), ["1 comment"]);
}

#[actix_web::test]
async fn a_hidden_comment_is_marked_for_its_author_and_gone_for_others() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    app.moderator("mo").await;
    let (ben, mo) = (app.sign_in("ben").await, app.sign_in("mo").await);
    let id = uuid(&said(&app, &ben, &video, "Buy my watches!", None).await);
    let now = app.app.now();
    app.write(move |conn| {
        let (comment, _) = Comment::readable_by(conn, &kinora::models::viewer::Viewer::Anonymous, id)?;
        Ok(Comment::hide(conn, comment.id, now)?)
    })
    .await;
    for reader in [&ben, &mo] {
        let page = reader.get(&list(&video)).await.ok();
        page.must_say("Buy my watches!");
        page.must_say("Hidden from others");
    }
    for other in [&ann, &app.visitor()] {
        assert!(!other.get(&list(&video)).await.ok().says("watches"));
        other.get(&paths::comments::thread(&video.uuid, &id)).await.not_found();
    }
    ann.post(paths::comments::rating(&id), &[("rating", "like")]).await.not_found();
    ann.post(paths::comments::delete(&id), &[]).await.not_found();
    ann.get(&paths::comments::report(&id)).await.not_found();
}

#[actix_web::test]
async fn ac_09_anothers_comment_cannot_be_touched_under_any_name() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let id = said(&app, &ann, &video, "Mine", None).await;
    let row = app.read({
        let id = uuid(&id);
        move |conn| Ok(Comment::readable_by(conn, &kinora::models::viewer::Viewer::Anonymous, id)?.0)
    });
    let integer = row.await.id.to_string();
    let mallory = app.sign_in("mallory").await;
    for name in [id.as_str(), integer.as_str(), &id.to_uppercase(), "0"] {
        mallory.get(&format!("/comments/{name}")).await.not_found();
        mallory.post(format!("/comments/{name}"), &[("body", "Pwned")]).await.not_found();
        mallory.post(format!("/comments/{name}/delete"), &[]).await.not_found();
    }
    // Nor does its author find it under its integer.
    ann.post(format!("/comments/{integer}/delete"), &[]).await.not_found();
    let stranger = app.visitor();
    for path in [format!("/comments/{id}"), format!("/comments/{id}/delete")] {
        let answer = stranger.post(&path, &[("body", "Pwned")]).await;
        assert!(answer.see_other().starts_with("/sign-in?return_to="), "{path}");
    }
    let page = app.get(&list(&video)).await;
    page.must_say("Mine");
    assert!(!page.says("edited") && !page.says("Pwned"));
    assert_eq!(rows(&app).await, 1);
}

#[actix_web::test]
async fn what_one_said_where_one_may_no_longer_look_can_still_be_deleted_but_not_edited() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = private_video(&app, &ann).await;
    let (id, ben) = (uuid_of_hidden(&app, &video).await, app.sign_in("ben").await);
    ben.get(&paths::comments::edit(&id)).await.not_found();
    ben.post(paths::comments::edit(&id), &[("body", "Changed")]).await.not_found();
    ben.post(paths::comments::delete(&id), &[]).await.see_other();
}

/// Ben said something here before the video became private.
async fn uuid_of_hidden(app: &TestApp, video: &kinora::models::video::Video) -> kinora::db::ids::Uuid {
    use diesel::prelude::*;
    use kinora::db::schema::videos;
    use kinora::db::types::Privacy;
    let (ben, video, now) = (app.user("ben").await, video.clone(), app.app.now());
    let ben = crate::support::builders::signed_in(&ben);
    app.write(move |conn| {
        let privacy =
            |privacy: Privacy| diesel::update(videos::table.find(video.id)).set(videos::privacy.eq(privacy));
        privacy(Privacy::Public).execute(conn)?;
        let details = kinora::models::comment::CommentDetails::parse("Once", "/w/x")?;
        let comment = Comment::create(conn, &ben, video.uuid, None, &details, now)?;
        privacy(Privacy::Private).execute(conn)?;
        Ok(comment.uuid)
    })
    .await
}
