//! `/docs/api/{guide}`: what docs/ teaches about the API, as pages of the site, for the version that it runs.

use std::sync::LazyLock;

use actix_web::{HttpResponse, web};

use crate::error::{Error, Result};
use crate::http::render;
use crate::paths;
use crate::text::guide::{self, Guide};
use crate::views::Layout;
use crate::views::guide::ShowPage;

struct Entry {
    name: &'static str,
    /// As other documents link to it.
    file: &'static str,
    guide: LazyLock<Guide>,
}

static GUIDES: [Entry; 2] = [
    Entry {
        name: "start",
        file: "api.md",
        guide: LazyLock::new(|| guide::render(include_str!("../../docs/api.md"), place)),
    },
    Entry {
        name: "uploading",
        file: "uploading.md",
        guide: LazyLock::new(|| guide::render(include_str!("../../docs/uploading.md"), place)),
    },
];

/// `GET /docs/api/{guide}`
pub async fn show(layout: Layout, name: web::Path<String>) -> Result<HttpResponse> {
    let entry = GUIDES.iter().find(|entry| entry.name == *name).ok_or(Error::NotFound)?;
    render::page(&ShowPage {
        layout,
        back_url: paths::api_reference(),
        title: entry.guide.title.clone(),
        html: entry.guide.html.clone(),
    })
}

fn place(link: &str) -> Option<String> {
    if link == "openapi.md" {
        return Some(paths::api_reference());
    }
    GUIDES.iter().find(|entry| entry.file == link).map(|entry| paths::api_guide(entry.name))
}
