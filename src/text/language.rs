//! Language tags (BCP 47): `en`, `pt-BR`, `zh-Hant-TW`. A language, a script, a region and variants; no extensions.

/// A well-formed tag in its usual case. Made only by [`Language::parse`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language(String);

/// Longer than any tag in use.
const TAG_BYTES: usize = 35;

impl Language {
    /// What a program wrote without saying in which language.
    pub fn undetermined() -> Self {
        Self("und".to_owned())
    }

    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > TAG_BYTES {
            return None;
        }
        let mut parts = text.split(['-', '_']).peekable();
        let language = parts.next().filter(|part| (2..=3).contains(&part.len()) && is_alphabetic(part))?;
        let mut tag = language.to_ascii_lowercase();
        if let Some(script) = parts.next_if(|part| part.len() == 4 && is_alphabetic(part)) {
            tag.push('-');
            tag.push_str(&script[..1].to_ascii_uppercase());
            tag.push_str(&script[1..].to_ascii_lowercase());
        }
        if let Some(region) = parts.next_if(|part| is_region(part)) {
            tag.push('-');
            tag.push_str(&region.to_ascii_uppercase());
        }
        for variant in parts {
            if !is_variant(variant) {
                return None;
            }
            tag.push('-');
            tag.push_str(&variant.to_ascii_lowercase());
        }
        Some(Self(tag))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language in its own words where we know them, else the tag.
    pub fn name(&self) -> &str {
        let primary = self.0.split('-').next().unwrap_or_default();
        let of = |tag: &str| NAMES.iter().find(|(known, _)| *known == tag).map(|(_, name)| *name);
        // "Português" says too little of pt-BR, so only the exact tag has a name.
        if primary == self.0 { of(primary).unwrap_or(&self.0) } else { &self.0 }
    }
}

fn is_alphabetic(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn is_region(part: &str) -> bool {
    (part.len() == 2 && is_alphabetic(part)) || (part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()))
}

fn is_variant(part: &str) -> bool {
    let begins_with_digit = part.starts_with(|first: char| first.is_ascii_digit());
    let length = if begins_with_digit { 4..=8 } else { 5..=8 };
    length.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

const NAMES: &[(&str, &str)] = &[
    ("ar", "العربية"),
    ("bg", "Български"),
    ("bn", "বাংলা"),
    ("ca", "Català"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("eo", "Esperanto"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("eu", "Euskara"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("gl", "Galego"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("id", "Bahasa Indonesia"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("nb", "Norsk bokmål"),
    ("nl", "Nederlands"),
    ("nn", "Norsk nynorsk"),
    ("no", "Norsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("sr", "Српски"),
    ("sv", "Svenska"),
    ("ta", "தமிழ்"),
    ("th", "ไทย"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("und", "Language unknown"),
    ("ur", "اردو"),
    ("vi", "Tiếng Việt"),
    ("zh", "中文"),
];

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn a_tag_takes_its_usual_case() {
        for (typed, tag) in [
            ("en", "en"),
            (" DE ", "de"),
            ("pt_br", "pt-BR"),
            ("ZH-hant-tw", "zh-Hant-TW"),
            ("es-419", "es-419"),
            ("de-1996", "de-1996"),
            ("sl-ROZAJ-biske", "sl-rozaj-biske"),
            ("gsw", "gsw"),
        ] {
            assert_eq!(Language::parse(typed).unwrap().as_str(), tag, "{typed}");
        }
    }

    #[test]
    fn what_is_no_tag_is_none() {
        for typed in [
            "",
            "e",
            "english",
            "e1",
            "en-",
            "-en",
            "en--GB",
            "en-GB-x",
            "en/../x",
            "en.vtt",
            "日本",
            "en-GB-oxendict-oxendict-oxendict-oxendict",
            "en\"onerror",
        ] {
            assert_eq!(Language::parse(typed), None, "{typed:?}");
        }
    }

    #[test]
    fn a_language_has_its_own_name() {
        let name = |tag| Language::parse(tag).unwrap().name().to_owned();
        assert_eq!([name("de"), name("pt-BR"), name("gsw")], ["Deutsch", "pt-BR", "gsw"]);
    }
}
