//! Text for XML documents: the templates escape what is markup, here goes what no XML document may hold in any form.

/// Without the characters that XML 1.0 forbids, escaped or not (<https://www.w3.org/TR/xml/#charsets>).
pub fn clean(text: &str) -> String {
    text.chars().filter(|character| is_allowed(*character)).collect()
}

fn is_allowed(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => true,
        '\u{FFFE}' | '\u{FFFF}' => false,
        other => other >= ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn what_xml_forbids_is_gone_and_the_rest_is_there() {
        assert_eq!(clean("a\0b\u{B}c\u{1B}d\u{FFFF}e\u{FFFE}\tf\nü𝄞"), "abcde\tf\nü𝄞");
    }
}
