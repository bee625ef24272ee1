//! `/docs/api`: the API for people who write clients, printed from its description.

mod example;
mod kinds;
mod sample;
mod sections;

use actix_web::HttpResponse;
use utoipa::openapi::OpenApi;

use self::example::Example;
use self::kinds::about_html;
use super::api::openapi;
use crate::app::App;
use crate::error::Result;
use crate::http::render;
use crate::paths;
use crate::views::Layout;
use crate::views::api_reference::{ShapeView, ShowPage};

/// `GET /docs/api`
pub async fn show(app: App, layout: Layout) -> Result<HttpResponse> {
    let example = app.db.read(Example::find).await?;
    let document = openapi::document();
    render::page(&ShowPage {
        document_url: paths::api_description(),
        start_url: paths::api_guide("start"),
        about_html: about_html(document.info.description.as_deref()),
        sections: sections::of(document, &app.origins.canonical(), &example),
        shapes: shapes(document),
        layout,
    })
}

fn shapes(document: &OpenApi) -> Vec<ShapeView> {
    let schemas = document.components.iter().flat_map(|components| &components.schemas);
    schemas.map(|(name, schema)| kinds::shape(name, schema)).collect()
}
