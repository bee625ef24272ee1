//! What the API's handlers share: query parameters, lists, answers with a validator.

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use anyhow::Context;
use serde::Serialize;

use super::render::Caches;
use super::validated;
use crate::error::{Error, Result};
use crate::models::window::Window;

/// Where all of it is.
pub const ROOT: &str = "/api/";

/// How much of a list there is where nobody says how much, and at most.
pub const USUAL: i64 = 15;
pub const MOST: i64 = 100;

/// The parameters of an address. A name may come more than once, as a list; one that nobody reads is ignored, and so is a value with a
/// NUL, which is in no text that is stored and which PostgreSQL takes in no question either.
pub struct Params(Vec<(String, String)>);

impl Params {
    pub fn value(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// `name=a&name=b`, `name[]=a` or `name[0]=a`, as libraries write lists.
    pub fn values(&self, name: &str) -> Vec<String> {
        let is_of_list = |own: &str| {
            own == name
                || own.strip_prefix(name).is_some_and(|rest| rest.starts_with('[') && rest.ends_with(']'))
        };
        self.0
            .iter()
            .filter(|(own, value)| is_of_list(own) && !value.is_empty())
            .map(|(_, value)| value.clone())
            .collect()
    }

    /// `start` and `count`.
    pub fn window(&self) -> Window {
        let number = |name| self.value(name).and_then(|text| text.parse::<i64>().ok());
        Window::new(number("start").unwrap_or(0), number("count").unwrap_or(USUAL), MOST)
    }
}

impl FromRequest for Params {
    type Error = Error;
    type Future = std::future::Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let pairs = web::Query::<Vec<(String, String)>>::from_query(request.query_string());
        let mut pairs = pairs.map(web::Query::into_inner).unwrap_or_default();
        pairs.retain(|(_, value)| !value.contains('\0'));
        std::future::ready(Ok(Self(pairs)))
    }
}

/// Answers in JSON, as `validated` says.
pub fn answer(request: &HttpRequest, caches: Caches, told: &impl Serialize) -> Result<HttpResponse> {
    Ok(validated::answer(request, caches, "application/json", written(told)?))
}

/// What was made, for the one who made it.
pub fn made(told: &impl Serialize) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .content_type("application/json")
        .body(written(told)?))
}

/// It is done, and there is nothing to tell.
pub fn done() -> HttpResponse {
    HttpResponse::NoContent().insert_header((header::CACHE_CONTROL, "no-store")).finish()
}

fn written(told: &impl Serialize) -> Result<Vec<u8>> {
    Ok(serde_json::to_vec(told).context("an answer could not be written as JSON")?)
}

#[cfg(test)]
mod tests {
    use super::Params;

    #[test]
    fn a_list_is_read_however_a_library_writes_it() {
        let pairs = [
            ("tagsOneOf", "a"),
            ("tagsOneOf[]", "b"),
            ("tagsOneOf[1]", "c"),
            ("tagsOneOfAll", "d"),
            ("tagsOneOf", ""),
        ];
        let params = Params(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec());
        assert_eq!(params.values("tagsOneOf"), ["a", "b", "c"]);
        assert_eq!(params.window(), crate::models::window::Window::new(0, 15, 100));
    }
}
