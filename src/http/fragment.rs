//! Parts of pages: when Turbo asks for one frame, the same address answers with that frame alone.
//!
//! A form inside a frame swaps only that frame, so a comment or a like never restarts the video. Without the header, every handler answers
//! as it does to a browser without scripts: a whole page, or 303 after a form.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{HeaderValue, VARY};
use actix_web::{FromRequest, HttpRequest, HttpResponse};

use crate::error::{Error, Result};

const HEADER: &str = "Turbo-Frame";
const LONGEST: usize = 100;

/// The frame that the browser waits for, if it waits for one.
#[derive(Debug, Clone, Default)]
pub struct Frame(Option<String>);

impl Frame {
    /// Whether exactly this frame is awaited.
    pub fn is(&self, id: &str) -> bool {
        self.0.as_deref() == Some(id)
    }

    /// Whether a frame of this family is awaited, such as `thread-…`.
    pub fn begins(&self, prefix: &str) -> bool {
        self.id().starts_with(prefix)
    }

    /// Its name, or nothing. Compare with it; never print it.
    pub fn id(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }
}

/// Tells caches that an address has an answer for each frame.
pub fn varied(mut response: HttpResponse) -> HttpResponse {
    response.headers_mut().append(VARY, HeaderValue::from_static(HEADER));
    response
}

impl FromRequest for Frame {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(of(request)))
    }
}

pub(super) fn of(request: &HttpRequest) -> Frame {
    let named = request.headers().get(HEADER).and_then(|value| value.to_str().ok());
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    Frame(
        named.filter(|id| !id.is_empty() && id.len() <= LONGEST && id.chars().all(plain)).map(str::to_owned),
    )
}
