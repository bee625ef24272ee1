//! The application as an extractor.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use crate::app::App;
use crate::error::Error;

impl FromRequest for App {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(of(request))
    }
}

pub fn of(request: &HttpRequest) -> Result<App, Error> {
    request
        .app_data::<App>()
        .cloned()
        .ok_or_else(|| anyhow::anyhow!("the application was not attached").into())
}
