//! Keeps the last lines a program printed to standard error, and no more: a hostile file can make ffmpeg print
//! gigabytes.

use std::collections::VecDeque;

const LINES: usize = 20;
const LINE_BYTES: usize = 400;

#[derive(Debug, Default)]
pub(super) struct StderrTail {
    lines: VecDeque<String>,
    line: Vec<u8>,
    total: u64,
}

impl StderrTail {
    pub fn take(&mut self, bytes: &[u8]) {
        self.total += bytes.len() as u64;
        for &byte in bytes {
            match byte {
                b'\n' | b'\r' => self.end_line(),
                _ if self.line.len() < LINE_BYTES => self.line.push(byte),
                _ => {}
            }
        }
    }

    /// How much was printed in all, kept or not.
    pub fn total(&self) -> u64 {
        self.total
    }

    pub fn into_text(mut self) -> String {
        self.end_line();
        Vec::from(self.lines).join("\n")
    }

    fn end_line(&mut self) {
        if self.line.is_empty() {
            return;
        }
        if self.lines.len() == LINES {
            self.lines.pop_front();
        }
        // Metadata of the file may be printed: control characters would forge log lines.
        let text = String::from_utf8_lossy(&self.line).replace(|letter: char| letter.is_control(), " ");
        self.lines.push_back(text);
        self.line.clear();
    }
}
