use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

use super::{Cookie, Decision, Refusal, SEC_FETCH_SITE, decide, session_cookie, single};

const OURS: &str = "https://video.example";

fn post(site: Option<&str>, origin: Option<&str>, cookie: Cookie) -> Decision {
    decide(&Method::POST, site, origin, cookie, |origin| origin == OURS)
}

#[test]
fn cs_01_only_our_own_pages_may_post() {
    for cookie in [Cookie::Sent, Cookie::Absent] {
        for site in ["cross-site", "same-site", "", "Same-Origin", "same-origin, same-origin"] {
            let decision = post(Some(site), Some(OURS), cookie);
            assert_eq!(decision, Decision::Refuse(Refusal::CrossSite), "{site}");
        }
        assert_eq!(post(Some("same-origin"), Some(OURS), cookie), Decision::Allow);
        assert_eq!(post(Some("none"), None, cookie), Decision::Allow);
    }
}

#[test]
fn cs_02_without_fetch_metadata_the_origin_must_be_ours_exactly() {
    let foreign = [
        "https://evil.example",
        "null",
        "http://video.example",
        "https://video.example:8443",
        "https://video.example.evil.example",
        "https://video.example/",
        "https://VIDEO.example",
        "",
    ];
    for origin in foreign {
        let decision = post(None, Some(origin), Cookie::Sent);
        assert_eq!(decision, Decision::Refuse(Refusal::ForeignOrigin), "{origin}");
    }
    assert_eq!(post(None, Some(OURS), Cookie::Sent), Decision::Allow);
}

#[test]
fn cs_03_with_neither_header_only_who_has_no_session_may_post() {
    assert_eq!(post(None, None, Cookie::Sent), Decision::Refuse(Refusal::UnknownOrigin));
    assert_eq!(post(None, None, Cookie::Absent), Decision::Allow);
}

#[test]
fn reading_methods_pass_and_all_others_are_judged() {
    for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
        assert_eq!(decide(&method, Some("cross-site"), None, Cookie::Sent, |_| false), Decision::Allow);
    }
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::TRACE, Method::CONNECT] {
        assert_ne!(decide(&method, Some("cross-site"), None, Cookie::Sent, |_| false), Decision::Allow);
    }
}

#[test]
fn cs_02_a_header_that_comes_twice_vouches_for_nothing() {
    let mut headers = HeaderMap::new();
    assert_eq!(single(&headers, &SEC_FETCH_SITE), None);
    headers.append(SEC_FETCH_SITE, HeaderValue::from_static("same-origin"));
    assert_eq!(single(&headers, &SEC_FETCH_SITE), Some("same-origin"));
    headers.append(SEC_FETCH_SITE, HeaderValue::from_static("cross-site"));
    assert_eq!(
        post(single(&headers, &SEC_FETCH_SITE), None, Cookie::Absent),
        Decision::Refuse(Refusal::CrossSite)
    );
    headers.insert(SEC_FETCH_SITE, HeaderValue::from_bytes(b"same-origin\xff").unwrap());
    assert_eq!(
        post(single(&headers, &SEC_FETCH_SITE), None, Cookie::Absent),
        Decision::Refuse(Refusal::CrossSite)
    );
}

#[test]
fn cs_03_any_trace_of_the_session_counts() {
    let cookie = |value: &'static str| {
        let mut headers = HeaderMap::new();
        headers.insert(HeaderName::from_static("cookie"), HeaderValue::from_static(value));
        session_cookie(&headers, "__Host-kinora-session")
    };
    assert_eq!(cookie("a=b; __Host-kinora-session=x"), Cookie::Sent);
    assert_eq!(cookie(";;__Host-kinora-session"), Cookie::Sent);
    assert_eq!(cookie("theme=dark"), Cookie::Absent);
    assert_eq!(session_cookie(&HeaderMap::new(), "kinora-session"), Cookie::Absent);
}
