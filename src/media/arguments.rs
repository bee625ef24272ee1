//! Command lines for ffmpeg and ffprobe. No shell is involved: each word stays one word.
//!
//! Invariant: [`Arguments::input`] is the only way to name an input, so no input can be opened without the
//! whitelists. `-protocol_whitelist` alone would let a playlist renamed `.mp4` open another user's file;
//! `-format_whitelist` refuses it before anything is opened.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use super::Limits;

/// Demuxers that read one self-contained file. No playlists, no scripts, no numbered pictures.
const FORMATS: &str = "mov,matroska,webm,mpegts,avi,gif,mp3,ogg,wav,flac,flv,asf,mpeg,aac,aiff";

#[derive(Clone, Debug, Default)]
pub(super) struct Arguments {
    words: Vec<OsString>,
    /// How many threads a decoder may use; ffprobe, which decodes next to nothing, is not told.
    threads: Option<usize>,
}

impl Arguments {
    pub fn ffprobe() -> Self {
        Self::default().words("-v error")
    }

    pub fn ffmpeg(threads: usize) -> Self {
        // -xerror is deliberately absent: a damaged file still yields what can be read.
        Self { words: Vec::new(), threads: Some(threads) }
            .words("-hide_banner -nostdin -loglevel error -y")
            .words(&format!("-filter_threads {threads} -filter_complex_threads {threads}"))
    }

    /// Asks for the machine-readable progress that the runner reads from standard output.
    pub fn with_progress(self) -> Self {
        self.words("-progress pipe:1 -nostats")
    }

    /// Several words at once, split at blanks.
    pub fn words(mut self, words: &str) -> Self {
        self.words.extend(words.split_ascii_whitespace().map(OsString::from));
        self
    }

    /// One word as it is, such as a filter.
    pub fn word(mut self, word: impl AsRef<OsStr>) -> Self {
        self.words.push(word.as_ref().to_owned());
        self
    }

    /// A whitelisted input of whatever kind it turns out to be.
    pub fn input(self, limits: &Limits, path: &Path) -> Self {
        self.whitelisted(limits, FORMATS).word("-i").word(file_url(path))
    }

    /// An input that is only ever read by the demuxer named here.
    pub fn input_as(self, limits: &Limits, demuxer: &str, path: &Path) -> Self {
        self.whitelisted(limits, demuxer).words("-f").word(demuxer).word("-i").word(file_url(path))
    }

    /// The output file, in the form that can never be read as an option or a protocol.
    pub fn output(self, path: &Path) -> Self {
        self.word(file_url(path))
    }

    pub fn into_words(self) -> Vec<OsString> {
        self.words
    }

    fn whitelisted(self, limits: &Limits, formats: &str) -> Self {
        let threads = self.threads.map(|threads| format!("-threads {threads}")).unwrap_or_default();
        let pixels = limits.max_pixels;
        self.words(&threads)
            .words(&format!("-protocol_whitelist file -format_whitelist {formats} -max_pixels {pixels}"))
    }
}

fn file_url(path: &Path) -> OsString {
    let mut url = OsString::from("file:");
    url.push(path);
    url
}
