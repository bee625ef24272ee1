//! Which characters deceive: seen by a program, but not by a reader.

/// What becomes of one character of somebody's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// Control and format characters, bidirectional overrides, fillers that look like nothing.
    Unseen,
    /// A mark that sits on the character before it.
    Mark,
    /// A joiner: Persian words and family emoji need it, between ASCII letters it only hides.
    Joiner,
    Line,
    Space,
    Seen,
}

pub fn nature(character: char) -> Nature {
    match character {
        ' '..='~' => {
            if character == ' ' {
                Nature::Space
            } else {
                Nature::Seen
            }
        }
        '\n' | '\u{2028}' | '\u{2029}' => Nature::Line,
        '\t' => Nature::Space,
        '\u{200C}' | '\u{200D}' => Nature::Joiner,
        _ if is_unseen(character) => Nature::Unseen,
        _ if is_mark(character) => Nature::Mark,
        _ if character.is_whitespace() => Nature::Space,
        _ => Nature::Seen,
    }
}

fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFC}' | '\u{1D173}'..='\u{1D17A}' | '\u{E000}'..='\u{F8FF}'
            | '\u{E0000}'..='\u{E0FFF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// Combining marks of the scripts in use, and variation selectors.
fn is_mark(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}'
        | '\u{5C4}' | '\u{5C5}' | '\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}'
        | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E4}' | '\u{6E7}' | '\u{6E8}' | '\u{6EA}'..='\u{6ED}' | '\u{711}'
        | '\u{730}'..='\u{74A}' | '\u{900}'..='\u{903}' | '\u{93A}'..='\u{93C}' | '\u{93E}'..='\u{94F}'
        | '\u{951}'..='\u{957}' | '\u{E31}' | '\u{E34}'..='\u{E3A}' | '\u{E47}'..='\u{E4E}' | '\u{EB1}'
        | '\u{EB4}'..='\u{EBC}' | '\u{EC8}'..='\u{ECE}' | '\u{F18}' | '\u{F19}' | '\u{F71}'..='\u{F84}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{302A}'..='\u{302F}'
        | '\u{3099}' | '\u{309A}' | '\u{A66F}'..='\u{A672}' | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}')
}
