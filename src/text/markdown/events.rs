//! The parser's events, rewritten: what may not be shown becomes text, what may be linked becomes a link.

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd, TextMergeStream};

use super::links::{self, Piece, Times};

/// Deeper quotations and lists are flattened: a browser's page gains nothing from them, and its parser takes quadratic time.
const NESTING: usize = 12;

pub fn rewritten<'a>(events: impl Iterator<Item = Event<'a>>, watch_path: Option<&str>) -> Vec<Event<'a>> {
    let mut rewriter = Rewriter { out: Vec::new(), open: Vec::new(), shown: 0, literal: 0, watch_path };
    for event in TextMergeStream::new(events.map(with_html_as_text)) {
        rewriter.take(event);
    }
    rewriter.out
}

/// The author's own HTML is text before anything else sees it.
fn with_html_as_text(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        other => other,
    }
}

struct Rewriter<'a, 'p> {
    out: Vec<Event<'a>>,
    /// For each open tag of the source, what was opened for it.
    open: Vec<Opened>,
    shown: usize,
    /// How many open tags keep their words as they are: links and blocks of code.
    literal: usize,
    watch_path: Option<&'p str>,
}

enum Opened {
    Nothing,
    Same,
    Literal,
    /// A heading is shown as a paragraph in strong letters.
    Heading,
    Paragraph,
}

impl<'a> Rewriter<'a, '_> {
    fn take(&mut self, event: Event<'a>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(end),
            Event::Text(text) if self.literal == 0 => self.words(text),
            // People who press Enter mean a new line.
            Event::SoftBreak | Event::HardBreak => self.out.push(Event::HardBreak),
            Event::Text(_) | Event::Code(_) | Event::Rule => self.out.push(event),
            // Footnotes, tasks and mathematics are not asked of the parser.
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>) {
        let opened = self.opening(tag);
        self.shown += usize::from(!matches!(opened, Opened::Nothing));
        self.literal += usize::from(matches!(opened, Opened::Literal));
        self.open.push(opened);
    }

    fn opening(&mut self, tag: Tag<'a>) -> Opened {
        if self.shown >= NESTING {
            return Opened::Nothing;
        }
        match tag {
            Tag::Heading { .. } => {
                self.out.extend([Event::Start(Tag::Paragraph), Event::Start(Tag::Strong)]);
                Opened::Heading
            }
            Tag::HtmlBlock => {
                self.out.push(Event::Start(Tag::Paragraph));
                Opened::Paragraph
            }
            Tag::Link { link_type, ref dest_url, .. } => {
                if link_type != LinkType::Email && !links::is_allowed(dest_url) {
                    return Opened::Nothing;
                }
                self.out.push(Event::Start(tag));
                Opened::Literal
            }
            Tag::CodeBlock(_) => {
                self.out.push(Event::Start(tag));
                Opened::Literal
            }
            Tag::Paragraph
            | Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough => {
                self.out.push(Event::Start(tag));
                Opened::Same
            }
            // An image leaves its description behind.
            _ => Opened::Nothing,
        }
    }

    fn end(&mut self, end: TagEnd) {
        let opened = self.open.pop().unwrap_or(Opened::Nothing);
        self.shown -= usize::from(!matches!(opened, Opened::Nothing));
        self.literal -= usize::from(matches!(opened, Opened::Literal));
        match opened {
            Opened::Nothing => {}
            Opened::Same | Opened::Literal => self.out.push(Event::End(end)),
            Opened::Heading => self.out.extend([Event::End(TagEnd::Strong), Event::End(TagEnd::Paragraph)]),
            Opened::Paragraph => self.out.push(Event::End(TagEnd::Paragraph)),
        }
    }

    fn words(&mut self, text: CowStr<'a>) {
        let times = if self.watch_path.is_some() { Times::Linked } else { Times::Words };
        for piece in links::pieces(&text, times) {
            match (piece, self.watch_path) {
                (Piece::Address(address), _) => self.address(address),
                (Piece::Time(time, seconds), Some(path)) => self.out.push(time_link(path, time, seconds)),
                (Piece::Words(words) | Piece::Time(words, _), _) => self.out.push(owned_text(words)),
            }
        }
    }

    fn address(&mut self, address: &str) {
        self.out.push(Event::Start(Tag::Link {
            link_type: LinkType::Autolink,
            dest_url: owned(address),
            title: owned(""),
            id: owned(""),
        }));
        self.out.extend([owned_text(address), Event::End(TagEnd::Link)]);
    }
}

/// The path is ours and the rest are digits and colons; ammonia looks at all of it once more.
fn time_link(path: &str, time: &str, seconds: u32) -> Event<'static> {
    Event::InlineHtml(format!("<a href=\"{path}?t={seconds}\" data-time=\"{seconds}\">{time}</a>").into())
}

fn owned_text(text: &str) -> Event<'static> {
    Event::Text(owned(text))
}

fn owned(text: &str) -> CowStr<'static> {
    CowStr::from(text.to_owned())
}
