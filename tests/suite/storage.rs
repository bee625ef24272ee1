//! Storage in a real object store, beside the data folder.

mod both;
mod delivery;
mod direct;
mod faults;
mod moving;
