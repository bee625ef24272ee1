//! What other programs read about a video that they want to show: oEmbed, as XML.

use askama::Template;

#[derive(Template)]
#[template(path = "oembed/show.xml")]
pub struct ShowDocument {
    /// Element names and their texts, in order.
    pub facts: Vec<(&'static str, String)>,
}
