//! A page as a reader sees it: text, labels, links; markup only where nothing else will do.

use scraper::{ElementRef, Html, Selector};

pub struct Page {
    html: Html,
    pub source: String,
}

impl Page {
    pub fn parse(source: &str) -> Self {
        Self { html: Html::parse_document(source), source: source.to_owned() }
    }

    /// The visible text, with runs of space folded.
    pub fn text(&self) -> String {
        self.texts("body").join(" ")
    }

    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    #[track_caller]
    pub fn must_say(&self, words: &str) {
        assert!(self.says(words), "the page does not say {words:?}:\n{}", self.text());
    }

    pub fn title(&self) -> String {
        self.texts("title").join("")
    }

    pub fn heading(&self) -> String {
        self.texts("h1").join("")
    }

    /// The texts of all elements that match, in order.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector).into_iter().map(folded).collect()
    }

    pub fn count(&self, selector: &str) -> usize {
        self.all(selector).len()
    }

    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        self.all(selector).into_iter().filter_map(|element| element.attr(name).map(str::to_owned)).collect()
    }

    #[track_caller]
    pub fn attribute(&self, selector: &str, name: &str) -> String {
        let found = self.attributes(selector, name);
        assert_eq!(found.len(), 1, "{selector} {name}: {found:?}");
        found[0].clone()
    }

    /// What stands beside a refused field.
    pub fn field_error(&self, field: &str) -> String {
        let described = self.attributes(&format!("[name={field}]"), "aria-describedby").join(" ");
        described
            .split_whitespace()
            .filter(|id| id.ends_with("error"))
            .flat_map(|id| self.texts(&format!("[id='{id}']")))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// What was typed into a field.
    pub fn field_value(&self, field: &str) -> String {
        let element = self.all(&format!("input[name={field}], textarea[name={field}], select[name={field}]"));
        let element = element.first().unwrap_or_else(|| panic!("there is no field {field}"));
        if element.value().name() == "textarea" {
            folded(*element)
        } else {
            element.attr("value").unwrap_or("").to_owned()
        }
    }

    fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        self.html.select(&Selector::parse(selector).unwrap()).collect()
    }
}

fn folded(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
