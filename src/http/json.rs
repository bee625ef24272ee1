//! Bodies that programs send: read whole, bounded, and into a struct that names every field that is read.
//!
//! A field that a struct does not name reaches nothing. [`Json`] is for addresses of our own, whose structs refuse it
//! (`deny_unknown_fields`), so that nobody believes in a setting that is not there; [`JsonOrForm`] for those that are PeerTube's, where
//! clients send much that is not for us, and some of them as a form.

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::{FromRequest, HttpRequest, web};
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};

/// A body in JSON.
pub struct Json<T>(pub T);

/// A body in JSON, or a form of simple fields.
pub struct JsonOrForm<T>(pub T);

type Reading<T> = Pin<Box<dyn Future<Output = Result<T>>>>;

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = Error;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (is_json, body) = (media_type(request) == "application/json", bytes(request, payload));
        Box::pin(async move {
            let body = body.await?;
            if !is_json {
                return Err(Error::Malformed("Send JSON, and say so: Content-Type: application/json."));
            }
            parse(&body).map(Self)
        })
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for JsonOrForm<T> {
    type Error = Error;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (media_type, body) = (media_type(request), bytes(request, payload));
        Box::pin(async move {
            let body = body.await?;
            match media_type.as_str() {
                // Nothing at all is an object that says nothing.
                "" if body.is_empty() => parse(b"{}").map(Self),
                "application/json" => parse(&body).map(Self),
                "application/x-www-form-urlencoded" => parse_form(&body).map(Self),
                _ => Err(Error::Malformed(
                    "Send JSON, or a form of the type application/x-www-form-urlencoded.",
                )),
            }
        })
    }
}

/// What a body in JSON says; what is wrong with it names the field.
pub fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    // A struct would take a list for its fields in their order, too.
    if body.trim_ascii_start().first() != Some(&b'{') {
        return Err(Error::Misread { field: String::new(), reason: "Send an object of JSON.".to_owned() });
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    let told = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        wrong(if path == "." { String::new() } else { path }, error.inner())
    })?;
    reader.end().map_err(|error| wrong(String::new(), &error))?;
    Ok(told)
}

fn parse_form<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    let text =
        std::str::from_utf8(body).map_err(|_| Error::Malformed("The form is not written in UTF-8."))?;
    let told = web::Query::<T>::from_query(text).map(web::Query::into_inner);
    told.map_err(|error| Error::Misread { field: String::new(), reason: sentence(&error.to_string()) })
}

pub(super) fn bytes(
    request: &HttpRequest,
    payload: &mut Payload,
) -> impl Future<Output = Result<web::Bytes>> + 'static {
    let body = web::Bytes::from_request(request, payload);
    async move {
        body.await.map_err(|error| match error.as_response_error().status_code() {
            StatusCode::PAYLOAD_TOO_LARGE => {
                Error::TooLarge("That is more text than the site takes.".to_owned())
            }
            _ => Error::Malformed("The body could not be read."),
        })
    }
}

pub(super) fn media_type(request: &HttpRequest) -> String {
    let value = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn wrong(field: String, error: &serde_json::Error) -> Error {
    // The place in the text is of no use to whoever has the field.
    let text = error.to_string();
    let reason = text.split(" at line ").next().unwrap_or_default();
    Error::Misread { field, reason: sentence(reason) }
}

fn sentence(text: &str) -> String {
    let mut characters = text.trim_end_matches('.').chars().take(200);
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", characters.collect::<String>())
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::parse;
    use crate::error::Error;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Wish {
        #[serde(default)]
        name: String,
        #[serde(default)]
        places: Vec<i64>,
    }

    fn refused(body: &str) -> (String, String) {
        match parse::<Wish>(body.as_bytes()) {
            Err(Error::Misread { field, reason }) => (field, reason),
            other => panic!("{body}: {other:?}"),
        }
    }

    #[test]
    fn in_05_what_is_wrong_with_a_body_names_the_field() {
        let wish: Wish = parse(br#"{"name": "x", "places": [1, 2]}"#).unwrap();
        assert_eq!((wish.name.as_str(), wish.places.len()), ("x", 2));
        assert_eq!(refused(r#"{"name": 5}"#).0, "name");
        assert_eq!(refused(r#"{"places": [1, "x"]}"#).0, "places[1]");
        assert_eq!(refused(r#"{"places": [1e999]}"#).0, "places[0]");
        assert!(refused(r#"{"role": "administrator"}"#).1.starts_with("Unknown field `role`"));
        assert!(refused(r#"{"name": "x", "name": "y"}"#).1.starts_with("Duplicate field `name`"));
        for body in ["", "[]", "{", "{} {}", &format!("{{\"places\": {}", "[".repeat(10_000))] {
            let (_, reason) = refused(body);
            assert!(reason.ends_with('.') && !reason.contains(" at line "), "{body:.20}: {reason}");
        }
    }
}
