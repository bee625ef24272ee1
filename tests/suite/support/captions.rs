//! Captions to test with, sent as a browser sends them.

use kinora::db::ids::Uuid;
use kinora::paths;
use reqwest::multipart::{Form, Part};

use super::{Answer, Visitor};

/// Two people say something about gears.
pub const WEBVTT: &str = "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ann>Good morning.\n\n00:01.000 --> 00:02.000\n<v Bob>Gears are lovely.\n";

/// The form of `/my/videos/{uuid}/captions`, filled in the order of its fields.
pub fn captions_form(language: &str, label: &str, file_name: &str, file: impl Into<Vec<u8>>) -> Form {
    Form::new()
        .text("language", language.to_owned())
        .text("label", label.to_owned())
        .part("file", Part::bytes(file.into()).file_name(file_name.to_owned()))
}

impl Visitor {
    pub async fn add_captions(&self, video: &Uuid, language: &str, file: &str) -> Answer {
        let form = captions_form(language, "", "captions.vtt", file);
        self.post_multipart(&paths::videos::own_captions(video), form).await
    }
}
