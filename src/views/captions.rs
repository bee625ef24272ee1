//! Captions: the pages where a creator adds, replaces and deletes them.

use askama::Template;

use super::{FormView, Layout, TimeView};

/// One language in the list.
#[derive(Clone)]
pub struct CaptionsRow {
    pub label: String,
    /// `pt-BR`
    pub language: String,
    /// "Made by a program", for those that no person has looked at.
    pub note: Option<&'static str>,
    pub updated: TimeView,
    pub edit_url: String,
    pub delete_url: String,
    /// What a player loads.
    pub file_url: String,
}

/// `/my/videos/{uuid}/captions`. Fields: `language`, `label`, `file`.
#[derive(Template)]
#[template(path = "captions/index.html")]
pub struct IndexPage {
    pub layout: Layout,
    pub action: String,
    pub video_title: String,
    pub back_url: String,
    pub rows: Vec<CaptionsRow>,
    pub form: FormView,
}

/// `/my/videos/{uuid}/captions/{language}`. Fields: `label`, `file`.
#[derive(Template)]
#[template(path = "captions/edit.html")]
pub struct EditPage {
    pub layout: Layout,
    pub action: String,
    pub video_title: String,
    pub back_url: String,
    pub row: CaptionsRow,
    pub form: FormView,
}
