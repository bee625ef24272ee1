//! Extractors that need no more than the head of a request.

/// What a type is read from, by an expression over the request; what it cannot be read from is the error that is answered.
macro_rules! extractor {
    ($type:ty, |$request:ident| $body:expr) => {
        impl actix_web::FromRequest for $type {
            type Error = crate::error::Error;
            type Future = std::future::Ready<crate::error::Result<Self>>;

            fn from_request(
                $request: &actix_web::HttpRequest,
                _: &mut actix_web::dev::Payload,
            ) -> Self::Future {
                std::future::ready($body)
            }
        }
    };
}

pub(super) use extractor;
