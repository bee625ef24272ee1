//! Our own documents in Markdown as HTML: with headings, tables and code, which what people write does not have.
//!
//! What is rendered is compiled in, so nothing is taken from it. The heading of the whole is left to the page.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use super::SafeHtml;

#[derive(Debug, Clone)]
pub struct Guide {
    pub title: String,
    pub html: SafeHtml,
}

/// Renders a document; `place` says where it leads on this site what a link to a file beside it means.
pub fn render(document: &str, place: impl Fn(&str) -> Option<String>) -> Guide {
    let (mut title, mut is_title, mut events) = (String::new(), false, Vec::new());
    for event in Parser::new_ext(document, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => is_title = true,
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => is_title = false,
            Event::Text(text) if is_title => title.push_str(&text),
            // What is too wide scrolls, also by keyboard.
            Event::Start(Tag::CodeBlock(_)) => {
                events.push(Event::Html(
                    "<pre tabindex=\"0\" role=\"group\" aria-label=\"An example\"><code>".into(),
                ));
            }
            Event::End(TagEnd::CodeBlock) => events.push(Event::Html("</code></pre>\n".into())),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = place(&dest_url).map_or(dest_url, Into::into);
                events.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
            }
            other => events.push(other),
        }
    }
    let mut html = String::with_capacity(document.len() * 2);
    html::push_html(&mut html, events.into_iter());
    Guide { title, html: SafeHtml::sanitized(html) }
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn a_document_has_headings_tables_code_and_links_within_the_site() {
        let document = "# The whole\n\n## A part\n\n[More](more.md) [out](https://example.org)\n\n\
                        | a | b |\n|---|---|\n| `1` | < |\n\n```sh\ncurl \"$SITE\" > x\n```\n";
        let guide = render(document, |link| (link == "more.md").then(|| "/more".to_owned()));
        assert_eq!(guide.title, "The whole");
        let html = guide.html.as_str();
        assert!(html.contains("<h2>A part</h2>") && !html.contains("<h1>"), "{html}");
        assert!(html.contains("href=\"/more\"") && html.contains("href=\"https://example.org\""), "{html}");
        assert!(html.contains("<td><code>1</code></td><td>&lt;</td>"), "{html}");
        assert!(html.contains("<code>curl \"$SITE\" &gt; x\n</code></pre>"), "{html}");
    }
}
