//! The recommender as the site uses it: what goes in, which lists come out.
//!
//! Each test plants a structure (subjects, channels, tastes) in a small catalogue and looks whether the lists find it.

mod evaluation;
mod feedback;
mod learned;
mod lists;
mod planted;
mod ranker;
mod restart;
mod sequence;
mod speed;
mod taste;
mod tilt;
mod viewers;
