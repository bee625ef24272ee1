//! Background work on videos: killed anywhere, run twice, told to stop, out of luck.

mod build_ladder;
mod process_video;
mod samples;
mod sweep;
mod transcribe;
