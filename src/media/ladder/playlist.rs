//! Reads and writes the playlist of one rendition: a file, where its beginning ends, and the byte range of each segment.
//!
//! It is read as our own ffmpeg writes it, and anything else is an error. It is written anew because ffmpeg counts the first fragment to the
//! beginning when fragments are shorter than segments.

use std::fmt::Write;

use anyhow::{Context, bail, ensure};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaPlaylist {
    pub file: String,
    /// What a player reads before any segment.
    pub beginning: ByteRange,
    pub segments: Vec<Segment>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByteRange {
    pub start: u64,
    pub length: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    pub duration_us: u64,
    pub bytes: ByteRange,
}

impl ByteRange {
    pub fn end(self) -> u64 {
        self.start.saturating_add(self.length)
    }

    /// `length@start`
    fn parse(text: &str) -> anyhow::Result<Self> {
        let (length, start) = text.split_once('@').context("a byte range without its start")?;
        Ok(Self { start: start.parse()?, length: length.parse()? })
    }
}

impl MediaPlaylist {
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        ensure!(text.starts_with("#EXTM3U\n"), "this is no playlist");
        ensure!(text.trim_end().ends_with("#EXT-X-ENDLIST"), "the playlist has no end");
        let (mut file, mut beginning) = (None, None);
        let (mut duration_us, mut bytes) = (None, None);
        let mut segments = Vec::new();
        for line in text.lines() {
            if let Some(map) = line.strip_prefix("#EXT-X-MAP:") {
                beginning = Some(ByteRange::parse(quoted(map, "BYTERANGE=")?)?);
                file = Some(quoted(map, "URI=")?.to_owned());
            } else if let Some(duration) = line.strip_prefix("#EXTINF:") {
                duration_us = Some(microseconds(duration.trim_end_matches(','))?);
            } else if let Some(range) = line.strip_prefix("#EXT-X-BYTERANGE:") {
                bytes = Some(ByteRange::parse(range)?);
            } else if !line.is_empty() && !line.starts_with('#') {
                ensure!(Some(line) == file.as_deref(), "a segment lies in another file");
                let (Some(duration_us), Some(bytes)) = (duration_us.take(), bytes.take()) else {
                    bail!("a segment without a duration or a byte range");
                };
                segments.push(Segment { duration_us, bytes });
            }
        }
        let (Some(file), Some(beginning)) = (file, beginning) else { bail!("the playlist names no file") };
        ensure!(!segments.is_empty(), "the playlist is empty");
        Ok(Self { file, beginning, segments })
    }

    /// The same with the beginning that the file really has, which the first segment follows at once.
    pub fn with_beginning(mut self, length: u64, file_length: u64) -> anyhow::Result<Self> {
        self.beginning = ByteRange { start: 0, length };
        let mut position = length;
        for segment in &mut self.segments {
            let end = segment.bytes.end();
            ensure!(end > position, "the segments of the playlist do not follow each other");
            segment.bytes = ByteRange { start: position, length: end - position };
            position = end;
        }
        ensure!(
            position == file_length,
            "the playlist tells of {position} bytes, the file has {file_length}"
        );
        Ok(self)
    }

    pub fn duration_us(&self) -> u64 {
        self.segments.iter().map(|segment| segment.duration_us).sum()
    }

    pub fn text(&self) -> String {
        write_playlist(&self.file, self.beginning, &self.segments, "#EXT-X-INDEPENDENT-SEGMENTS\n")
    }

    /// The most bits a second that one segment needs.
    pub fn bandwidth(&self) -> u64 {
        peak(&self.segments)
    }

    pub fn average_bandwidth(&self) -> u64 {
        average(&self.segments)
    }
}

/// A playlist of one file's byte ranges; `kind` is the lines that say which sort of playlist it is.
pub fn write_playlist(file: &str, beginning: ByteRange, segments: &[Segment], kind: &str) -> String {
    let longest = segments.iter().map(|segment| segment.duration_us.div_ceil(1_000_000)).max().unwrap_or(1);
    let ByteRange { start, length } = beginning;
    let mut text = format!(
        "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:{longest}\n#EXT-X-MEDIA-SEQUENCE:0\n\
         #EXT-X-PLAYLIST-TYPE:VOD\n{kind}#EXT-X-MAP:URI=\"{file}\",BYTERANGE=\"{length}@{start}\"\n"
    );
    for Segment { duration_us, bytes: ByteRange { start, length } } in segments {
        let (seconds, rest) = (duration_us / 1_000_000, duration_us % 1_000_000);
        // Writing into a string cannot fail.
        let _ = write!(text, "#EXTINF:{seconds}.{rest:06},\n#EXT-X-BYTERANGE:{length}@{start}\n{file}\n");
    }
    text.push_str("#EXT-X-ENDLIST\n");
    text
}

pub fn peak(segments: &[Segment]) -> u64 {
    segments.iter().map(|segment| bits_a_second(segment.bytes.length, segment.duration_us)).max().unwrap_or(0)
}

pub fn average(segments: &[Segment]) -> u64 {
    let bytes = segments.iter().map(|segment| segment.bytes.length).sum();
    bits_a_second(bytes, segments.iter().map(|segment| segment.duration_us).sum())
}

fn bits_a_second(bytes: u64, duration_us: u64) -> u64 {
    let bits = u128::from(bytes) * 8 * 1_000_000;
    u64::try_from(bits.div_ceil(u128::from(duration_us.max(1)))).unwrap_or(u64::MAX)
}

fn quoted<'a>(attributes: &'a str, name: &str) -> anyhow::Result<&'a str> {
    let (_, rest) = attributes.split_once(name).with_context(|| format!("{name} is missing"))?;
    let text = rest.strip_prefix('"').and_then(|rest| rest.split_once('"'));
    Ok(text.with_context(|| format!("{name} has no value"))?.0)
}

/// `4.010667`, without the rounding of floating numbers.
fn microseconds(text: &str) -> anyhow::Result<u64> {
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits: String = fraction.chars().chain("000000".chars()).take(6).collect();
    let (seconds, rest): (u64, u64) = (seconds.parse()?, digits.parse()?);
    seconds.checked_mul(1_000_000).and_then(|whole| whole.checked_add(rest)).context("an endless segment")
}

#[cfg(test)]
mod tests {
    use super::{ByteRange, MediaPlaylist};

    const WRITTEN: &str = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:0\n\
        #EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-MAP:URI=\"u-360-fragmented.mp4\",BYTERANGE=\"500@0\"\n\
        #EXTINF:4.010667,\n#EXT-X-BYTERANGE:0@500\nu-360-fragmented.mp4\n#EXTINF:3.000000,\n#EXT-X-BYTERANGE:300@500\n\
        u-360-fragmented.mp4\n#EXT-X-ENDLIST\n";

    #[test]
    fn what_ffmpeg_wrote_is_read_and_its_beginning_put_right() {
        let playlist = MediaPlaylist::parse(WRITTEN).unwrap().with_beginning(100, 800).unwrap();
        let ranges: Vec<ByteRange> = playlist.segments.iter().map(|segment| segment.bytes).collect();
        assert_eq!(ranges, [ByteRange { start: 100, length: 400 }, ByteRange { start: 500, length: 300 }]);
        assert_eq!(playlist.duration_us(), 7_010_667);
        assert_eq!(playlist.bandwidth(), 800);
        let text = playlist.text();
        assert!(text.contains("BYTERANGE=\"100@0\""), "{text}");
        assert!(
            text.contains("#EXTINF:4.010667,\n#EXT-X-BYTERANGE:400@100\nu-360-fragmented.mp4\n"),
            "{text}"
        );
        assert_eq!(MediaPlaylist::parse(&text).unwrap(), playlist);
    }

    #[test]
    fn what_ffmpeg_would_not_write_is_refused() {
        for (from, to) in [
            ("#EXTM3U\n", ""),
            ("#EXT-X-ENDLIST\n", ""),
            ("300@500", "300"),
            ("#EXT-X-BYTERANGE:300@500\n", ""),
            ("#EXTINF:3.000000,\n", ""),
            ("3.000000", "99999999999999999999"),
            ("300@500\nu-360", "300@500\nother"),
            (",BYTERANGE=\"500@0\"", ""),
        ] {
            assert!(MediaPlaylist::parse(&WRITTEN.replacen(from, to, 1)).is_err(), "{from}");
        }
        let playlist = MediaPlaylist::parse(WRITTEN).unwrap();
        assert!(playlist.clone().with_beginning(100, 801).is_err(), "bytes that nobody would play");
        assert!(playlist.with_beginning(500, 800).is_err(), "an empty segment");
    }
}
