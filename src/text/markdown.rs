//! Markdown: what people write in descriptions and comments, as HTML that is safe to show.
//!
//! The author's own HTML is shown as the text it is. There are no images and no headings (a page's outline is ours); links lead to `http`,
//! `https` and `mailto` only. Two gates in a row: the events of the parser are rewritten here, and the finished HTML passes through
//! ammonia's allow-list. Bounded in input, in nesting and so in time.

mod events;
mod links;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use pulldown_cmark::{Event, Options, Parser, TagEnd, html};

use super::{SafeHtml, plain};

/// More than any field accepts; what is beyond is not shown.
const INPUT_BYTES: usize = 40_000;

/// The HTML of a text.
pub fn to_html(text: &str) -> SafeHtml {
    render(text, None)
}

/// The same for a text about a video: times such as `1:23` become links to `{watch_path}?t=83`.
pub fn to_html_with_times(text: &str, watch_path: &str) -> SafeHtml {
    render(text, Some(watch_path))
}

/// The words alone, for excerpts and search engines.
pub fn to_plain(text: &str) -> String {
    let text = plain::without_unseen(plain::truncated(text, INPUT_BYTES));
    let mut words = String::new();
    for event in Parser::new_ext(&text, Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                words.push_str(&text)
            }
            Event::SoftBreak | Event::HardBreak | Event::Rule => words.push(' '),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock) => {
                words.push(' ')
            }
            _ => {}
        }
    }
    plain::clean_line(&words)
}

fn render(text: &str, watch_path: Option<&str>) -> SafeHtml {
    let text = plain::without_unseen(plain::truncated(text, INPUT_BYTES));
    let events = events::rewritten(Parser::new_ext(&text, Options::ENABLE_STRIKETHROUGH), watch_path);
    let mut unsafe_html = String::with_capacity(text.len() * 2);
    html::push_html(&mut unsafe_html, events.into_iter());
    SafeHtml::sanitized(SANITIZER.clean(&unsafe_html).to_string())
}

static SANITIZER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(HashSet::from([
            "p",
            "br",
            "hr",
            "strong",
            "em",
            "del",
            "code",
            "pre",
            "blockquote",
            "ul",
            "ol",
            "li",
            "a",
        ]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "data-time"])),
            ("ol", HashSet::from(["start"])),
        ]))
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        // Only the links to times are relative; the filter below lets nothing else pass.
        .url_relative(ammonia::UrlRelative::PassThrough)
        .attribute_filter(|_element, attribute, value| {
            let kept = attribute != "href" || links::is_allowed(value) || links::is_watch_link(value);
            kept.then(|| value.into())
        })
        .link_rel(Some("nofollow ugc noopener"));
    builder
});

#[cfg(test)]
mod tests;
