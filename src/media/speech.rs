//! Writing down what is said, by contract: our ffmpeg makes a plain sound file, the operator's own program turns it into WebVTT.
//!
//! The program is called with the path of the sound and, where the operator named it, the language; its environment is empty. What it
//! writes to standard output is the answer, whatever that is: the caller reads it as it would a stranger's file.

use std::path::Path;

use super::arguments::Arguments;
use super::probe::Probe;
use super::process::Program;
use super::runner::{self, Job};
use super::{Engine, MediaError, Refused, files};

/// Writes the first sound track as 16 kHz mono WAV.
pub fn extract_speech(
    engine: &Engine,
    input: &Path,
    probe: &Probe,
    folder: &Path,
    output: &Path,
) -> Result<(), MediaError> {
    let arguments = Arguments::ffmpeg(engine.threads)
        .with_progress()
        .input(&engine.limits, input)
        .words(
            "-map 0:a:0 -vn -sn -dn -map_metadata -1 -map_chapters -1 -ac 1 -ar 16000 -c:a pcm_s16le -f wav",
        )
        .output(output);
    let longest = engine.timeouts.web_file;
    let job = Job { program: Program::Ffmpeg, arguments, read: &[input], write: Some(folder), longest };
    let made = runner::watched(engine, job, probe.duration_ms, &mut |_| {})
        .and_then(|finished| finished.success("ffmpeg made no sound file"));
    if let Err(error) = made {
        files::discard(output);
        return Err(error);
    }
    Ok(())
}

/// What the operator's program writes about this sound. Everything that goes wrong is its or its operator's business.
pub fn transcribe(engine: &Engine, sound: &Path, language: Option<&str>) -> Result<Vec<u8>, MediaError> {
    let arguments = Arguments::default().word(sound);
    let arguments = language.map_or(arguments.clone(), |language| arguments.word(language));
    let longest = engine.timeouts.transcription;
    let job = Job { program: Program::Transcriber, arguments, read: &[], write: None, longest };
    let finished = runner::output(engine, job).map_err(|error| match error {
        MediaError::Refused(Refused::TooMuchDescription) => {
            MediaError::Failed(anyhow::anyhow!("the transcription command wrote more than any captions are"))
        }
        other => other,
    })?;
    Ok(finished.success("the transcription command")?.output)
}
