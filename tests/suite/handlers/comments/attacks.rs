//! What comments must survive (security.md of the design: XS, AC, CS).

use kinora::db::schema::{comment_ratings, comments, ratings, reports, subscriptions};
use kinora::db::types::VideoState;
use kinora::paths;

use super::{list, private_video, rows, said, stage, uuid};
use crate::support::TestApp;

const POLYGLOTS: &[&str] = &[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "'\"--></style></script><script>alert(1)</script>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */oNcliCk=alert() )//%0D%0A//</stYle/</titLe/</teXtarEa/</scRipt/--!>\\x3csVg/<sVg/oNloAd=alert()//>\\x3e",
    "<a href=\"javascript:alert(1)\">x</a>",
    "</textarea><script>alert(1)</script>",
    "{{ 7 * 7 }} ${7*7} <%= 7*7 %>",
    "<turbo-stream action=\"replace\" target=\"main\"><template>owned</template></turbo-stream>",
    "<turbo-frame id=\"comments\" src=\"/sign-out\"></turbo-frame>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
];

const LINKS: &[&str] = &[
    "[x](javascript:alert(1))",
    "[x](&#x6a;avascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:msgbox)",
    "<javascript:alert(1)>",
    "![x](https://evil.example/pixel.png \"onerror=alert(1)\")",
    "[x](/sign-out)",
    "[x](//evil.example)",
    "[x][y]\n\n[y]: javascript:alert(1)",
];

#[actix_web::test]
async fn xs_01_polyglots_are_inert_text_wherever_a_comment_is_shown() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    for payload in POLYGLOTS {
        let id = said(&app, &ann, &video, payload, None).await;
        let pages = [
            list(&video),
            paths::comments::thread(&video.uuid, &uuid(&id)),
            paths::comments::edit(&uuid(&id)),
        ];
        for path in pages {
            let page = ann.get(&path).await.ok();
            assert_eq!(page.count("script:not([src])"), 0, "{payload} on {path}");
            for tag in [
                "article img",
                "article iframe",
                "turbo-stream",
                "turbo-frame[src]",
                "[onload]",
                "[onerror]",
                "[onclick]",
            ] {
                assert_eq!(page.count(tag), 0, "{payload} on {path}: {tag}");
            }
            for address in page.attributes("a", "href") {
                assert!(!address.to_lowercase().contains("script:"), "{payload} on {path}: {address}");
            }
        }
        assert_eq!(ann.get(&paths::comments::edit(&uuid(&id))).await.ok().field_value("body"), *payload);
        ann.post(paths::comments::delete(&uuid(&id)), &[]).await.see_other();
        app.advance_seconds(60);
    }
}

#[actix_web::test]
async fn xs_02_links_lead_only_where_links_may() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    for payload in LINKS {
        app.advance_seconds(60);
        said(&app, &ann, &video, payload, None).await;
    }
    let page = app.get(&list(&video)).await;
    assert_eq!(page.attributes("article .prose a", "href"), [] as [&str; 0]);
    assert_eq!(page.count("article .prose img"), 0);
    let kept = "[x](https://example.org/)";
    said(&app, &ann, &video, kept, None).await;
    let page = app.get(&list(&video)).await;
    assert_eq!(page.attribute("article .prose a", "rel"), "nofollow ugc noopener");
}

#[actix_web::test]
async fn xs_02_nesting_costs_little() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    for payload in ["[", ">", "*", "`", "- "] {
        let body = format!("x{}", payload.repeat(4999 / payload.len()));
        ann.post(list(&video), &[("body", &body)]).await.see_other();
    }
    ann.get(&list(&video)).await.ok();
}

#[actix_web::test]
async fn xs_05_what_stands_in_the_address_is_not_echoed() {
    let app = TestApp::start().await;
    let (_, video) = stage(&app).await;
    let path = format!("{}?sort=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&after=%3Cb%3E&page=-1", list(&video));
    let answer = app.visitor().get(&path).await;
    answer.ok();
    // The header's own link back here carries it encoded; nothing carries it as markup.
    assert!(!answer.text().contains("<script>alert") && !answer.text().contains("<b>"));
}

#[actix_web::test]
async fn ac_08_under_a_video_one_may_not_see_there_is_nothing() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let owner = app.sign_in("ann").await;
    let videos = [
        private_video(&app, &ann).await,
        app.video(&ann, |video| video.state = VideoState::Processing).await,
        app.video(&ann, |video| video.blocked = true).await,
    ];
    let ben = app.sign_in("ben").await;
    let unknown = ben.get("/w/kkGMgK9ZtnKfYAgnEtQxbv/comments").await;
    for video in &videos {
        let root = if video.blocked_at.is_none() {
            Some(said(&app, &owner, video, "Between ourselves", None).await)
        } else {
            None
        };
        let integer = format!("/w/{}/comments", video.id);
        for who in [&ben, &app.visitor()] {
            for path in [list(video), integer.clone(), format!("/w/{}/comments", video.uuid)] {
                let answer = who.get(&path).await;
                answer.not_found();
                assert!(!answer.text().contains("Between"), "{path}");
            }
            if let Some(root) = &root {
                who.get(&paths::comments::thread(&video.uuid, &uuid(root))).await.not_found();
            }
        }
        let before = rows(&app).await;
        let answer = ben.get(&list(video)).await;
        assert_eq!(answer.text(), unknown.text(), "the same page as for no video at all");
        for (path, field) in [
            (list(video), ("body", "Hello")),
            (list(video), ("body", "")),
            (integer.clone(), ("body", "Hello")),
            (paths::videos::rating(&video.uuid), ("rating", "like")),
        ] {
            ben.post(&path, &[field]).await.not_found();
        }
        let short = paths::videos::short(&video.uuid);
        ben.get(&paths::videos::report(&video.uuid)).await.not_found();
        ben.post("/reports/new", &[("video", short.as_str()), ("reason", "spam")]).await.not_found();
        if let Some(root) = &root {
            let root = uuid(root);
            ben.post(paths::comments::rating(&root), &[("rating", "like")]).await.not_found();
            ben.get(&paths::comments::report(&root)).await.not_found();
            let fields = [("comment", root.as_str()), ("reason", "spam")];
            let answer = ben.post("/reports/new", &fields).await;
            answer.not_found();
            assert!(!answer.text().contains("Between"));
        }
        assert_eq!(rows(&app).await, before);
    }
    assert_eq!(everything(&app).await[1..], [0, 0, 0, 0]);
}

#[actix_web::test]
async fn cs_01_no_form_of_another_site_is_taken() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let id = uuid(&said(&app, &ann, &video, "Here first", None).await);
    let before = everything(&app).await;
    let forms: [(String, (&str, &str)); 7] = [
        (list(&video), ("body", "Forged")),
        (paths::videos::rating(&video.uuid), ("rating", "like")),
        (paths::comments::edit(&id), ("body", "Forged")),
        (paths::comments::delete(&id), ("x", "y")),
        (paths::comments::rating(&id), ("rating", "like")),
        ("/c/ann_channel/subscription".to_owned(), ("subscribed", "true")),
        ("/reports/new".to_owned(), ("reason", "spam")),
    ];
    for (path, (name, value)) in forms {
        for site in ["cross-site", "same-site"] {
            let request = ann.request(reqwest::Method::POST, &path).header("sec-fetch-site", site);
            let request = request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(format!("{name}={value}"));
            assert_eq!(ann.send(request).await.status, 403, "{path} {site}");
        }
    }
    assert_eq!(everything(&app).await, before);
    app.get(&list(&video)).await.must_say("Here first");
}

#[actix_web::test]
async fn cs_05_looking_changes_nothing() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let id = uuid(&said(&app, &ann, &video, "Here", None).await);
    let before = everything(&app).await;
    let addresses = [
        list(&video),
        paths::comments::thread(&video.uuid, &id),
        paths::comments::edit(&id),
        paths::comments::delete(&id),
        paths::comments::rating(&id),
        paths::videos::rating(&video.uuid),
        "/c/ann_channel/subscription?subscribed=true".to_owned(),
        paths::comments::report(&id),
    ];
    for path in addresses {
        for method in [reqwest::Method::GET, reqwest::Method::HEAD] {
            let answer = ann.send(ann.request(method, &format!("{path}?rating=like"))).await;
            assert!(!answer.status.is_server_error(), "{path}");
        }
    }
    assert_eq!(everything(&app).await, before);
}

#[actix_web::test]
async fn cs_06_a_method_in_disguise_stays_what_it_is() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let id = uuid(&said(&app, &ann, &video, "Here", None).await);
    let edit = paths::comments::edit(&id);
    let disguised = [("x-http-method-override", "DELETE")];
    ann.post_with(&edit, &[("body", "Here"), ("_method", "DELETE")], &disguised).await.see_other();
    ann.get(&format!("{edit}?_method=DELETE")).await.ok();
    app.get(&list(&video)).await.must_say("Here");
}

/// How many comments, ratings, subscriptions and reports there are.
async fn everything(app: &TestApp) -> [i64; 5] {
    use diesel::prelude::*;
    app.read(|conn| {
        Ok([
            comments::table.count().get_result(conn)?,
            ratings::table.count().get_result(conn)?,
            comment_ratings::table.count().get_result(conn)?,
            subscriptions::table.count().get_result(conn)?,
            reports::table.count().get_result(conn)?,
        ])
    })
    .await
}
