//! `/docs/api`: the API for people who write clients, printed from its description.

mod example;
mod kinds;
mod sample;
mod sections;

use actix_web::{HttpResponse, web};

use self::example::Example;
use self::kinds::about_html;
use super::api::openapi;
use crate::app::App;
use crate::error::{Error, Result};
use crate::http::render;
use crate::paths;
use crate::views::Layout;
use crate::views::api_reference::{IndexPage, SectionPage, ShapesPage};

/// `GET /docs/api`
pub async fn index(layout: Layout) -> Result<HttpResponse> {
    let document = openapi::document();
    render::page(&IndexPage {
        document_url: paths::api_description(),
        start_url: paths::api_guide("start"),
        shapes_url: paths::api_shapes(),
        about_html: about_html(document.info.description.as_deref()),
        sections: sections::contents(document),
        layout,
    })
}

/// `GET /docs/api/endpoints/{section}`
pub async fn section(app: App, layout: Layout, id: web::Path<String>) -> Result<HttpResponse> {
    let document = openapi::document();
    let tag = sections::find(document, &id).ok_or(Error::NotFound)?;
    let example = app.db.read(Example::find).await?;
    render::page(&SectionPage {
        back_url: paths::api_reference(),
        section: sections::section(document, tag, &app.origins.canonical(), &example),
        layout,
    })
}

/// `GET /docs/api/shapes`
pub async fn shapes(layout: Layout) -> Result<HttpResponse> {
    let schemas = openapi::document().components.iter().flat_map(|components| &components.schemas);
    render::page(&ShapesPage {
        back_url: paths::api_reference(),
        shapes: schemas.map(|(name, schema)| kinds::shape(name, schema)).collect(),
        layout,
    })
}
