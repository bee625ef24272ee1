//! HTML that a template may print as it stands.
//!
//! Only [`super::markdown`] makes it. The one way in from outside is [`SafeHtml::kept`], for a column that this program filled with such
//! HTML itself; a search for that name finds every place that says so.

use std::fmt;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// HTML that [`super::markdown`] once made and a database column kept.
    pub fn kept(html: String) -> Self {
        Self(html)
    }

    pub(super) fn sanitized(html: String) -> Self {
        Self(html)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_string(self) -> String {
        self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for SafeHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for SafeHtml {}

impl askama::FastWritable for SafeHtml {
    fn write_into(&self, dest: &mut dyn fmt::Write, _values: &dyn askama::Values) -> askama::Result<()> {
        Ok(dest.write_str(&self.0)?)
    }
}

#[cfg(test)]
mod tests {
    use askama::Template;

    use super::SafeHtml;

    #[derive(Template)]
    #[template(source = "{{ html }}|{{ text }}", ext = "html")]
    struct Both<'a> {
        html: SafeHtml,
        text: &'a str,
    }

    #[test]
    fn a_template_prints_it_as_it_is_and_escapes_the_rest() {
        let page = Both { html: SafeHtml::kept("<b>a</b>".to_owned()), text: "<b>a</b>" };
        assert_eq!(page.render().unwrap(), "<b>a</b>|&#60;b&#62;a&#60;/b&#62;");
    }
}
