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
