use std::time::{Duration, Instant, SystemTime};

use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::{ByteRange, Conditions, Outcome, Validators, evaluate, unsatisfied_content_range};

const ETAG: &str = "\"v1-web\"";
const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
const EARLIER: &str = "Sun, 06 Nov 1994 08:49:36 GMT";
const LATER: &str = "Sun, 06 Nov 1994 08:49:38 GMT";

fn outcome_of(method: Method, fields: &[(HeaderName, &str)], length: u64) -> Outcome {
    let mut headers = HeaderMap::new();
    for (name, value) in fields {
        headers.append(name.clone(), HeaderValue::from_str(value).unwrap());
    }
    // Half a second past the date's second, as a file system has it.
    let modified = SystemTime::UNIX_EPOCH + Duration::from_millis(784_111_777_500);
    evaluate(&method, &Conditions::of(&headers), Validators { etag: ETAG, modified }, length)
}

fn get(fields: &[(HeaderName, &str)]) -> Outcome {
    outcome_of(Method::GET, fields, 1000)
}

fn range(value: &str) -> Outcome {
    get(&[(header::RANGE, value)])
}

fn part(first: u64, last: u64) -> Outcome {
    Outcome::Part(ByteRange { first, last })
}

#[test]
fn up_14_ranges_of_a_thousand_bytes() {
    let table = [
        ("bytes=0-", part(0, 999)),
        ("bytes=10-19", part(10, 19)),
        ("bytes=0-0", part(0, 0)),
        ("bytes=999-", part(999, 999)),
        ("bytes=10-5000", part(10, 999)),
        ("bytes=10-99999999999999999999999999", part(10, 999)),
        ("bytes=-100", part(900, 999)),
        ("bytes=-5000", part(0, 999)),
        ("Bytes = 1-2", part(1, 2)),
        ("bytes=1000-", Outcome::NotSatisfiable),
        ("bytes=99999999999999999999999999-", Outcome::NotSatisfiable),
        ("bytes=-0", Outcome::NotSatisfiable),
        ("bytes=", Outcome::NotSatisfiable),
        ("bytes=abc", Outcome::NotSatisfiable),
        ("bytes=5-4", Outcome::NotSatisfiable),
        ("bytes=-", Outcome::NotSatisfiable),
        ("bytes=1-2-3", Outcome::NotSatisfiable),
        ("bytes=+1-2", Outcome::NotSatisfiable),
        ("bytes=,,", Outcome::NotSatisfiable),
        ("bytes", Outcome::NotSatisfiable),
        ("pages=1-2", Outcome::Whole),
    ];
    for (value, expected) in table {
        assert_eq!(range(value), expected, "{value}");
    }
}

#[test]
fn up_14_of_several_ranges_the_first_that_exists_is_sent() {
    assert_eq!(range("bytes=0-9, 20-29"), part(0, 9));
    assert_eq!(range("bytes=2000-, ,5-6"), part(5, 6));
    assert_eq!(range("bytes=0-9,x"), Outcome::NotSatisfiable);
    let many = format!("bytes={}", "0-0,".repeat(1000));
    assert_eq!(range(&many), part(0, 0));
}

#[test]
fn up_14_work_is_bounded_by_the_header() {
    let start = Instant::now();
    range(&format!("bytes={}", ",".repeat(100_000)));
    range(&format!("bytes={}-", "9".repeat(100_000)));
    get(&[(header::IF_NONE_MATCH, &"\"a\",".repeat(20_000))]);
    assert!(start.elapsed() < Duration::from_millis(500));
}

#[test]
fn an_empty_file_has_no_range() {
    let of_nothing = |value| outcome_of(Method::GET, &[(header::RANGE, value)], 0);
    assert_eq!(of_nothing("bytes=0-"), Outcome::NotSatisfiable);
    assert_eq!(of_nothing("bytes=-5"), Outcome::NotSatisfiable);
    assert_eq!(outcome_of(Method::GET, &[], 0), Outcome::Whole);
}

#[test]
fn a_range_is_for_get_alone() {
    assert_eq!(outcome_of(Method::HEAD, &[(header::RANGE, "bytes=0-9")], 1000), Outcome::Whole);
    assert_eq!(outcome_of(Method::HEAD, &[(header::RANGE, "bytes=5000-")], 1000), Outcome::Whole);
}

#[test]
fn up_14_if_range_lets_only_the_present_file_be_continued() {
    let table = [
        (ETAG, part(0, 9)),
        (DATE, part(0, 9)),
        ("\"v0-web\"", Outcome::Whole),
        ("W/\"v1-web\"", Outcome::Whole),
        (EARLIER, Outcome::Whole),
        (LATER, Outcome::Whole),
        ("nonsense", Outcome::Whole),
    ];
    for (value, expected) in table {
        assert_eq!(get(&[(header::RANGE, "bytes=0-9"), (header::IF_RANGE, value)]), expected, "{value}");
    }
    assert_eq!(get(&[(header::RANGE, "bytes=5000-"), (header::IF_RANGE, "\"v0\"")]), Outcome::Whole);
}

#[test]
fn preconditions_come_in_the_order_of_the_standard() {
    let table: &[(&[(HeaderName, &str)], Outcome)] = &[
        (&[(header::IF_NONE_MATCH, ETAG)], Outcome::NotModified),
        (&[(header::IF_NONE_MATCH, "W/\"v1-web\"")], Outcome::NotModified),
        (&[(header::IF_NONE_MATCH, "\"a,b\", \"v1-web\"")], Outcome::NotModified),
        (&[(header::IF_NONE_MATCH, "\"a\""), (header::IF_NONE_MATCH, ETAG)], Outcome::NotModified),
        (&[(header::IF_NONE_MATCH, "*")], Outcome::NotModified),
        (&[(header::IF_NONE_MATCH, "v1-web")], Outcome::Whole),
        (&[(header::IF_NONE_MATCH, ETAG), (header::RANGE, "bytes=0-9")], Outcome::NotModified),
        (&[(header::IF_NONE_MATCH, "\"other\""), (header::IF_MODIFIED_SINCE, LATER)], Outcome::Whole),
        (&[(header::IF_MODIFIED_SINCE, DATE)], Outcome::NotModified),
        (&[(header::IF_MODIFIED_SINCE, LATER)], Outcome::NotModified),
        (&[(header::IF_MODIFIED_SINCE, EARLIER)], Outcome::Whole),
        (&[(header::IF_MODIFIED_SINCE, "yesterday")], Outcome::Whole),
        (&[(header::IF_MATCH, ETAG)], Outcome::Whole),
        (&[(header::IF_MATCH, "*")], Outcome::Whole),
        (&[(header::IF_MATCH, "W/\"v1-web\"")], Outcome::PreconditionFailed),
        (&[(header::IF_MATCH, "\"other\""), (header::IF_NONE_MATCH, ETAG)], Outcome::PreconditionFailed),
        (&[(header::IF_MATCH, ETAG), (header::IF_UNMODIFIED_SINCE, EARLIER)], Outcome::Whole),
        (&[(header::IF_UNMODIFIED_SINCE, EARLIER)], Outcome::PreconditionFailed),
        (&[(header::IF_UNMODIFIED_SINCE, DATE)], Outcome::Whole),
    ];
    for (fields, expected) in table {
        assert_eq!(get(fields), *expected, "{fields:?}");
    }
    let post = |fields| outcome_of(Method::POST, fields, 1000);
    assert_eq!(post(&[(header::IF_NONE_MATCH, ETAG)]), Outcome::PreconditionFailed);
    assert_eq!(post(&[(header::IF_MODIFIED_SINCE, DATE)]), Outcome::Whole);
}

#[test]
fn a_value_that_is_not_text_matches_nothing() {
    let mut headers = HeaderMap::new();
    headers.insert(header::RANGE, HeaderValue::from_bytes(b"bytes=\xff").unwrap());
    headers.insert(header::IF_NONE_MATCH, HeaderValue::from_bytes(b"\xff").unwrap());
    let file = Validators { etag: ETAG, modified: SystemTime::UNIX_EPOCH };
    assert_eq!(evaluate(&Method::GET, &Conditions::of(&headers), file, 10), Outcome::NotSatisfiable);
}

#[test]
fn content_range_is_written_as_the_standard_has_it() {
    assert_eq!(ByteRange { first: 10, last: 19 }.content_range(1000), "bytes 10-19/1000");
    assert_eq!(ByteRange { first: 10, last: 19 }.length(), 10);
    assert_eq!(unsatisfied_content_range(1000), "bytes */1000");
}
