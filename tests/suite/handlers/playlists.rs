//! Playlists as people make, fill, open and play them.

use kinora::db::types::{Privacy, VideoState};
use kinora::models::playlist::Playlist;
use kinora::models::video::Video;
use kinora::paths;

use crate::support::{Page, TestApp, Visitor};

async fn stage() -> (TestApp, [Video; 3]) {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let mut videos = Vec::new();
    for title in ["Alps", "Boats", "Clouds"] {
        videos.push(app.video(&ann, |draft| draft.title = title.to_owned()).await);
    }
    (app, videos.try_into().unwrap())
}

/// The path of a playlist that was just made by a form.
async fn made(person: &Visitor, title: &str, privacy: &str) -> String {
    let fields = [("title", title), ("description", "What I like."), ("privacy", privacy), ("channel", "")];
    person.post("/my/playlists/new", &fields).await.see_other().to_owned()
}

fn ticked(page: &Page) -> Vec<String> {
    page.attributes("input[name=playlist][checked]", "value")
}

#[actix_web::test]
async fn a_playlist_is_made_changed_and_deleted() {
    let (app, _) = stage().await;
    let ann = app.sign_in("ann").await;
    ann.get("/my/playlists").await.ok().must_say("You have no playlists yet");
    let refused =
        ann.post("/my/playlists/new", &[("title", " "), ("description", "Kept"), ("privacy", "x")]).await;
    let refused = refused.unprocessable();
    assert_eq!(refused.field_error("title"), "Give the playlist a title.");
    assert_eq!(refused.field_value("description"), "Kept");
    let edit = made(&ann, "Boats <b>&", "public").await;
    let page = ann.get(&edit).await.ok();
    assert_eq!(page.field_value("title"), "Boats <b>&");
    page.must_say("There are none yet.");
    let refused = ann.post(&edit, &[("title", "x"), ("privacy", "public"), ("channel", "ben_channel")]).await;
    assert_eq!(refused.unprocessable().field_error("channel"), "Choose one of your channels.");
    let saved =
        ann.post(&edit, &[("title", "Ships"), ("privacy", "unlisted"), ("channel", "ann_channel")]).await;
    ann.follow(saved).await.must_say("The playlist is saved.");
    let index = ann.get("/my/playlists").await.ok();
    assert_eq!(index.texts("h3"), ["Ships"]);
    index.must_say("Unlisted");
    let confirm = ann.get(&format!("{edit}/delete")).await.ok();
    confirm.must_say("The videos in it stay where they are.");
    let gone = ann.post(&confirm.attribute("form[action$='/delete']", "action"), &[]).await;
    ann.follow(gone).await.must_say("The playlist is deleted.");
    ann.get(&edit).await.not_found();
}

#[actix_web::test]
async fn a_video_is_saved_to_old_and_new_lists_without_a_script() {
    let (app, [alps, boats, _]) = stage().await;
    app.user("ben").await;
    let ben = app.sign_in("ben").await;
    let watch = ben.get(&paths::videos::watch(&alps.uuid)).await.ok();
    let save = watch.attribute("turbo-frame#video-playlists", "src");
    assert_eq!(watch.attribute("#video-playlists a", "href"), save);
    let signed_out = app.get(&paths::videos::watch(&alps.uuid)).await;
    assert_eq!(
        (signed_out.count("#video-playlists"), signed_out.count(&format!("a[href='{save}']"))),
        (0, 1)
    );
    assert!(app.visitor().get(&save).await.see_other().starts_with("/sign-in?return_to=%2Fw%2F"));

    let page = ben.get(&save).await.ok();
    assert_eq!(page.attributes("input[name=playlist]", "value"), ["watch-later"]);
    let saved = ben
        .post(&save, &[("playlist", "watch-later"), ("new_title", "Hills"), ("new_privacy", "public")])
        .await;
    assert_eq!(saved.see_other(), paths::videos::watch(&alps.uuid));
    ben.follow(saved).await.must_say("Your playlists are saved.");
    let page = ben.get(&save).await.ok();
    assert_eq!((page.count("input[name=listed]"), ticked(&page).len()), (2, 2));
    let lists = page.attributes("input[name=listed]", "value");

    // Another video goes into the first; what was not listed in the form is left alone.
    let save_boats = paths::playlists::of_video(&boats.uuid);
    ben.post(&save_boats, &[("listed", &lists[0]), ("playlist", &lists[0])]).await.see_other();
    ben.post(&save, &[("listed", &lists[0])]).await.see_other();
    assert_eq!(ticked(&ben.get(&save).await.ok()), [lists[1].clone()]);
    assert_eq!(ticked(&ben.get(&save_boats).await.ok()), [lists[0].clone()]);

    // In its frame it is the frame that answers, and what is refused keeps what was typed.
    let answer = ben.post_in_frame(&save, &[("listed", &lists[1])], "video-playlists").await.ok();
    assert_eq!((answer.count("h1"), ticked(&answer).len()), (0, 0));
    let long = "x".repeat(121);
    let fields = [
        ("listed", lists[1].as_str()),
        ("playlist", &lists[1]),
        ("new_title", &long),
        ("new_privacy", "public"),
    ];
    let refused = ben.post(&save, &fields).await.unprocessable();
    assert!(refused.field_error("new_title").contains("at most 120"));
    assert_eq!((refused.field_value("new_title"), ticked(&refused)), (long, vec![lists[1].clone()]));
    assert!(ticked(&ben.get(&save).await.ok()).is_empty(), "nothing was changed by what was refused");
}

#[actix_web::test]
async fn an_open_playlist_lists_its_videos_and_plays_all() {
    let (app, [alps, boats, clouds]) = stage().await;
    let ann = app.user("ann").await;
    let playlist = app.playlist(&ann, "A day out", "public", &[&clouds, &alps, &boats]).await;
    let path = paths::playlists::show(&playlist.uuid);
    let answer = app.visitor().get(&path).await;
    assert_eq!(answer.header("cache-control"), "public, no-cache");
    let page = answer.ok();
    assert_eq!(
        (page.heading(), page.texts("h3")),
        ("A day out".to_owned(), ["Clouds", "Alps", "Boats"].map(str::to_owned).to_vec())
    );
    page.must_say("Playlist by ann");
    page.must_say("3 videos");
    assert_eq!(page.attribute("link[rel=canonical]", "href"), app.url(&path));
    assert_eq!(page.count("meta[name=robots], a[href^='/my/playlists/']"), 0);
    let play = page.texts("a.button--primary");
    assert!(play.contains(&"Play all".to_owned()), "{play:?}");
    let short = paths::videos::short(&playlist.uuid);
    let first = format!("{}?playlist={short}", paths::videos::watch(&clouds.uuid));
    assert_eq!(page.attribute("p.button-row a.button--primary", "href"), first);

    // Older forms of the address, and a place in it as other programs write it.
    for other in [
        format!("/w/p/{}", playlist.uuid),
        format!("/videos/watch/playlist/{}", playlist.uuid),
        format!("/w/p/{}", playlist.id),
    ] {
        let moved = app.visitor().get(&other).await;
        assert_eq!((moved.status.as_u16(), moved.header("location")), (301, path.as_str()), "{other}");
    }
    let second = app.visitor().get(&format!("{path}?playlistPosition=2")).await;
    assert_eq!(second.see_other(), format!("{}?playlist={short}", paths::videos::watch(&alps.uuid)));
    app.visitor().get(&format!("{path}?playlistPosition=9")).await.ok();

    // Who follows the list goes on within it.
    let page = app.get(&first).await;
    assert_eq!(page.heading(), "Clouds");
    page.must_say("1 of 3");
    assert_eq!(page.count("a[rel=prev]"), 0);
    let next = paths::playlists::play(&playlist.uuid, &alps.uuid, None);
    assert_eq!(page.attributes("a[rel=next]", "href"), [next]);
    assert_eq!(page.attribute("a[aria-current=true]", "href"), first);
    assert_eq!(page.attribute("link[rel=canonical]", "href"), app.url(&paths::videos::watch(&clouds.uuid)));
    assert_eq!(
        page.attributes("form[method=get] input[name=playlist]", "value"),
        std::slice::from_ref(&short),
        "the sliders stay in it"
    );
    let last = app.get(&paths::playlists::play(&playlist.uuid, &boats.uuid, None)).await;
    assert_eq!(last.count("a[rel=next]"), 0, "the list ends");
    // Where the video is not in the list, or there is no such list, it is watched alone.
    let other = app.video(&ann, |_| {}).await;
    for address in [
        paths::playlists::play(&playlist.uuid, &other.uuid, None),
        format!("{}?playlist=nothing", paths::videos::watch(&clouds.uuid)),
    ] {
        assert_eq!(app.get(&address).await.count("#playing"), 0, "{address}");
    }
}

#[actix_web::test]
async fn ac_06_a_page_says_nothing_of_what_its_reader_may_not_see() {
    let (app, [alps, ..]) = stage().await;
    let (ann, ben) = (app.user("ann").await, app.user("ben").await);
    let bens = app.video(&ben, |draft| draft.title = "Soon gone".to_owned()).await;
    let own = app
        .video(&ann, |draft| {
            draft.title = "For me alone".to_owned();
            draft.privacy = Privacy::Private;
        })
        .await;
    let playlist = app.playlist(&ann, "A day out", "public", &[&own, &alps, &bens]).await;
    app.moderator("mod_mia").await;
    let mia = app.sign_in("mod_mia").await;
    mia.post("/admin/videos", &[("ids", bens.uuid.as_str()), ("action", "block")]).await.see_other();
    let path = paths::playlists::show(&playlist.uuid);
    let page = app.get(&path).await;
    page.must_say("1 video");
    assert_eq!(page.texts("h3"), ["Alps"]);
    for secret in ["Soon gone", "For me alone", "not available", own.uuid.as_str(), bens.uuid.as_str()] {
        assert!(!page.source.contains(secret), "{secret}");
    }
    let ann_browser = app.sign_in("ann").await;
    let page = ann_browser.get(&path).await.ok();
    page.must_say("3 videos");
    page.must_say("This video is not available.");
    assert_eq!(page.texts("h3"), ["For me alone", "Alps"]);
    assert!(!page.says("Soon gone"));
    let edit = ann_browser.get(&paths::playlists::edit(&playlist.uuid)).await.ok();
    edit.must_say("A video that is not available");
    app.run_tasks().await;
}

#[actix_web::test]
async fn ac_11_private_playlists_open_for_their_owner_alone() {
    let (app, [alps, ..]) = stage().await;
    let ann = app.user("ann").await;
    app.administrator("ada").await;
    let private = app.playlist(&ann, "For me", "private", &[&alps]).await;
    let unlisted = app.playlist(&ann, "For friends", "unlisted", &[&alps]).await;
    let (owner, ben, ada) = (app.sign_in("ann").await, app.sign_in("ben").await, app.sign_in("ada").await);
    let path = paths::playlists::show(&private.uuid);
    let within = paths::playlists::play(&private.uuid, &alps.uuid, None);
    for other in [&app.visitor(), &ben, &ada] {
        other.get(&path).await.not_found();
        assert_eq!(other.get(&within).await.ok().count("#playing"), 0);
        let page = other.get(&paths::playlists::show(&unlisted.uuid)).await.ok();
        assert_eq!(page.attribute("meta[name=robots]", "content"), "noindex");
        for list in ["/c/ann_channel?tab=playlists", "/a/ann", "/sitemap.xml"] {
            let list = other.get(list).await.ok();
            assert!(!list.says("For me") && !list.says("For friends"));
        }
    }
    owner.get(&path).await.ok().must_say("Private: only you");
    assert_eq!(owner.get(&within).await.ok().count("#playing"), 1);
    let answer = app.visitor().get(&paths::playlists::play(&unlisted.uuid, &alps.uuid, None)).await;
    assert_eq!(answer.header("cache-control"), "private, no-cache");
}

#[actix_web::test]
async fn ac_09_the_forms_of_a_playlist_are_its_owners() {
    let (app, [alps, boats, _]) = stage().await;
    let ann = app.user("ann").await;
    let playlist = app.playlist(&ann, "A day out", "public", &[&alps, &boats]).await;
    let (owner, ben) = (app.sign_in("ann").await, app.sign_in("ben").await);
    let edit = paths::playlists::edit(&playlist.uuid);
    let page = owner.get(&edit).await.ok();
    let items = page.attributes("form[action*='/items/']", "action");
    assert_eq!(items.len(), 4, "two forms for each of two");
    ben.get(&edit).await.not_found();
    ben.get(&format!("{edit}/delete")).await.not_found();
    for form in items.iter().map(String::as_str).chain([edit.as_str(), &format!("{edit}/delete")]) {
        let fields = [("shift", "down"), ("title", "Taken"), ("privacy", "public")];
        ben.post(form, &fields).await.not_found();
        assert!(app.visitor().post(form, &fields).await.see_other().starts_with("/sign-in"), "{form}");
    }
    let unchanged = app.get(&paths::playlists::show(&playlist.uuid)).await;
    assert_eq!(
        (unchanged.heading(), unchanged.texts("h3")),
        ("A day out".to_owned(), ["Alps", "Boats"].map(str::to_owned).to_vec())
    );
    // Its owner moves and removes, and is back where they were.
    assert_eq!(owner.post(&items[0], &[("shift", "sideways")]).await.status, 400);
    let moved = owner.post(&items[0], &[("shift", "down")]).await;
    assert!(moved.see_other().starts_with(&format!("{edit}#item-")));
    assert_eq!(owner.get(&edit).await.ok().texts(".my-item__title"), ["Boats", "Alps"]);
    let removed = owner.post(&items[1], &[]).await;
    owner.follow(removed).await.must_say("no longer in the playlist");
    assert_eq!(owner.get(&edit).await.ok().texts(".my-item__title"), ["Boats"]);
}

#[actix_web::test]
async fn playlists_stand_on_the_pages_of_their_channel_and_person() {
    let (app, [alps, ..]) = stage().await;
    let ann = app.user("ann").await;
    assert_eq!(app.get("/c/ann_channel").await.texts(".tab"), ["Newest", "Most viewed"]);
    let playlist = app.playlist(&ann, "A day out", "public", &[&alps]).await;
    let empty = app.playlist(&ann, "Nothing yet", "public", &[]).await;
    let page = app.get("/c/ann_channel").await;
    assert_eq!(page.texts(".tab"), ["Newest", "Most viewed", "Playlists"]);
    let page = app.get("/c/ann_channel?tab=playlists").await;
    assert_eq!(page.texts("h3"), ["Nothing yet", "A day out"]);
    page.must_say("1 video");
    assert!(page.attributes("h3 a", "href").contains(&paths::playlists::show(&playlist.uuid)));
    assert!(app.get("/a/ann").await.texts("h3").contains(&"A day out".to_owned()));
    // Search engines are told of what has something to see.
    let map = app.get("/sitemap.xml").await;
    assert!(
        map.says(&paths::playlists::show(&playlist.uuid)) && !map.says(&paths::playlists::show(&empty.uuid))
    );
    // The pages of a channel without any say so.
    app.user("ben").await;
    app.get("/c/ben_channel?tab=playlists").await.must_say("No playlists yet");
}

#[actix_web::test]
async fn a_playlist_costs_the_same_queries_however_long_it_is() {
    let (app, [alps, boats, clouds]) = stage().await;
    let ann = app.user("ann").await;
    let playlist: Playlist = app.playlist(&ann, "A day out", "public", &[&alps, &boats]).await;
    let visitor = app.visitor();
    let pages = [
        paths::playlists::show(&playlist.uuid),
        paths::playlists::play(&playlist.uuid, &alps.uuid, None),
        "/c/ann_channel?tab=playlists".to_owned(),
        format!("/api/v1/video-playlists/{}/videos", playlist.uuid),
        "/api/v1/video-playlists".to_owned(),
        "/feeds/videos.xml".to_owned(),
    ];
    let costs = || async {
        let mut costs = Vec::new();
        for page in &pages {
            visitor.get(page).await.ok();
            let before = app.app.db.queries_run();
            visitor.get(page).await.ok();
            costs.push(app.app.db.queries_run() - before);
        }
        costs
    };
    let few = costs().await;
    app.put(&ann, &playlist, &clouds).await;
    for number in 0..20 {
        let video = app.video_in(&ann, Privacy::Public, VideoState::Published, false).await;
        app.put(&ann, &playlist, &video).await;
        app.playlist(&ann, &format!("Another, number {number}"), "public", &[&video]).await;
    }
    for ((page, few), many) in pages.iter().zip(few).zip(costs().await) {
        assert!(many <= few + 1, "{page} took {few} queries with little on it and {many} with much");
    }
}
