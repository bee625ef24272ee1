//! Background work on videos: killed anywhere, run twice, told to stop, out of luck.

mod process_video;
mod samples;
mod sweep;
mod transcribe;
