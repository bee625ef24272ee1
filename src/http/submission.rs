//! A form as it arrives: by whom, from which page, and for which frame.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::fragment::Frame;
use super::return_to::LocalPath;
use super::viewer::Viewer;
use super::{fragment, referrer, viewer};
use crate::error::{Error, Result};

pub struct Submission {
    pub viewer: Viewer,
    /// What the browser will swap with the answer.
    pub frame: Frame,
    /// Where the form stood, as far as the browser tells.
    pub page: Option<LocalPath>,
}

impl FromRequest for Submission {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self {
            viewer: viewer::of(request),
            frame: fragment::of(request),
            page: referrer::path(request),
        }))
    }
}
