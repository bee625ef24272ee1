//! What playlists hold, show and refuse.

use diesel::prelude::*;
use kinora::db::ids::{PlaylistId, UserId, Uuid, VideoId};
use kinora::db::schema::{playlist_items, playlists};
use kinora::db::types::{Privacy, VideoState};
use kinora::error::Error;
use kinora::models::playlist::{
    Playing, Playlist, PlaylistChoices, PlaylistDetails, PlaylistEntry, PlaylistFacts, PlaylistRef, Shift,
    Stretch,
};
use kinora::models::video::{Video, VideoRef};
use kinora::models::viewer::Viewer;
use kinora::models::window::Window;

use crate::support::TestApp;
use crate::support::builders::{signed_in, viewer};

/// The videos that this viewer is shown, in order.
async fn shown(app: &TestApp, playlist: &Playlist, viewer: &Viewer) -> Vec<VideoId> {
    let (playlist, viewer) = (playlist.clone(), viewer.clone());
    app.read(move |conn| {
        let items = playlist.items(conn, &viewer, Window::new(0, 100, 100))?;
        assert_eq!(playlist.count_items(conn, &viewer)?, i64::try_from(items.len()).unwrap());
        let places: Vec<i64> = items.iter().map(|item| item.place).collect();
        assert_eq!(places, (1..).take(items.len()).collect::<Vec<_>>());
        Ok(items.into_iter().map(|item| item.video_id).collect())
    })
    .await
}

fn ids(videos: &[&Video]) -> Vec<VideoId> {
    videos.iter().map(|video| video.id).collect()
}

#[actix_web::test]
async fn ac_06_a_list_shows_each_viewer_what_they_may_see_and_counts_no_more() {
    let app = TestApp::start().await;
    let (ann, ben, mia) = (app.user("ann").await, app.user("ben").await, app.moderator("mod_mia").await);
    let open = app.video(&ann, |_| {}).await;
    let unlisted = app.video_in(&ann, Privacy::Unlisted, VideoState::Published, false).await;
    let private = app.video_in(&ann, Privacy::Private, VideoState::Published, false).await;
    let unready = app.video_in(&ann, Privacy::Public, VideoState::Processing, false).await;
    let bens = app.video(&ben, |_| {}).await;
    // Somebody else's, of which she has the address.
    let hinted = app.video_in(&ben, Privacy::Unlisted, VideoState::Published, false).await;
    let all = [&private, &open, &unlisted, &hinted, &unready, &bens];
    let playlist = app.playlist(&ann, "Boats", "public", &all).await;

    assert_eq!(shown(&app, &playlist, &viewer(&ann)).await, ids(&all));
    let everybodys = ids(&[&open, &unlisted, &bens]);
    assert_eq!(shown(&app, &playlist, &Viewer::Anonymous).await, everybodys);
    assert_eq!(shown(&app, &playlist, &viewer(&ben)).await, everybodys);
    // A moderator sees what they may see anyway, and nobody's unlisted video by way of somebody else.
    let moderators = ids(&[&private, &open, &unlisted, &unready, &bens]);
    assert_eq!(shown(&app, &playlist, &viewer(&mia)).await, moderators);

    // What stands for it in lists keeps to the same.
    let id = playlist.id;
    let site = &app;
    let facts = |viewer: Viewer| async move {
        site.read(move |conn| Ok(PlaylistFacts::of(conn, &viewer, &[id])?.remove(&id).unwrap())).await
    };
    let strangers = facts(Viewer::Anonymous).await;
    assert_eq!((strangers.videos, strangers.first.unwrap().id), (3, open.id));
    let owners = facts(viewer(&ann)).await;
    assert_eq!((owners.videos, owners.first.unwrap().id), (6, private.id));

    // Taken down meanwhile, a video is gone for strangers, and its owner learns that it is not available.
    let gone = bens.id;
    app.write(move |conn| {
        use kinora::db::schema::videos;
        diesel::update(videos::table.find(gone)).set(videos::privacy.eq(Privacy::Private)).execute(conn)?;
        Ok(())
    })
    .await;
    assert_eq!(shown(&app, &playlist, &Viewer::Anonymous).await, ids(&[&open, &unlisted]));
    assert_eq!(shown(&app, &playlist, &viewer(&ann)).await, ids(&all));
}

#[actix_web::test]
async fn ac_11_a_private_playlist_is_its_owners_alone() {
    let app = TestApp::start().await;
    let (ann, ben, ada) = (app.user("ann").await, app.user("ben").await, app.administrator("ada").await);
    let video = app.video(&ann, |_| {}).await;
    let private = app.playlist(&ann, "For me", "private", &[&video]).await;
    let unlisted = app.playlist(&ann, "For friends", "unlisted", &[&video]).await;
    let site = &app;
    let finds = |viewer: Viewer, reference: PlaylistRef| async move {
        site.read(move |conn| Ok(PlaylistEntry::visible_to(conn, &viewer, reference).optional()?.is_some()))
            .await
    };
    for (who, sees) in
        [(Viewer::Anonymous, false), (viewer(&ben), false), (viewer(&ada), false), (viewer(&ann), true)]
    {
        assert_eq!(finds(who.clone(), PlaylistRef::Uuid(private.uuid)).await, sees, "{who:?}");
        assert_eq!(finds(who.clone(), PlaylistRef::Integer(private.id)).await, sees, "{who:?}");
        assert!(finds(who.clone(), PlaylistRef::Uuid(unlisted.uuid)).await, "{who:?}");
        // Integers can be counted through.
        assert_eq!(finds(who.clone(), PlaylistRef::Integer(unlisted.id)).await, sees, "{who:?}");
    }
    // Whose account is disabled shows nobody anything.
    let id = ann.id;
    app.write(move |conn| {
        use kinora::db::schema::users;
        diesel::update(users::table.find(id))
            .set(users::disabled_at.eq(kinora::clock::Timestamp::from_millis(1)))
            .execute(conn)?;
        Ok(())
    })
    .await;
    assert!(!finds(Viewer::Anonymous, PlaylistRef::Uuid(unlisted.uuid)).await);
}

#[actix_web::test]
async fn a_video_is_in_a_list_once_and_where_its_owner_put_it() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let (a, b, c) =
        (app.video(&ann, |_| {}).await, app.video(&ann, |_| {}).await, app.video(&ann, |_| {}).await);
    let playlist = app.playlist(&ann, "Boats", "public", &[&a, &b]).await;
    let first = app.put(&ann, &playlist, &a).await;
    assert_eq!(app.put(&ann, &playlist, &a).await, first, "said twice, it is in once");
    let last = app.put(&ann, &playlist, &c).await;
    let (owner, uuid, now) = (ann.id, playlist.uuid, app.app.now());
    for (item, shift, expected) in [
        (last, Shift::Up, [&a, &c, &b]),
        (last, Shift::Down, [&a, &b, &c]),
        (last, Shift::Down, [&a, &b, &c]),
        (first, Shift::Up, [&a, &b, &c]),
        (last, Shift::First, [&c, &a, &b]),
    ] {
        app.write(move |conn| Ok(Playlist::shift_item(conn, owner, uuid, item, shift, now)?)).await;
        assert_eq!(shown(&app, &playlist, &viewer(&ann)).await, ids(&expected), "{shift:?}");
    }
    // A gap changes nothing of the order.
    app.write(move |conn| Ok(Playlist::remove_item(conn, owner, uuid, first, now)?)).await;
    app.put(&ann, &playlist, &a).await;
    assert_eq!(shown(&app, &playlist, &viewer(&ann)).await, ids(&[&c, &b, &a]));
    app.write(move |conn| Playlist::reorder(conn, owner, uuid, (2, 2), 0, now)).await;
    assert_eq!(shown(&app, &playlist, &viewer(&ann)).await, ids(&[&b, &a, &c]));
    let refused =
        app.app.db.write(move |conn| Playlist::reorder(conn, owner, uuid, (2, 9), 0, now)).await.unwrap_err();
    assert!(matches!(refused, Error::Invalid(_)));
    // With a deleted video its place goes.
    let (gone, id) = (a.uuid, ann.id);
    app.write(move |conn| Video::delete_own(conn, id, gone, now).map(drop)).await;
    assert_eq!(shown(&app, &playlist, &viewer(&ann)).await, ids(&[&b, &c]));
    app.forget_tasks().await;
}

#[actix_web::test]
async fn ac_09_nobody_changes_somebody_elses_playlist() {
    let app = TestApp::start().await;
    let (ann, ben) = (app.user("ann").await, app.user("ben").await);
    let (video, own) = (app.video(&ann, |_| {}).await, app.video(&ben, |_| {}).await);
    let playlist = app.playlist(&ann, "Boats", "public", &[&video]).await;
    let bens = app.playlist(&ben, "Mine", "public", &[]).await;
    let item = app.put(&ann, &playlist, &video).await;
    let (who, uuid, now, bens) = (signed_in(&ben), playlist.uuid, app.app.now(), bens.uuid);
    let id: UserId = ben.id;
    let reference = VideoRef::Uuid(own.uuid);
    let details = PlaylistDetails::parse("Taken", "", "public", "").unwrap();
    let not_found = app
        .write(move |conn| {
            let choices = |listed: Vec<Uuid>| PlaylistChoices {
                ticked: listed.clone(),
                listed,
                ..PlaylistChoices::default()
            };
            Ok([
                Playlist::add(conn, &who, uuid, reference, Stretch::default(), now).map(drop),
                Playlist::update_own(conn, id, uuid, &details, now),
                Playlist::delete_own(conn, id, uuid).map_err(Error::from),
                Playlist::remove_item(conn, id, uuid, item, now).map_err(Error::from),
                Playlist::remove_item(conn, id, bens, item, now).map_err(Error::from),
                Playlist::shift_item(conn, id, bens, item, Shift::Up, now).map_err(Error::from),
                Playlist::set_stretch(conn, id, uuid, item, Stretch::default(), now).map_err(Error::from),
                Playlist::reorder(conn, id, uuid, (1, 1), 0, now),
                choices(vec![uuid]).save(conn, &who, reference, now).map(drop),
            ]
            .map(|outcome| matches!(outcome, Err(Error::NotFound))))
        })
        .await;
    assert_eq!(not_found, [true; 9]);
    assert_eq!(shown(&app, &playlist, &viewer(&ann)).await, ids(&[&video]));
    // AC-10: with one of somebody else's among them, none of it is done.
    let who = signed_in(&ben);
    let mixed =
        PlaylistChoices { listed: vec![bens, uuid], ticked: vec![bens], ..PlaylistChoices::default() };
    let mixed = app.app.db.write(move |conn| mixed.save(conn, &who, reference, now)).await;
    assert!(matches!(mixed, Err(Error::NotFound)));
    let count = app.read(move |conn| Ok(playlist_items::table.count().get_result::<i64>(conn)?)).await;
    assert_eq!(count, 1);
    // What one may not see one cannot keep.
    let hidden = app.video_in(&ann, Privacy::Private, VideoState::Published, false).await;
    let (who, hidden) = (signed_in(&ben), VideoRef::Uuid(hidden.uuid));
    let added =
        app.app.db.write(move |conn| Playlist::add(conn, &who, bens, hidden, Stretch::default(), now)).await;
    assert!(matches!(added, Err(Error::NotFound)));
}

#[actix_web::test]
async fn what_to_watch_later_is_made_once_and_keeps_its_name() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    let (who, now, reference) = (signed_in(&ann), app.app.now(), VideoRef::Uuid(video.uuid));
    let choices = PlaylistChoices { wants_watch_later: true, ..PlaylistChoices::default() };
    for _ in 0..2 {
        let (choices, who) = (choices.clone(), who.clone());
        app.write(move |conn| choices.save(conn, &who, reference, now).map(drop)).await;
    }
    let owner = ann.id;
    let made = app.read(|conn| Ok(Playlist::query().load(conn)?)).await;
    assert_eq!(made.len(), 1);
    assert!(made[0].is_watch_later() && made[0].privacy == Privacy::Private);
    assert_eq!(shown(&app, &made[0], &viewer(&ann)).await, ids(&[&video]));
    let uuid = made[0].uuid;
    let details = PlaylistDetails::parse("For all", "", "public", "").unwrap();
    let refused = app
        .app
        .db
        .write(move |conn| Playlist::update_own(conn, owner, uuid, &details, now))
        .await
        .unwrap_err();
    assert!(matches!(refused, Error::Invalid(_)));
}

#[actix_web::test]
async fn rl_08_lists_and_their_number_are_bounded() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    let playlist = app.playlist(&ann, "Boats", "public", &[]).await;
    let (who, owner, uuid, now) = (signed_in(&ann), ann.id, playlist.uuid, app.app.now());
    let (id, reference): (PlaylistId, VideoRef) = (playlist.id, VideoRef::Uuid(video.uuid));
    let refused = app
        .app
        .db
        .write(move |conn| {
            // As many copies of one row as fit, under the number of no video's.
            diesel::sql_query(format!(
                "INSERT INTO videos (uuid, channel_id, title, description, description_html, privacy, sensitive, state, \
                 created_at, updated_at, duration_ms, width, height, media_epoch, comments_enabled, downloads_enabled, views, \
                 likes, dislikes, comments, recommendation_policy) \
                 WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) \
                 SELECT 'copy-' || i, channel_id, title, description, description_html, privacy, sensitive, state, created_at, \
                 updated_at, duration_ms, width, height, media_epoch, comments_enabled, downloads_enabled, views, likes, \
                 dislikes, comments, recommendation_policy FROM n, videos WHERE videos.id = {}",
                video.id
            ))
            .execute(conn)?;
            diesel::sql_query(format!(
                "INSERT INTO playlist_items (playlist_id, video_id, position, created_at) \
                 SELECT {id}, id, id, created_at FROM videos WHERE uuid LIKE 'copy-%'"
            ))
            .execute(conn)?;
            Playlist::add(conn, &who, uuid, reference, Stretch::default(), now)
        })
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("at most 2000 videos"), "{refused}");
    let details = PlaylistDetails::parse("One of many", "", "private", "").unwrap();
    let refused = app
        .app
        .db
        .write(move |conn| {
            for _ in 0..200 {
                Playlist::create(conn, owner, &details, now)?;
            }
            Ok(())
        })
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("at most 200 playlists"), "{refused}");
    let left = app.read(|conn| Ok(playlists::table.count().get_result::<i64>(conn)?)).await;
    assert_eq!(left, 1);
}

#[actix_web::test]
async fn what_plays_knows_what_was_before_and_what_comes() {
    let app = TestApp::start().await;
    let (ann, ben) = (app.user("ann").await, app.user("ben").await);
    let mut made = Vec::new();
    for number in 0..20 {
        made.push(app.video(&ann, |draft| draft.title = format!("Part {number}")).await);
    }
    let private = app.video_in(&ann, Privacy::Private, VideoState::Published, false).await;
    let mut all: Vec<&Video> = made.iter().collect();
    all.insert(10, &private);
    let playlist = app.playlist(&ann, "Boats", "public", &all).await;
    let reference = PlaylistRef::Uuid(playlist.uuid);
    let site = &app;
    let playing = |who: Viewer, video: VideoId| async move {
        site.read(move |conn| Ok(Playing::find(conn, &who, reference, video)?)).await
    };
    let at = playing(viewer(&ben), made[9].id).await.unwrap();
    assert_eq!((at.current.place, at.total, at.around.len()), (10, 20, 16));
    assert_eq!(at.previous().unwrap().1.id, made[8].id);
    assert_eq!(at.next().unwrap().1.id, made[10].id, "what others may not see is passed over");
    let at = playing(viewer(&ann), made[9].id).await.unwrap();
    assert_eq!((at.total, at.next().unwrap().1.id), (21, private.id));
    let at = playing(Viewer::Anonymous, made[0].id).await.unwrap();
    assert!(at.previous().is_none() && at.next().is_some());
    let at = playing(Viewer::Anonymous, made[19].id).await.unwrap();
    assert!(at.previous().is_some() && at.next().is_none());
    assert_eq!(at.around.len(), 16);
    assert!(playing(Viewer::Anonymous, private.id).await.is_none());
}
