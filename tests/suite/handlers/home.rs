//! `/`: the lists, and how they learn.

use diesel::prelude::*;
use kinora::app::App;
use kinora::db::schema::{impressions, subscriptions, videos, watch_events};
use kinora::db::types::{Privacy, RecommendationPolicy, WatchSource};
use kinora::models::impression::Item;
use kinora::models::user::User;
use kinora::models::video::Video;
use kinora::paths;

use crate::support::{TestApp, nobody};

async fn videos_of(app: &TestApp, owner: &User, titles: &[&str]) -> Vec<Video> {
    let mut made = Vec::new();
    for title in titles {
        app.advance_seconds(60);
        let video = app.video(owner, |video| {
            video.title = (*title).to_owned();
            video.description = String::new();
        });
        made.push(video.await);
    }
    made
}

async fn restarted(app: &TestApp) -> App {
    let (config, clock) = (app.app.config.clone(), app.app.clock.clone());
    actix_web::web::block(move || {
        let app = App::build(config, clock).unwrap();
        app.load_feed().unwrap();
        app
    })
    .await
    .unwrap()
}

#[actix_web::test]
async fn an_empty_site_invites_to_upload() {
    let app = TestApp::start().await;
    let page = app.get("/").await;
    page.must_say("No videos yet");
    assert!(page.attributes("a", "href").contains(&"/upload".to_owned()));
    app.get("/?tab=newest").await.must_say("No videos yet");
    app.get("/?tab=subscriptions").await.must_say("Sign in to follow channels");
}

#[actix_web::test]
async fn newest_is_in_order_and_paged() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let titles: Vec<String> = (0..25).map(|number| format!("Video {number}")).collect();
    videos_of(&app, &ann, &titles.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let first = app.get("/?tab=newest").await;
    assert_eq!(first.listed()[..2], ["Video 24", "Video 23"]);
    assert_eq!(first.listed().len(), 24);
    let next = first.attribute("a[rel=next]", "href");
    assert_eq!(app.get(&next).await.listed(), ["Video 0"]);
    let recommended = app.get("/").await;
    let further = app.get(&recommended.attribute("a[rel=next]", "href")).await;
    let mut all = [recommended.listed(), further.listed()].concat();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 25, "each is recommended once");
    assert!(further.attributes("a[rel=next]", "href").is_empty());
}

#[actix_web::test]
async fn subscriptions_are_what_one_follows() {
    let app = TestApp::start().await;
    let (ann, cid) = (app.user("ann").await, app.user("cid").await);
    videos_of(&app, &ann, &["Followed"]).await;
    videos_of(&app, &cid, &["Not followed"]).await;
    let bob = app.sign_in("bob").await;
    bob.get("/?tab=subscriptions").await.ok().must_say("Nothing from your subscriptions yet");
    let (user, channel, now) = (app.user("bob").await.id, app.channel_of(&ann).await.id, app.app.now());
    app.write(move |conn| {
        diesel::insert_into(subscriptions::table)
            .values((
                subscriptions::user_id.eq(user),
                subscriptions::channel_id.eq(channel),
                subscriptions::created_at.eq(now),
            ))
            .execute(conn)?;
        Ok(())
    })
    .await;
    assert_eq!(bob.get("/?tab=subscriptions").await.ok().listed(), ["Followed"]);
    let home = bob.get("/").await.ok();
    assert_eq!(home.listed()[0], "Followed");
    assert_eq!(home.reason_of("Followed"), "New from ann");
}

#[actix_web::test]
async fn recommendations_change_after_watching() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let titles = [
        "Gear wheels one",
        "Sourdough bread one",
        "Gear wheels two",
        "Sourdough bread two",
        "Tides",
        "Comets",
    ];
    let videos = videos_of(&app, &ann, &titles).await;
    for visitor in [app.visitor(), app.sign_in("bob").await] {
        let before = visitor.get("/").await.ok();
        assert_eq!(before.listed().len(), titles.len());
        visitor.watch(&videos[0]).await;
        let after = visitor.get("/").await.ok();
        assert_eq!(after.listed()[0], "Gear wheels two");
        assert_eq!(after.reason_of("Gear wheels two"), "Because you watched Gear wheels one");
        assert_eq!(after.listed().last().map(String::as_str), Some("Gear wheels one"), "watched: last");
        assert_eq!(after.reason_of("Gear wheels one"), "Watch again");
    }
}

#[actix_web::test]
async fn what_strangers_watch_one_after_the_other_leads_others() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let titles = ["Alpha", "Omega", "Tides", "Comets", "Harbour", "Violin"];
    let videos = videos_of(&app, &ann, &titles).await;
    for _ in 0..4 {
        let stranger = app.visitor();
        stranger.watch(&videos[0]).await;
        app.advance_seconds(120);
        stranger.watch(&videos[1]).await;
    }
    let watcher = nobody();
    let (shared, open) = (app.app.clone(), videos[0].clone());
    let list = app.read(move |conn| shared.up_next(conn, &watcher, &open)).await;
    assert_eq!(list[0].card.title, "Omega");
    assert_eq!(list[0].reason, "People who watched this went on to this");
    assert!(list.iter().all(|listed| listed.card.id != videos[0].id));
}

#[actix_web::test]
async fn a_restart_forgets_nothing_that_was_learned() {
    let app = TestApp::start().await;
    let loaded = app.app.clone();
    actix_web::web::block(move || loaded.load_feed()).await.unwrap().unwrap();
    let ann = app.user("ann").await;
    let videos = videos_of(&app, &ann, &["Alpha", "Omega", "Tides", "Comets", "Harbour"]).await;
    for _ in 0..4 {
        let stranger = app.visitor();
        stranger.watch(&videos[0]).await;
        app.advance_seconds(120);
        stranger.watch(&videos[1]).await;
    }
    app.flush_feed().await;
    let again = restarted(&app).await;
    let watcher = nobody();
    let open = videos[0].clone();
    let list = again.clone().db.read(move |conn| again.up_next(conn, &watcher, &open)).await.unwrap();
    assert_eq!(list[0].card.title, "Omega");
    assert_eq!(list[0].reason, "People who watched this went on to this");
}

#[actix_web::test]
async fn ac_07_what_was_made_private_is_gone_from_every_list_at_once() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let titles = ["Gear wheels one", "Gear wheels two", "Tides", "Comets"];
    let videos = videos_of(&app, &ann, &titles).await;
    let bob = app.sign_in("bob").await;
    bob.watch(&videos[0]).await;
    assert_eq!(bob.get("/").await.ok().reason_of("Gear wheels two"), "Because you watched Gear wheels one");
    // Behind the recommender's back: the list is filtered where it is served.
    let hide = |id, privacy: Privacy| {
        app.write(move |conn| {
            diesel::update(videos::table.find(id)).set(videos::privacy.eq(privacy)).execute(conn)?;
            Ok(())
        })
    };
    hide(videos[1].id, Privacy::Private).await;
    hide(videos[2].id, Privacy::Unlisted).await;
    for visitor in [app.visitor(), bob.clone(), app.sign_in("ann").await] {
        let page = visitor.get("/").await.ok();
        assert!(!page.says("Gear wheels two") && !page.says("Tides"), "{:?}", page.listed());
        assert!(!visitor.get("/?tab=newest").await.ok().says("Tides"));
    }
    // Nor is it named as a reason.
    hide(videos[1].id, Privacy::Public).await;
    hide(videos[0].id, Privacy::Private).await;
    app.app.catalogue_changed(videos[1].id);
    let page = bob.get("/").await.ok();
    assert!(page.listed().contains(&"Gear wheels two".to_owned()));
    assert!(!page.says("Gear wheels one"));
}

#[actix_web::test]
async fn f_22_lists_do_not_need_a_recommender_that_knows_anything() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let videos = videos_of(&app, &ann, &["Alpha", "Omega"]).await;
    let fresh = {
        let (config, clock) = (app.app.config.clone(), app.app.clock.clone());
        actix_web::web::block(move || App::build(config, clock).unwrap()).await.unwrap()
    };
    let open = videos[0].clone();
    let watcher = nobody();
    let list = fresh.clone().db.read(move |conn| fresh.up_next(conn, &watcher, &open)).await.unwrap();
    assert_eq!(list.iter().map(|listed| listed.card.title.as_str()).collect::<Vec<_>>(), ["Omega"]);
}

#[actix_web::test]
async fn what_is_shown_is_kept_only_when_somebody_looks() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let videos = videos_of(&app, &ann, &["Alpha", "Omega"]).await;
    let bob = app.sign_in("bob").await;
    for (name, value) in
        [("sec-purpose", "prefetch;prerender"), ("turbo-frame", "player"), ("user-agent", "Somebot/1.0")]
    {
        bob.send(bob.request(reqwest::Method::GET, "/").header(name, value)).await.ok();
    }
    app.visitor().get("/").await.ok();
    app.flush_feed().await;
    let shown = || {
        app.read(|conn| {
            Ok(impressions::table
                .select((impressions::page, impressions::items))
                .load::<(String, String)>(conn)?)
        })
    };
    assert!(shown().await.is_empty());
    bob.get("/").await.ok();
    app.flush_feed().await;
    let shown = shown().await;
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].0, "home");
    let items: Vec<Item> = serde_json::from_str(&shown[0].1).unwrap();
    assert_eq!(items.iter().map(|item| item.rank).collect::<Vec<_>>(), [1, 2]);
    assert!(
        items.iter().all(|item| videos.iter().any(|video| video.id == item.video) && item.propensity > 0.0)
    );
}

#[actix_web::test]
async fn beside_a_video_stand_the_others_and_only_the_creators_own_where_they_want_it() {
    let app = TestApp::start().await;
    let (ann, cid) = (app.user("ann").await, app.user("cid").await);
    let own = app.video(&ann, |video| {
        video.title = "Anns first".to_owned();
        video.recommendation_policy = RecommendationPolicy::OwnChannel;
    });
    let own = own.await;
    videos_of(&app, &ann, &["Anns second", "Anns third"]).await;
    let open = videos_of(&app, &cid, &["Cids first", "Cids second"]).await.remove(0);
    let visitor = app.visitor();
    let beside = |page: &crate::support::Page| {
        let mut titles = page.texts(".up-next .video-card__title");
        titles.sort();
        titles
    };
    let page = visitor.get(&paths::videos::watch(&open.uuid)).await.ok();
    assert_eq!(beside(&page), ["Anns first", "Anns second", "Anns third", "Cids second"]);
    assert_eq!(page.count(".up-next .video-card__reason"), 4);
    let hrefs = page.attributes(".up-next .video-card__title a", "href");
    assert!(hrefs.contains(&paths::videos::watch(&own.uuid)), "the plain address: {hrefs:?}");
    let page = visitor.get(&paths::videos::watch(&own.uuid)).await.ok();
    assert_eq!(beside(&page), ["Anns second", "Anns third"]);
}

#[actix_web::test]
async fn a_watch_that_began_with_a_search_is_not_the_lists_merit() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let videos = videos_of(&app, &ann, &["Alpha", "Omega"]).await;
    let bob = app.sign_in("bob").await;
    for (video, page) in [(&videos[0], "/search?q=alpha"), (&videos[1], "/")] {
        bob.get("/").await.ok();
        let path = paths::videos::watch(&video.uuid);
        let opened = bob.request(reqwest::Method::GET, &path).header("referer", app.url(page));
        bob.send(opened).await.ok();
        bob.watch(video).await;
    }
    let sources: Vec<WatchSource> = app
        .read(|conn| {
            Ok(watch_events::table.order(watch_events::id).select(watch_events::source).load(conn)?)
        })
        .await;
    assert_eq!(sources, [WatchSource::Search, WatchSource::Home]);
}

#[actix_web::test]
async fn sliders_tilt_the_list_by_its_address_alone() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for number in 0..30 {
        app.video(&ann, |draft| {
            draft.title = format!("Number {number}");
            draft.duration_ms = if number % 2 == 0 { 60_000 } else { 5_400_000 };
        })
        .await;
    }
    let usual = app.get("/").await;
    assert_eq!(usual.attributes("form.tilt__form input[type=range]", "value"), ["0", "0", "0", "0"]);
    assert_eq!(usual.count("details.tilt[open]"), 0);
    let tilted = app.get("/?long=2&new=9&classic=much").await;
    assert_eq!(tilted.attributes("form.tilt__form input[type=range]", "value"), ["2", "2", "0", "0"]);
    assert_eq!(tilted.count("details.tilt[open]"), 1);
    let next = tilted.attributes("nav.pagination a", "href");
    assert!(next.iter().all(|url| url.ends_with("&new=2&long=2")), "{next:?}");
    assert_eq!(app.get("/?tab=newest&long=2").await.count("form.tilt__form"), 0);
}

#[actix_web::test]
async fn where_the_list_ends_it_says_so_and_leads_on() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    assert_eq!(app.get("/").await.count(".caught-up"), 0, "nothing is no end");
    let titles: Vec<String> = (0..25).map(|number| format!("Video {number}")).collect();
    videos_of(&app, &ann, &titles.iter().map(String::as_str).collect::<Vec<_>>()).await;
    assert_eq!(app.get("/").await.count(".caught-up"), 0, "another page follows");
    let end = app.get("/?tab=recommended&page=2").await;
    end.must_say("You are caught up");
    assert_eq!(end.attributes(".caught-up a", "href"), ["/?tab=newest"]);
    let bob = app.sign_in("bob").await;
    let end = bob.get("/?tab=recommended&page=2").await.ok();
    assert_eq!(end.attributes(".caught-up a", "href"), ["/?tab=newest", "/?tab=subscriptions"]);
    assert_eq!(app.get("/?tab=newest&page=2").await.count(".caught-up"), 0);
}
