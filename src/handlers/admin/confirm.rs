//! Asking once more before something that cannot be undone.

use std::fmt::Display;

use actix_web::HttpResponse;

use super::List;
use crate::error::Result;
use crate::http::render;
use crate::views::Layout;
use crate::views::admin::ConfirmPage;

/// The page with the question; its form repeats the order with `confirm=yes`.
pub fn ask(
    layout: Layout,
    list: &List,
    action: &'static str,
    consequences: &str,
    ids: &[impl Display],
    subjects: Vec<String>,
) -> Result<HttpResponse> {
    let named = if ids.len() == 1 { list.one } else { list.many };
    render::refused(&ConfirmPage {
        layout: list.layout(layout),
        question: format!("Delete {} {named}?", ids.len()),
        consequences: consequences.to_owned(),
        subjects,
        action_url: list.path.to_owned(),
        action,
        ids: ids.iter().map(ToString::to_string).collect(),
    })
}
