//! Media types: our own short table of what we publish.
//!
//! A guess from the system's list would call a playlist audio and offer a segment as a download. Every file is sent with `nosniff`, so a
//! browser believes this table and nothing else. What is not in it is never run or shown.

/// The value of `X-Content-Type-Options`, for every answer.
pub const NOSNIFF: &str = "nosniff";

const UNKNOWN: &str = "application/octet-stream";

/// The type of a published file by its name.
pub fn of_file(name: &str) -> &'static str {
    let Some((stem, extension)) = name.rsplit_once('.') else { return UNKNOWN };
    match extension {
        "mp4" if is_audio_rendition(stem) => "audio/mp4",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "m4a" => "audio/mp4",
        "mp3" => "audio/mpeg",
        "m3u8" => "application/vnd.apple.mpegurl",
        "m4s" => "video/iso.segment",
        "vtt" => "text/vtt; charset=utf-8",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "json" => "application/json",
        _ => UNKNOWN,
    }
}

/// `{uuid}-0-fragmented` and `{uuid}-0-{language}-fragmented`: resolution 0 is the sound alone. No part of a UUID is one character long.
fn is_audio_rendition(stem: &str) -> bool {
    stem.ends_with("-fragmented") && stem.contains("-0-")
}

#[cfg(test)]
mod tests {
    use super::of_file;

    const UUID: &str = "9c9de5e8-0a1e-484a-b099-e80766180a6d";

    #[test]
    fn what_we_publish_has_its_type() {
        let table = [
            ("-web.mp4", "video/mp4"),
            ("-web.webm", "video/webm"),
            ("-web.mp3", "audio/mpeg"),
            ("-720-fragmented.mp4", "video/mp4"),
            ("-0-fragmented.mp4", "audio/mp4"),
            ("-0-de-fragmented.mp4", "audio/mp4"),
            ("-master.m3u8", "application/vnd.apple.mpegurl"),
            ("-de.vtt", "text/vtt; charset=utf-8"),
        ];
        for (name, expected) in table {
            assert_eq!(of_file(&format!("{UUID}{name}")), expected, "{name}");
        }
        assert_eq!(of_file("segment.m4s"), "video/iso.segment");
    }

    #[test]
    fn up_03_nothing_becomes_a_page_or_a_script() {
        for name in ["x.html", "x.svg", "x.js", "x.mp4.html", "x", "", ".", "x.MP4"] {
            assert_eq!(of_file(name), "application/octet-stream", "{name}");
        }
    }
}
