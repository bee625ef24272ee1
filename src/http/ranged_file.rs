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
    let validators = Validators { etag: &etag, modified: stored.modified };
    let (mut response, stretch) = begin(request, stored.size, validators, describe);
    let Some(stretch) = stretch else { return response.finish() };
    if request.method() == Method::HEAD {
        return response.body(HeadOnly(stretch.end - stretch.start));
    }
    response.body(FileStream::new(stored.file, stretch).on_delivered(delivered))
}

/// The answer before its body, and the stretch of the file that is its body; None where there is nothing to send.
pub fn begin(
    request: &HttpRequest,
    size: u64,
    validators: Validators<'_>,
    describe: impl FnOnce(&mut HttpResponseBuilder),
) -> (HttpResponseBuilder, Option<Range<u64>>) {
    let conditions = Conditions::of(request.headers());
    let outcome = range::evaluate(request.method(), &conditions, validators, size);
    let (status, stretch, content_range) = match outcome {
        Outcome::Whole => (StatusCode::OK, Some(0..size), None),
        Outcome::Part(part) => {
            (StatusCode::PARTIAL_CONTENT, Some(part.first..part.last + 1), Some(part.content_range(size)))
        }
        Outcome::NotModified => (StatusCode::NOT_MODIFIED, None, None),
        Outcome::PreconditionFailed => (StatusCode::PRECONDITION_FAILED, None, None),
        Outcome::NotSatisfiable => {
            (StatusCode::RANGE_NOT_SATISFIABLE, None, Some(range::unsatisfied_content_range(size)))
        }
    };
    let mut response = HttpResponse::build(status);
    response
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::ETAG, validators.etag))
        .insert_header(header::LastModified(validators.modified.into()));
    describe(&mut response);
    if let Some(content_range) = content_range {
        response.insert_header((header::CONTENT_RANGE, content_range));
    }
    if status.is_client_error() {
        response.insert_header((header::CACHE_CONTROL, NOT_KEPT));
    }
    (response, stretch)
}
