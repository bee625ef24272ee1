//! Uploading in pieces, as a client of the protocol does.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kinora::db::ids::Uuid;
use reqwest::{Method, RequestBuilder};

use super::{Answer, Visitor};

/// `Upload-Metadata` of these values.
pub fn metadata(values: &[(&str, &str)]) -> String {
    let pairs = values.iter().map(|(name, value)| format!("{name} {}", STANDARD.encode(value)));
    pairs.collect::<Vec<_>>().join(",")
}

/// The id in an upload's address.
#[track_caller]
pub fn uuid_of(location: &str) -> Uuid {
    Uuid::parse(location.strip_prefix("/uploads/tus/").unwrap()).unwrap()
}

impl Visitor {
    /// A request of the protocol, from a page of the site.
    pub fn tus(&self, method: Method, path: &str) -> RequestBuilder {
        self.request(method, path).header("sec-fetch-site", "same-origin").header("tus-resumable", "1.0.0")
    }

    pub async fn ask_for_upload(&self, length: u64, title: &str) -> Answer {
        let metadata = metadata(&[("filename", "clip.mp4"), ("title", title), ("privacy", "public")]);
        let request = self.tus(Method::POST, "/uploads/tus").header("upload-length", length);
        self.send(request.header("upload-metadata", metadata)).await
    }

    /// The address of a new upload.
    pub async fn begin_upload(&self, length: u64, title: &str) -> String {
        let answer = self.ask_for_upload(length, title).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.header("location").to_owned()
    }

    pub fn piece(
        &self,
        location: &str,
        offset: impl ToString,
        bytes: impl Into<reqwest::Body>,
    ) -> RequestBuilder {
        self.tus(Method::PATCH, location)
            .header("content-type", "application/offset+octet-stream")
            .header("upload-offset", offset.to_string())
            .body(bytes)
    }

    pub async fn send_piece(&self, location: &str, offset: impl ToString, bytes: &[u8]) -> Answer {
        self.send(self.piece(location, offset, bytes.to_vec())).await
    }

    /// How much of an upload there is.
    pub async fn offset_of(&self, location: &str) -> u64 {
        let answer = self.send(self.tus(Method::HEAD, location)).await;
        assert_eq!(answer.status, 200);
        answer.header("upload-offset").parse().unwrap()
    }
}
