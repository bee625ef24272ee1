//! Small pieces that many pages share: times, tabs, empty states, pagination, avatars, states.

/// A moment: exact for programs (`2026-01-10T12:00:00Z`), in words for people ("3 days ago").
#[derive(Clone)]
pub struct TimeView {
    pub iso: String,
    pub words: String,
}

/// A link or button with its label.
#[derive(Clone)]
pub struct ActionView {
    pub label: String,
    pub url: String,
}

/// One of several views of the same list.
#[derive(Clone)]
pub struct TabView {
    pub label: String,
    pub url: String,
    pub current: bool,
}

/// What a list says when there is nothing in it, and what to do next.
#[derive(Clone)]
pub struct EmptyView {
    pub title: String,
    pub text: String,
    pub action: Option<ActionView>,
}

/// Where we are in a long list. `summary` is in words: "21–40 of 312".
#[derive(Clone)]
pub struct PaginationView {
    pub summary: String,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// A person or channel in a circle: a picture, or initials on one of six tints.
#[derive(Clone)]
pub struct AvatarView {
    pub initials: String,
    /// 0 to 5; the stylesheet knows the colours.
    pub tint: u8,
    pub image_url: Option<String>,
}

/// A state as a coloured word, never as a colour alone.
#[derive(Clone)]
pub struct StateView {
    pub label: String,
    pub kind: StateKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum StateKind {
    Plain,
    Good,
    Busy,
    Bad,
}

/// How far a long task is. `words` says what is happening: "Making the web file, about 20 seconds left".
#[derive(Clone)]
pub struct ProgressView {
    pub percent: u8,
    pub words: String,
}

impl AvatarView {
    /// Initials of the first and last word; the tint follows the name, so a person keeps their colour.
    pub fn of(name: &str) -> Self {
        let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
        let first = words.next().unwrap_or('?');
        let initials =
            first.to_uppercase().chain(words.next_back().into_iter().flat_map(char::to_uppercase)).collect();
        let mixed =
            name.bytes().fold(0_u32, |mixed, byte| (mixed ^ u32::from(byte)).wrapping_mul(16_777_619));
        AvatarView { initials, tint: u8::try_from((mixed >> 16) % 6).unwrap_or_default(), image_url: None }
    }

    pub fn with_image(self, image_url: Option<String>) -> Self {
        AvatarView { image_url, ..self }
    }
}

impl StateView {
    pub fn class(&self) -> &'static str {
        match self.kind {
            StateKind::Plain => "badge",
            StateKind::Good => "badge badge--good",
            StateKind::Busy => "badge badge--busy",
            StateKind::Bad => "badge badge--bad",
        }
    }
}
