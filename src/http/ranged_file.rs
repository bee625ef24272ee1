//! A stored file as an answer: the whole of it or the part that was asked for, with what caches need to know of it.

use std::ops::Range;
use std::time::UNIX_EPOCH;

use actix_web::http::{Method, StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};

use super::file_stream::{FileStream, HeadOnly};
use super::range::{self, Conditions, Outcome, Validators};
use crate::storage::StoredFile;

/// Should a file ever be opened as a page, it may do nothing.
pub const POLICY: &str = "default-src 'none'; img-src 'self'; media-src 'self'; sandbox";

/// Of an answer about the request rather than the file: a cache that knows only the address must not repeat it to others.
const NOT_KEPT: &str = "no-store";

/// `describe` adds the headers that hold whatever part is sent, `delivered` is told of each stretch that is.
pub fn answer(
    request: &HttpRequest,
    stored: StoredFile,
    describe: impl FnOnce(&mut HttpResponseBuilder),
    delivered: impl FnMut(Range<u64>) + 'static,
) -> HttpResponse {
    let modified_ms = stored.modified.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    let etag = format!("\"{:x}-{modified_ms:x}\"", stored.size);
    let conditions = Conditions::of(request.headers());
    let validators = Validators { etag: &etag, modified: stored.modified };
    let outcome = range::evaluate(request.method(), &conditions, validators, stored.size);
    let (status, stretch, content_range) = match outcome {
        Outcome::Whole => (StatusCode::OK, 0..stored.size, None),
        Outcome::Part(part) => {
            (StatusCode::PARTIAL_CONTENT, part.first..part.last + 1, Some(part.content_range(stored.size)))
        }
        Outcome::NotModified => (StatusCode::NOT_MODIFIED, 0..0, None),
        Outcome::PreconditionFailed => (StatusCode::PRECONDITION_FAILED, 0..0, None),
        Outcome::NotSatisfiable => {
            let content_range = range::unsatisfied_content_range(stored.size);
            (StatusCode::RANGE_NOT_SATISFIABLE, 0..0, Some(content_range))
        }
    };
    let mut response = HttpResponse::build(status);
    response
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::ETAG, etag.as_str()))
        .insert_header(header::LastModified(stored.modified.into()));
    describe(&mut response);
    if let Some(content_range) = content_range {
        response.insert_header((header::CONTENT_RANGE, content_range));
    }
    if status.is_client_error() {
        response.insert_header((header::CACHE_CONTROL, NOT_KEPT));
    }
    if !status.is_success() {
        return response.finish();
    }
    if request.method() == Method::HEAD {
        return response.body(HeadOnly(stretch.end - stretch.start));
    }
    response.body(FileStream::new(stored.file, stretch).on_delivered(delivered))
}
