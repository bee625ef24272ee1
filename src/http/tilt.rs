//! The sliders over a list of recommendations: read from the address, written as a form. The choice lives in the address alone, for a page
//! that is the same for everybody stays so.

use actix_web::{HttpRequest, web};
use serde::Deserialize;

use crate::recommender::{Level, Page, Tilt};
use crate::views::tilt::{SliderView, TiltView};

/// What an address says of them; what cannot be read is as usual.
pub fn of(request: &HttpRequest) -> Tilt {
    let asked = web::Query::<TiltQuery>::from_query(request.query_string());
    asked.map(|asked| asked.parse()).unwrap_or_default()
}

#[derive(Debug, Clone, Default, Deserialize)]
struct TiltQuery {
    new: Option<String>,
    long: Option<String>,
    others: Option<String>,
    classic: Option<String>,
}

impl TiltQuery {
    fn parse(&self) -> Tilt {
        Tilt {
            new: level(&self.new),
            long: level(&self.long),
            others: level(&self.others),
            classic: level(&self.classic),
        }
    }
}

fn level(text: &Option<String>) -> Level {
    Level::new(text.as_deref().and_then(|text| text.trim().parse().ok()).unwrap_or(0))
}

/// `&new=2&long=-1`, as far as it is not as usual.
pub fn query(tilt: Tilt) -> String {
    let said = named(tilt).into_iter().filter(|(_, level)| level.get() != 0);
    said.map(|(name, level)| format!("&{name}={}", level.get())).collect()
}

/// The form over the list of this page; `action` is the page's own address.
pub fn view(page: Page, action: String, tilt: Tilt) -> TiltView {
    let channels = match page {
        Page::Home => ("Known channels", "Others"),
        Page::UpNext => ("This channel", "Others"),
    };
    let ends = [("Familiar", "New"), ("Short", "Long"), channels, ("Recent", "Classic")];
    let slider = |((name, level), (low, high)): ((&'static str, Level), (&str, &str))| SliderView {
        name,
        label: format!("{low} to {}", high.to_lowercase()),
        low: low.to_owned(),
        high: high.to_owned(),
        value: level.get(),
    };
    TiltView {
        action,
        kept: Vec::new(),
        is_usual: tilt.is_usual(),
        sliders: named(tilt).into_iter().zip(ends).map(slider).collect(),
    }
}

fn named(tilt: Tilt) -> [(&'static str, Level); 4] {
    [("new", tilt.new), ("long", tilt.long), ("others", tilt.others), ("classic", tilt.classic)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_as_usual_and_what_is_too_much_is_the_most() {
        let text = |text: &str| Some(text.to_owned());
        let asked = TiltQuery { new: text("9"), long: text("-1"), others: text("much"), classic: None };
        let tilt = asked.parse();
        assert_eq!(query(tilt), "&new=2&long=-1");
        assert_eq!((tilt.others, tilt.is_usual()), (Level::new(0), false));
        assert!(
            TiltQuery { new: text("300"), ..TiltQuery::default() }.parse().is_usual(),
            "no number of ours"
        );
    }
}
