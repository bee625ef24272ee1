//! Background work on videos: killed anywhere, run twice, told to stop, out of luck.

mod build_ladder;
mod full_disk;
mod process_video;
mod samples;
mod scan;
mod sweep;
mod train_ranker;
pub mod train_recommender;
mod transcribe;
