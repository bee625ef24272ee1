//! Small pictures of a whole video on one sheet, and the cues that say which of them shows which moment.
//!
//! Make it from a small rendition of ours: its key frames lie two seconds apart, so that hardly anything has to be decoded.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, anyhow};

use super::arguments::Arguments;
use super::probe::Probe;
use super::process::Program;
use super::runner::{self, Job};
use super::{Engine, MediaError, files};

/// Two synced files in the folder that was named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Storyboard {
    /// `{stem}-storyboard.jpg`
    pub picture_file_name: String,
    /// `{stem}-storyboard.vtt`, which names the picture beside it.
    pub cues_file_name: String,
}

const COLUMNS: u64 = 10;
const MOST_TILES: u64 = 100;
const TILE_WIDTH: u64 = 160;
/// The distance of the key frames in our renditions.
const SHORTEST_STEP_MS: u64 = 2000;

/// None for sound alone.
pub fn make_storyboard(
    engine: &Engine,
    input: &Path,
    probe: &Probe,
    folder: &Path,
    stem: &str,
) -> Result<Option<Storyboard>, MediaError> {
    let Some(sheet) = Sheet::of(probe) else { return Ok(None) };
    let storyboard = Storyboard {
        picture_file_name: format!("{stem}-storyboard.jpg"),
        cues_file_name: format!("{stem}-storyboard.vtt"),
    };
    let picture = folder.join(&storyboard.picture_file_name);
    let arguments = Arguments::ffmpeg(engine.threads)
        .words("-skip_frame nokey")
        .input(&engine.limits, input)
        .words("-map 0:V:0 -an -vf")
        .word(sheet.filter())
        .words("-frames:v 1 -q:v 6 -f image2 -update 1")
        .output(&picture);
    let longest = engine.timeouts.still;
    let job = Job { program: Program::Ffmpeg, arguments, read: &[input], write: Some(folder), longest };
    let finished = runner::output(engine, job)?;
    if !finished.status.success() || !picture.metadata().is_ok_and(|file| file.len() > 0) {
        files::discard(&picture);
        return Err(finished.describe("ffmpeg made no storyboard").into());
    }
    files::settle(&picture)?;
    let cues = folder.join(&storyboard.cues_file_name);
    fs::write(&cues, sheet.cues(&storyboard.picture_file_name))
        .with_context(|| anyhow!("cannot write {}", cues.display()))?;
    files::settle(&cues)?;
    Ok(Some(storyboard))
}

/// How the pictures lie on the sheet of a video.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sheet {
    duration_ms: u64,
    step_ms: u64,
    tiles: u64,
    tile_height: u64,
}

impl Sheet {
    /// Of a picture as wide and high as it is shown; none where there is no picture or no length.
    pub fn new(duration_ms: u64, width: u64, height: u64) -> Option<Self> {
        if duration_ms == 0 || width == 0 || height == 0 {
            return None;
        }
        let step_ms = SHORTEST_STEP_MS.max(duration_ms.div_ceil(MOST_TILES));
        Some(Self {
            duration_ms,
            step_ms,
            tiles: duration_ms.div_ceil(step_ms).clamp(1, MOST_TILES),
            tile_height: (TILE_WIDTH * height / width).clamp(2, 8 * TILE_WIDTH) / 2 * 2,
        })
    }

    /// The width and height of one picture.
    pub fn tile(self) -> (u64, u64) {
        (TILE_WIDTH, self.tile_height)
    }

    /// The width and height of the whole sheet.
    pub fn size(self) -> (u64, u64) {
        (COLUMNS.min(self.tiles) * TILE_WIDTH, self.tiles.div_ceil(COLUMNS) * self.tile_height)
    }

    /// For how long one picture stands.
    pub fn step_ms(self) -> u64 {
        self.step_ms
    }

    fn of(probe: &Probe) -> Option<Self> {
        Self::new(probe.duration_ms?, probe.display_width()?, probe.display_height()?)
    }

    fn filter(self) -> String {
        let (columns, rows) = (COLUMNS.min(self.tiles), self.tiles.div_ceil(COLUMNS));
        let Self { step_ms, tiles, tile_height, .. } = self;
        format!(
            "fps=1000/{step_ms}:start_time=0:round=up,scale={TILE_WIDTH}:{tile_height},setsar=1,\
             tile={columns}x{rows}:nb_frames={tiles}"
        )
    }

    fn cues(self, picture: &str) -> String {
        let mut cues = "WEBVTT\n".to_owned();
        for tile in 0..self.tiles {
            let (begin, end) = (tile * self.step_ms, ((tile + 1) * self.step_ms).min(self.duration_ms));
            let (x, y) = (tile % COLUMNS * TILE_WIDTH, tile / COLUMNS * self.tile_height);
            let height = self.tile_height;
            // Writing to a string cannot fail.
            let _ = write!(
                cues,
                "\n{} --> {}\n{picture}#xywh={x},{y},{TILE_WIDTH},{height}\n",
                clock(begin),
                clock(end)
            );
        }
        cues
    }
}

fn clock(milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    format!("{:02}:{:02}:{:02}.{:03}", seconds / 3600, seconds / 60 % 60, seconds % 60, milliseconds % 1000)
}

#[cfg(test)]
mod tests {
    use super::Sheet;

    #[test]
    fn each_cue_names_the_picture_of_its_moment() {
        let sheet = Sheet { duration_ms: 23_500, step_ms: 2000, tiles: 12, tile_height: 90 };
        let cues = sheet.cues("x-storyboard.jpg");
        assert!(
            cues.starts_with("WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nx-storyboard.jpg#xywh=0,0,160,90\n")
        );
        assert!(cues.contains("\n00:00:18.000 --> 00:00:20.000\nx-storyboard.jpg#xywh=1440,0,160,90\n"));
        assert!(cues.ends_with("\n00:00:22.000 --> 00:00:23.500\nx-storyboard.jpg#xywh=160,90,160,90\n"));
        assert_eq!(cues.matches("-->").count(), 12);
        assert_eq!((sheet.tile(), sheet.size()), ((160, 90), (1600, 180)));
    }
}
