//! Names of languages, for tracks that say theirs.
//!
//! What a file says is anybody's words: only two or three small letters are believed, and only they become part of a file's name.

/// The three-letter codes (for some languages there are two), the two-letter one that the web uses, and the name in the language itself.
const LANGUAGES: &[(&str, &str, &str, &str)] = &[
    ("ara", "ara", "ar", "العربية"),
    ("ben", "ben", "bn", "বাংলা"),
    ("bul", "bul", "bg", "Български"),
    ("cat", "cat", "ca", "Català"),
    ("ces", "cze", "cs", "Čeština"),
    ("cym", "wel", "cy", "Cymraeg"),
    ("dan", "dan", "da", "Dansk"),
    ("deu", "ger", "de", "Deutsch"),
    ("ell", "gre", "el", "Ελληνικά"),
    ("eng", "eng", "en", "English"),
    ("est", "est", "et", "Eesti"),
    ("eus", "baq", "eu", "Euskara"),
    ("fas", "per", "fa", "فارسی"),
    ("fin", "fin", "fi", "Suomi"),
    ("fra", "fre", "fr", "Français"),
    ("gle", "gle", "ga", "Gaeilge"),
    ("glg", "glg", "gl", "Galego"),
    ("heb", "heb", "he", "עברית"),
    ("hin", "hin", "hi", "हिन्दी"),
    ("hrv", "hrv", "hr", "Hrvatski"),
    ("hun", "hun", "hu", "Magyar"),
    ("ind", "ind", "id", "Bahasa Indonesia"),
    ("isl", "ice", "is", "Íslenska"),
    ("ita", "ita", "it", "Italiano"),
    ("jpn", "jpn", "ja", "日本語"),
    ("kor", "kor", "ko", "한국어"),
    ("lav", "lav", "lv", "Latviešu"),
    ("lit", "lit", "lt", "Lietuvių"),
    ("msa", "may", "ms", "Bahasa Melayu"),
    ("nld", "dut", "nl", "Nederlands"),
    ("nob", "nob", "nb", "Norsk bokmål"),
    ("nor", "nor", "no", "Norsk"),
    ("pol", "pol", "pl", "Polski"),
    ("por", "por", "pt", "Português"),
    ("ron", "rum", "ro", "Română"),
    ("rus", "rus", "ru", "Русский"),
    ("slk", "slo", "sk", "Slovenčina"),
    ("slv", "slv", "sl", "Slovenščina"),
    ("spa", "spa", "es", "Español"),
    ("srp", "srp", "sr", "Српски"),
    ("swa", "swa", "sw", "Kiswahili"),
    ("swe", "swe", "sv", "Svenska"),
    ("tam", "tam", "ta", "தமிழ்"),
    ("tha", "tha", "th", "ไทย"),
    ("tur", "tur", "tr", "Türkçe"),
    ("ukr", "ukr", "uk", "Українська"),
    ("urd", "urd", "ur", "اردو"),
    ("vie", "vie", "vi", "Tiếng Việt"),
    ("zho", "chi", "zh", "中文"),
];

/// The tag that the web uses for what a file says; None for what is no language.
pub fn tag(said: &str) -> Option<String> {
    let said = said.to_ascii_lowercase();
    if !(2..=3).contains(&said.len()) || !said.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    // Codes for "undetermined", "several", "none of them" and "no speech".
    if matches!(said.as_str(), "und" | "mul" | "mis" | "zxx") {
        return None;
    }
    let known = LANGUAGES.iter().find(|(one, other, ..)| *one == said || *other == said);
    Some(known.map_or(said, |(_, _, tag, _)| (*tag).to_owned()))
}

/// What people call it.
pub fn name(tag: &str) -> &str {
    LANGUAGES.iter().find(|(_, _, known, _)| *known == tag).map_or(tag, |(.., name)| name)
}
