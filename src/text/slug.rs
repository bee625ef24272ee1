//! Slugs: a title as a file name that every system takes, for downloads.

const LENGTH: usize = 80;

/// Small ASCII letters and digits with single hyphens; `video` when a title has none of them.
pub fn file_stem(title: &str) -> String {
    let mut stem = String::new();
    for character in title.chars().map(|c| c.to_ascii_lowercase()) {
        if stem.len() >= LENGTH {
            break;
        }
        if character.is_ascii_alphanumeric() {
            stem.push(character);
        } else if !stem.is_empty() && !stem.ends_with('-') {
            stem.push('-');
        }
    }
    let stem = stem.trim_end_matches('-');
    if stem.is_empty() { "video".to_owned() } else { stem.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::file_stem;

    #[test]
    fn a_title_becomes_a_file_name() {
        assert_eq!(file_stem("Big Buck Bunny (2008)!"), "big-buck-bunny-2008");
        assert_eq!(file_stem("日本語"), "video");
        assert_eq!(file_stem(&"a".repeat(500)).len(), 80);
    }

    #[test]
    fn up_08_no_path_and_no_header_comes_out() {
        assert_eq!(file_stem("../../etc/passwd\r\nX: y\"\0"), "etc-passwd-x-y");
        assert_eq!(file_stem("-version.mp4"), "version-mp4");
    }
}
