//! How good lists are, measured on recorded events whose outcome is known.
//!
//! `data` reads a folder of ratings, `splits` hides a part of them by one of two protocols, `metrics` says how high the
//! hidden part was ranked, `combine` mixes the models and `run` puts it together. `stage` lets a network order the
//! candidates of all models; `moments`, `table` and `ranked` are its lessons, its features and its learning. `exchange` reads and writes the files of
//! other evaluators, so that figures can be compared.
//!
//! Everything that is chosen is chosen on the validation part; the test part is looked at once.

mod combine;
mod data;
mod exchange;
mod metrics;
mod moments;
mod more;
#[cfg(test)]
mod moving;
mod networks;
mod ranked;
mod run;
mod splits;
mod spread;
mod stage;
mod table;
mod titles;

pub use data::DataSet;
pub use exchange::{read_split, write_predictions};
pub use metrics::{Measured, Metric};
pub use run::{Difference, LastStage, Networks, Report, Row, Settings, Track, evaluate};
pub use splits::{Experiment, HeldOut, Part, Protocol, split};
pub use spread::Spread;
