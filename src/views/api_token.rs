//! The tokens with which programs act for somebody.

use askama::Template;

use super::{ChoiceView, FormView, Layout, TimeView};

#[derive(Template)]
#[template(path = "api_tokens/index.html")]
pub struct IndexPage {
    pub layout: Layout,
    pub back_url: String,
    pub reference_url: String,
    /// The POST address. Fields: `name`, `read`, `write`, `upload`, `expires`, `address_range`, `current_password`.
    pub action: String,
    pub form: FormView,
    pub lives: Vec<ChoiceView>,
    /// A token that was just made; it is never shown again.
    pub fresh: Option<FreshTokenView>,
    pub tokens: Vec<TokenView>,
    /// Those that got tokens for the password.
    pub programs: Vec<TokenView>,
    /// The POST address that ends them all.
    pub delete_all_url: String,
}

pub struct FreshTokenView {
    pub name: String,
    pub secret: String,
}

#[derive(Clone)]
pub struct TokenView {
    pub name: String,
    /// "kin_3f9a…".
    pub beginning: String,
    /// "May read and write".
    pub scopes: String,
    /// "Works until 17 January 2026".
    pub ends: String,
    /// "Only from 192.0.2.0/24"; absent where it works from everywhere.
    pub range: Option<String>,
    pub created: TimeView,
    /// Absent where it was never used.
    pub last_used: Option<TimeView>,
    pub delete_url: String,
}
