//! Submitted forms: read whole, bounded, and kept as typed when they are refused.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use serde::de::DeserializeOwned;

use crate::error::{Error, Invalid};
use crate::views::FormView;

/// The fields of an urlencoded form. Fields that the struct does not name are ignored and reach nothing.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Form<T> {
    type Error = Error;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = web::Form::<T>::from_request(request, payload);
        Box::pin(async move { form.await.map(|form| Self(form.into_inner())).map_err(refused) })
    }
}

/// The fields of a form in the order in which they came, for forms whose names repeat: the ticked rows of a list.
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// The first value of this name, or nothing.
    pub fn value(&self, name: &str) -> &str {
        self.0.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value.as_str())
    }

    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

impl FromRequest for Fields {
    type Error = Error;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = Form::<Vec<(String, String)>>::from_request(request, payload);
        Box::pin(async move { form.await.map(|Form(fields)| Self(fields)) })
    }
}

/// A query string; one that cannot be read is an empty one, for addresses are typed by people.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Default + 'static> FromRequest for Query<T> {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let query = web::Query::<T>::from_query(request.query_string()).map(web::Query::into_inner);
        std::future::ready(Ok(Self(query.unwrap_or_default())))
    }
}

/// The typed values with the messages beside them.
pub fn as_typed<const N: usize>(values: [(&'static str, &str); N], invalid: Invalid) -> FormView {
    FormView {
        values: values.into_iter().map(|(name, value)| (name, value.to_owned())).collect(),
        errors: invalid.fields().clone(),
    }
}

fn refused(error: actix_web::Error) -> Error {
    let status = error.as_response_error().status_code();
    if status == actix_web::http::StatusCode::PAYLOAD_TOO_LARGE {
        return Error::TooLarge("That is more text than the site takes.".to_owned());
    }
    Error::Invalid(Invalid::field("", "The form could not be read. Please try again."))
}
