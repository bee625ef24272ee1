//! A form as typed, and what was wrong with it. Used by the macros of `components/form.html`.

use std::collections::BTreeMap;

/// The typed values and the messages, both by field name. A message under `""` concerns the form as a whole.
#[derive(Clone, Default)]
pub struct FormView {
    pub values: BTreeMap<&'static str, String>,
    pub errors: BTreeMap<&'static str, String>,
}

/// One option of a select or a group of radio buttons.
#[derive(Clone)]
pub struct ChoiceView {
    pub value: String,
    pub label: String,
    pub hint: String,
}

impl FormView {
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    pub fn error(&self, name: &str) -> Option<&str> {
        self.errors.get(name).map(String::as_str)
    }

    /// Checkboxes send `true` when they are ticked and nothing when they are not.
    pub fn is_checked(&self, name: &str) -> bool {
        self.value(name) == "true"
    }

    pub fn is_chosen(&self, name: &str, value: &str) -> bool {
        self.value(name) == value
    }

    pub fn is_refused(&self) -> bool {
        !self.errors.is_empty()
    }
}
