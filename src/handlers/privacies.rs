//! Who can watch, as forms ask it.

use crate::db::types::Privacy;
use crate::views::ChoiceView;

pub fn choices() -> Vec<ChoiceView> {
    Privacy::ALL.iter().map(|privacy| choice(*privacy)).collect()
}

pub fn label(privacy: Privacy) -> &'static str {
    match privacy {
        Privacy::Public => "Public",
        Privacy::Unlisted => "Unlisted",
        Privacy::Private => "Private",
    }
}

fn choice(privacy: Privacy) -> ChoiceView {
    let hint = match privacy {
        Privacy::Public => "Everyone can find and watch it.",
        Privacy::Unlisted => "Only people who have the link.",
        Privacy::Private => "Only you.",
    };
    ChoiceView { value: privacy.to_string(), label: label(privacy).to_owned(), hint: hint.to_owned() }
}
