//! What people do, by noun: extract, call the models, answer.

pub mod health;
pub mod uploads;

use crate::db::types::Privacy;
use crate::views::ChoiceView;

/// Who can watch, as forms ask it.
fn privacies() -> Vec<ChoiceView> {
    let choice = |privacy: &Privacy| {
        let (label, hint) = match privacy {
            Privacy::Public => ("Public", "Everyone can find and watch it."),
            Privacy::Unlisted => ("Unlisted", "Only people who have the link."),
            Privacy::Private => ("Private", "Only you."),
        };
        ChoiceView { value: privacy.to_string(), label: label.to_owned(), hint: hint.to_owned() }
    };
    Privacy::ALL.iter().map(choice).collect()
}
