//! Understands ffmpeg's `-progress` lines: how far it is, and whether it still moves.

use std::time::{Duration, Instant};

use super::runner::Reached;

pub(super) struct Progress {
    expected_ms: Option<u64>,
    patience: Duration,
    line: Vec<u8>,
    reached: Reached,
    moved_at: Instant,
    reported: Option<u8>,
    said_it_ended: bool,
}

/// Moving the index to the front of a large file is silent work at the very end.
const SILENT_FROM_PERCENT: u64 = 95;
const MORE_PATIENCE_AT_THE_END: u32 = 10;
/// No progress line is nearly as long; the rest of a longer one is skipped.
const LONGEST_LINE: usize = 200;

impl Progress {
    pub fn new(expected_ms: Option<u64>, patience: Duration) -> Self {
        Self {
            expected_ms,
            patience,
            line: Vec::new(),
            reached: Reached::default(),
            moved_at: Instant::now(),
            reported: None,
            said_it_ended: false,
        }
    }

    /// Takes what the program printed; gives a percentage when it has changed.
    pub fn take(&mut self, bytes: &[u8]) -> Option<u8> {
        for &byte in bytes {
            match byte {
                b'\n' => self.end_line(),
                _ if self.line.len() < LONGEST_LINE => self.line.push(byte),
                _ => {}
            }
        }
        let percent = self.percent();
        if percent == self.reported {
            return None;
        }
        self.reported = percent;
        percent
    }

    pub fn reached(&self) -> Reached {
        self.reached
    }

    pub fn said_it_ended(&self) -> bool {
        self.said_it_ended
    }

    pub fn hangs(&self) -> bool {
        let at_the_end = self.percent().is_none_or(|percent| u64::from(percent) >= SILENT_FROM_PERCENT);
        let patience = if at_the_end && !self.reached.is_nothing() {
            self.patience * MORE_PATIENCE_AT_THE_END
        } else {
            self.patience
        };
        self.moved_at.elapsed() > patience
    }

    fn percent(&self) -> Option<u8> {
        let expected = self.expected_ms.filter(|&expected| expected > 0)?;
        u8::try_from((self.reached.milliseconds.saturating_mul(100) / expected).min(100)).ok()
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        // "N/A" and every line of another name are not numbers of ours.
        let Some((name, value)) = std::str::from_utf8(&line).ok().and_then(|text| text.split_once('='))
        else {
            return;
        };
        self.said_it_ended |= name == "progress" && value.trim() == "end";
        let Ok(value) = value.trim().parse::<u64>() else { return };
        let before = self.reached;
        match name {
            "out_time_us" => self.reached.milliseconds = self.reached.milliseconds.max(value / 1000),
            "frame" => self.reached.frames = self.reached.frames.max(value),
            _ => {}
        }
        if self.reached != before {
            self.moved_at = Instant::now();
        }
    }
}
