//! Playlists as programs read them.

use kinora::db::types::{Privacy, VideoState};
use kinora::paths;
use serde_json::json;

use super::{problem, told};
use crate::support::TestApp;

fn titles(list: &serde_json::Value) -> Vec<&str> {
    list["data"].as_array().unwrap().iter().map(|item| item["displayName"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn a_playlist_has_the_fields_that_clients_read() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let (a, b) =
        (app.video(&ann, |draft| draft.title = "Alps".to_owned()).await, app.video(&ann, |_| {}).await);
    let playlist = app.playlist(&ann, "Boats", "public", &[&a, &b]).await;
    let short = paths::videos::short(&playlist.uuid);
    for id in [short.clone(), playlist.uuid.to_string(), playlist.id.to_string()] {
        let whole = told(&app, &format!("/api/v1/video-playlists/{id}")).await;
        // NewPipe takes whatever has this field for a playlist.
        assert_eq!(whole["videosLength"], 2);
        assert_eq!(
            (whole["displayName"].as_str(), whole["shortUUID"].as_str()),
            (Some("Boats"), Some(&*short))
        );
        assert_eq!(whole["url"], app.url(&format!("/w/p/{short}")));
        assert_eq!(whole["privacy"], serde_json::json!({ "id": 1, "label": "Public" }));
        assert_eq!(whole["type"], serde_json::json!({ "id": 1, "label": "Regular" }));
        assert_eq!(whole["ownerAccount"]["name"], "ann");
        assert_eq!(whole["videoChannel"]["name"], "ann_channel");
        assert!(whole.get("thumbnailPath").is_some() && whole["createdAt"] == "2026-01-10T12:00:00Z");
    }
    let elements = told(&app, &format!("/api/v1/video-playlists/{short}/videos?start=0&count=1")).await;
    assert_eq!((elements["total"].as_i64(), elements["data"].as_array().unwrap().len()), (Some(2), 1));
    let first = &elements["data"][0];
    assert_eq!((first["position"].as_i64(), first["type"].as_i64()), (Some(1), Some(0)));
    assert!(first["id"].is_i64() && first["startTimestamp"].is_null() && first["stopTimestamp"].is_null());
    assert_eq!(
        (first["video"]["name"].as_str(), first["video"]["isLocal"].as_bool()),
        (Some("Alps"), Some(true))
    );
    let second = told(&app, &format!("/api/v1/video-playlists/{short}/videos?start=1")).await;
    assert_eq!(second["data"][0]["position"], 2);
    problem(&app, "/api/v1/video-playlists/nothing", 404).await;
    problem(&app, "/api/v1/video-playlists/99/videos", 404).await;
    assert_eq!(told(&app, "/api/v1/server/stats").await["totalLocalPlaylists"], 1);
}

#[actix_web::test]
async fn ac_06_ac_11_lists_and_totals_tell_nothing_of_what_others_keep_for_themselves() {
    let app = TestApp::start().await;
    let (ann, ben) = (app.user("ann").await, app.user("ben").await);
    let open = app.video(&ann, |_| {}).await;
    let hidden = app.video_in(&ann, Privacy::Private, VideoState::Published, false).await;
    let blocked = app.video_in(&ann, Privacy::Public, VideoState::Published, true).await;
    let public = app.playlist(&ann, "Boats at sea", "public", &[&hidden, &open]).await;
    let unlisted = app.playlist(&ann, "Boats for friends", "unlisted", &[&open]).await;
    let private = app.playlist(&ann, "Boats for me", "private", &[&open]).await;
    app.playlist(&ben, "Bens boats", "public", &[]).await;
    assert!(blocked.blocked_at.is_some());

    for (path, expected) in [
        ("/api/v1/video-playlists?sort=displayName", vec!["Bens boats", "Boats at sea"]),
        ("/api/v1/accounts/ann/video-playlists", vec!["Boats at sea"]),
        ("/api/v1/video-channels/ann_channel/video-playlists", vec!["Boats at sea"]),
        ("/api/v1/search/video-playlists?search=boats+SEA", vec!["Boats at sea"]),
        ("/api/v1/search/video-playlists?search=friends", vec![]),
        ("/api/v1/search/video-playlists?search=", vec![]),
        ("/api/v1/search/video-playlists?search=%25", vec![]),
    ] {
        let list = told(&app, path).await;
        assert_eq!(titles(&list), expected, "{path}");
        assert_eq!(list["total"].as_u64(), Some(expected.len() as u64), "{path}");
        assert!(!list.to_string().contains(hidden.uuid.as_str()));
    }
    let elements = told(&app, &format!("/api/v1/video-playlists/{}/videos", public.uuid)).await;
    assert_eq!((elements["total"].as_i64(), elements["data"][0]["position"].as_i64()), (Some(1), Some(1)));
    assert!(!elements.to_string().contains(hidden.uuid.as_str()));
    assert_eq!(told(&app, &format!("/api/v1/video-playlists/{}", public.uuid)).await["videosLength"], 1);
    // Unlisted ones by their address, but not by counting.
    let answer = app.visitor().get(&format!("/api/v1/video-playlists/{}", unlisted.uuid)).await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, "private, no-cache"));
    problem(&app, &format!("/api/v1/video-playlists/{}", unlisted.id), 404).await;
    for path in ["", "/videos"] {
        problem(&app, &format!("/api/v1/video-playlists/{}{path}", private.uuid), 404).await;
    }
}

#[actix_web::test]
async fn a_program_keeps_a_list_for_the_person_whose_token_it_has() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let (a, b) =
        (app.video(&ann, |draft| draft.title = "Alps".to_owned()).await, app.video(&ann, |_| {}).await);
    let channel = app.channel_of(&ann).await.id;
    let program = app.bearer("ann", &["read", "write"]).await;
    let lists = "/api/v1/video-playlists";
    let refused = program.post(lists, json!({ "displayName": " ", "privacy": 9 })).await.refused(422);
    let fields: Vec<&String> = refused["invalid-params"].as_object().unwrap().keys().collect();
    assert_eq!(fields, ["displayName", "privacy"]);
    let body = json!({ "displayName": "Hills", "privacy": 3, "videoChannelId": channel.0, "ownerId": 9 });
    let made = program.post(lists, body).await.json()["videoPlaylist"].clone();
    let list = format!("{lists}/{}", made["shortUUID"].as_str().unwrap());
    problem(&app, &list, 404).await;
    assert_eq!(program.told(&list).await["videoChannel"]["name"], "ann_channel");

    let mut items = Vec::new();
    for video in [json!(a.id.0), json!(b.uuid.as_str())] {
        let body = json!({ "videoId": video, "startTimestamp": 2, "stopTimestamp": 9 });
        let added = program.post(&format!("{list}/videos"), body).await.json();
        items.push(added["videoPlaylistElement"]["id"].as_i64().unwrap());
    }
    let refused = json!({ "videoId": a.id.0, "startTimestamp": 9, "stopTimestamp": 2 });
    program.post(&format!("{list}/videos"), refused).await.refused(422);
    let elements = program.told(&format!("{list}/videos")).await;
    assert_eq!(
        (elements["total"].as_i64(), elements["data"][0]["stopTimestamp"].as_i64()),
        (Some(2), Some(9))
    );
    let order = json!({ "startPosition": 2, "insertAfterPosition": 0 });
    assert_eq!(program.post(&format!("{list}/videos/reorder"), order).await.status, 204);
    assert_eq!(program.told(&format!("{list}/videos")).await["data"][1]["video"]["name"], "Alps");
    let item = format!("{list}/videos/{}", items[0]);
    assert_eq!(program.put(&item, json!({ "startTimestamp": 5 })).await.status, 204);
    let exist = format!("/api/v1/users/me/video-playlists/videos-exist?videoIds={}&videoIds=999", a.id);
    let exist = program.told(&exist).await;
    let place = &exist[a.id.to_string()][0];
    assert_eq!(
        (place["playlistDisplayName"].as_str(), place["startTimestamp"].as_i64()),
        (Some("Hills"), Some(5))
    );
    assert_eq!(exist["999"], json!([]));
    assert_eq!(program.delete(&item).await.status, 204);
    assert_eq!(program.told(&list).await["videosLength"], 1);

    // What is left out stays as it is, and the owner's own list has all of theirs.
    assert_eq!(program.put(&list, json!({ "privacy": 1 })).await.status, 204);
    assert_eq!(told(&app, &list).await["displayName"], "Hills");
    program.post(lists, json!({ "displayName": "For me" })).await.json();
    let own = program.told("/api/v1/accounts/ann/video-playlists?sort=displayName").await;
    assert_eq!((own["total"].as_i64(), titles(&own)), (Some(2), vec!["For me", "Hills"]));
    assert_eq!(titles(&told(&app, "/api/v1/accounts/ann/video-playlists").await), ["Hills"]);
    let bens = app.bearer("ben", &["read", "write"]).await;
    assert_eq!(titles(&bens.told("/api/v1/accounts/ann/video-playlists").await), ["Hills"]);
    assert_eq!(program.delete(&list).await.status, 204);
    program.get(&list).await.refused(404);
}

#[actix_web::test]
async fn ac_09_in_06_a_token_changes_only_its_persons_lists_and_only_with_that_scope() {
    let app = TestApp::start().await;
    let (ann, ben) = (app.user("ann").await, app.user("ben").await);
    let (video, own) = (app.video(&ann, |_| {}).await, app.video(&ben, |_| {}).await);
    let playlist = app.playlist(&ann, "Boats", "public", &[&video]).await;
    let item = app.put(&ann, &playlist, &video).await;
    let reader = app.bearer("ann", &["read"]).await;
    let bens = app.bearer("ben", &["read", "write"]).await;
    let channel = app.channel_of(&ann).await.id;
    for list in [playlist.uuid.to_string(), playlist.id.to_string()] {
        let list = format!("/api/v1/video-playlists/{list}");
        let calls = [
            ("PUT", list.clone(), json!({ "displayName": "Taken" })),
            ("DELETE", list.clone(), json!({})),
            ("POST", format!("{list}/videos"), json!({ "videoId": own.uuid.as_str() })),
            (
                "POST",
                format!("{list}/videos/reorder"),
                json!({ "startPosition": 1, "insertAfterPosition": 0 }),
            ),
            ("PUT", format!("{list}/videos/{item}"), json!({ "startTimestamp": 1 })),
            ("DELETE", format!("{list}/videos/{item}"), json!({})),
        ];
        for (method, path, body) in calls {
            bens.send(method, &path, Some(body.clone())).await.refused(404);
            reader.send(method, &path, Some(body.clone())).await.refused(403);
            app.program().send(method, &path, Some(body)).await.refused(401);
        }
    }
    let body = json!({ "displayName": "Mine", "videoChannelId": channel.0 });
    bens.post("/api/v1/video-playlists", body).await.refused(422);
    let unchanged = told(&app, &format!("/api/v1/video-playlists/{}", playlist.uuid)).await;
    assert_eq!(
        (unchanged["displayName"].as_str(), unchanged["videosLength"].as_i64()),
        (Some("Boats"), Some(1))
    );
    let exist = format!("/api/v1/users/me/video-playlists/videos-exist?videoIds={}", video.id);
    assert_eq!(bens.told(&exist).await[video.id.to_string()], json!([]));
}
