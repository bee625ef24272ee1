//! The pages about the API, from its description.

use askama::Template;

use super::Layout;

#[derive(Template)]
#[template(path = "api_reference/index.html")]
pub struct IndexPage {
    pub layout: Layout,
    /// Where the description is, for programs.
    pub document_url: String,
    /// Where one begins.
    pub start_url: String,
    pub shapes_url: String,
    pub about_html: String,
    pub sections: Vec<ContentsView>,
}

/// What there is in a section.
pub struct ContentsView {
    pub url: String,
    pub name: String,
    pub endpoints: Vec<EndpointLink>,
}

pub struct EndpointLink {
    pub url: String,
    pub summary: String,
}

#[derive(Template)]
#[template(path = "api_reference/section.html")]
pub struct SectionPage {
    pub layout: Layout,
    pub back_url: String,
    pub section: SectionView,
}

#[derive(Template)]
#[template(path = "api_reference/shapes.html")]
pub struct ShapesPage {
    pub layout: Layout,
    pub back_url: String,
    pub shapes: Vec<ShapeView>,
}

/// The endpoints about one thing.
pub struct SectionView {
    pub name: String,
    pub about_html: String,
    pub endpoints: Vec<EndpointView>,
}

pub struct EndpointView {
    /// The fragment of its address.
    pub id: String,
    pub method: &'static str,
    pub path: String,
    pub summary: String,
    pub about_html: String,
    /// Who may do it, where that is not everybody.
    pub permission: Option<String>,
    pub parameters: Vec<FieldView>,
    /// What is sent, in each form in which it may be.
    pub bodies: Vec<BodyView>,
    pub answers: Vec<AnswerView>,
    /// To be typed into a terminal.
    pub command: String,
    /// What it may answer, in JSON; absent where that is nothing or anything.
    pub sample: Option<String>,
}

pub struct BodyView {
    pub content_type: String,
    pub kind: KindView,
}

pub struct AnswerView {
    pub status: String,
    pub about_html: String,
    pub kind: Option<KindView>,
}

/// What an object may look like.
pub struct ShapeView {
    pub id: String,
    pub name: String,
    pub about_html: String,
    /// Whose fields it has beside its own.
    pub extends: Vec<KindView>,
    pub fields: Vec<FieldView>,
}

pub struct FieldView {
    pub name: String,
    pub kind: KindView,
    /// "in the path", "may be absent", "15 where it is left out", "0 to 100".
    pub notes: Vec<String>,
    /// The only values, if there are only some.
    pub choices: Vec<String>,
    pub about_html: String,
}

/// The kind of a value in words, around the name of a shape that is told of elsewhere: "list of", Video, "or null".
#[derive(Default)]
pub struct KindView {
    pub before: String,
    pub shape: Option<ShapeLink>,
    pub after: String,
}

pub struct ShapeLink {
    pub name: String,
    pub url: String,
}
