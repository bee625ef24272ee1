//! What the address of an embedded player asks for. Whatever cannot be read is as if it were not there: the page around it was written
//! long ago, by somebody who will never see our complaint.

use serde::Deserialize;

use crate::config::Origin;
use crate::handlers::videos::Wished;
use crate::views::PlayerOptions;

/// As typed. `loop` is a word of Rust's own.
#[derive(Debug, Default, Deserialize)]
pub struct ShowQuery {
    start: Option<String>,
    end: Option<String>,
    autoplay: Option<String>,
    #[serde(rename = "loop")]
    repeats: Option<String>,
    muted: Option<String>,
    controls: Option<String>,
    quality: Option<String>,
    origin: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub struct Wishes {
    pub wished: Wished,
    pub options: PlayerOptions,
    /// The origin of the page that wants to be told what the player does.
    pub listener: Option<String>,
}

impl Wishes {
    pub fn parse(query: &ShowQuery) -> Self {
        let begin = number(&query.start).unwrap_or(0);
        Self {
            wished: Wished {
                begin,
                end: number(&query.end).filter(|end| *end > begin),
                quality: number(&query.quality),
                ..Wished::default()
            },
            options: PlayerOptions {
                has_controls: flag(&query.controls).unwrap_or(true),
                plays_by_itself: flag(&query.autoplay).unwrap_or(false),
                repeats: flag(&query.repeats).unwrap_or(false),
                is_muted: flag(&query.muted).unwrap_or(false),
            },
            listener: query
                .origin
                .as_deref()
                .and_then(|text| Origin::parse(text).ok())
                .map(|it| it.to_string()),
        }
    }
}

fn number(text: &Option<String>) -> Option<u32> {
    text.as_deref()?.parse().ok()
}

fn flag(text: &Option<String>) -> Option<bool> {
    match text.as_deref()? {
        "1" | "true" => Some(true),
        "0" | "false" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{ShowQuery, Wishes};

    #[test]
    fn what_cannot_be_read_is_as_if_it_were_not_there() {
        let text = |text: &str| Some(text.to_owned());
        let wishes = Wishes::parse(&ShowQuery {
            start: text("-3"),
            end: text("soon"),
            autoplay: text("yes please"),
            controls: text(""),
            origin: text("javascript:alert(1)"),
            ..ShowQuery::default()
        });
        assert_eq!((wishes.wished.begin, wishes.wished.end), (0, None));
        assert!(wishes.options.has_controls && !wishes.options.plays_by_itself);
        assert_eq!(wishes.listener, None);
    }

    #[test]
    fn an_end_before_the_start_is_none() {
        let text = |text: &str| Some(text.to_owned());
        let at = |start, end| {
            let query = ShowQuery { start: text(start), end: text(end), ..ShowQuery::default() };
            Wishes::parse(&query).wished.end
        };
        assert_eq!(at("30", "20"), None);
        assert_eq!(at("30", "45"), Some(45));
    }
}
