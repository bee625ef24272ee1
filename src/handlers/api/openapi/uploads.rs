//! How a program brings a video, and what is said in it.

use utoipa::PartialSchema;
use utoipa::openapi::path::HttpMethod;
use utoipa::openapi::schema::ObjectBuilder;
use utoipa::openapi::{RefOr, Schema};

use super::endpoint::{Endpoint, Named, Needs};
use super::{Section, answers, parameters};
use crate::db::types::Scope;
use crate::handlers::api::chapters::ChaptersForm;
use crate::handlers::api::wishes::Wishes;
use crate::views::api::upload::Uploaded;

const IN_PIECES: &str = "/api/v1/videos/upload-resumable";

pub fn section() -> Section {
    Section {
        name: "Uploads",
        about: "A file in one form or in pieces, and the words that go with it. A video can be watched when it has been prepared. \
                What is told here is PeerTube's; `/uploads/tus` takes the same files by tus 1.0.",
        endpoints: vec![
            act(HttpMethod::Post, "/api/v1/videos/upload", "uploadVideo", "Upload a file in one form")
                .about("What is wrong with fields that come before the file is said before it is read. Fields that are not known are ignored.")
                .takes_form(form("UploadForm", "videofile", Some(Wishes::schema())))
                .tells::<Uploaded>()
                .refuses()
                .may_not_find()
                .may_be_slow()
                .may_be_full(),
            act(HttpMethod::Post, IN_PIECES, "beginUpload", "Announce a file that comes in pieces")
                .given([parameters::upload_length()])
                .takes::<Wishes>()
                .tells_where()
                .refuses()
                .may_not_find()
                .limited()
                .may_be_full(),
            act(HttpMethod::Put, IN_PIECES, "continueUpload", "Send a piece, or ask how much there is")
                .about("Pieces follow one another; the last is answered with the video. `bytes */*` without a body asks.")
                .of(parameters::upload_id())
                .given([parameters::content_range()])
                .takes_bytes()
                .tells::<Uploaded>()
                .tells_of_more()
                .may_be_elsewhere()
                .may_be_slow()
                .may_be_full(),
            act(HttpMethod::Delete, IN_PIECES, "giveUpUpload", "Give an unfinished upload up")
                .of(parameters::upload_id())
                .tells_nothing()
                .may_be_elsewhere(),
            act(
                HttpMethod::Put,
                "/api/v1/videos/{id}/captions/{language}",
                "putVideoCaptions",
                "Put the captions of a language",
            )
            .about("WebVTT or SRT, in place of what stood there.")
            .of(parameters::video_id())
            .given([parameters::language()])
            .takes_form(form("CaptionsForm", "captionfile", None))
            .tells_nothing()
            .refuses()
            .may_be_slow(),
            act(
                HttpMethod::Delete,
                "/api/v1/videos/{id}/captions/{language}",
                "deleteVideoCaptions",
                "Delete the captions of a language",
            )
            .of(parameters::video_id())
            .given([parameters::language()])
            .tells_nothing(),
            act(HttpMethod::Put, "/api/v1/videos/{id}/chapters", "putVideoChapters", "Write all chapters")
                .about("An empty list goes back to those of the description or the file.")
                .of(parameters::video_id())
                .takes::<ChaptersForm>()
                .tells_nothing()
                .refuses(),
        ],
    }
}

fn act(method: HttpMethod, path: &'static str, id: &'static str, summary: &'static str) -> Endpoint {
    Endpoint::act(method, path, id, summary).needs(Needs::Scope(Scope::Upload)).may_be_busy()
}

/// A form with one file, and the fields of `rest` beside it.
fn form(name: &str, file: &str, rest: Option<RefOr<Schema>>) -> Named {
    let mut object = match rest {
        Some(RefOr::T(Schema::Object(object))) => object,
        _ => ObjectBuilder::new().build(),
    };
    object.properties.insert(file.to_owned(), answers::bytes());
    object.required.push(file.to_owned());
    (name.to_owned(), RefOr::T(Schema::Object(object)))
}
