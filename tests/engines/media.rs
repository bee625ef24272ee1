//! The media engine on real files, hostile files and broken programs. Everything runs through the real `kinora confine`.

mod broken_programs;
mod clips;
mod confinement;
mod hostile_containers;
mod hostile_files;
mod images;
mod ladder;
mod odd_files;
mod samples;
pub mod support;
