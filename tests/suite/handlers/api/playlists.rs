//! Playlists as programs read them.

use kinora::db::types::{Privacy, VideoState};
use kinora::paths;

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
