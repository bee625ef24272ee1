//! How good lists are, measured on recorded events whose outcome is known.
//!
//! `data` reads a folder of ratings, `splits` hides a part of them by one of two protocols, `metrics` says how high the
//! hidden part was ranked, `combine` mixes the models and `run` puts it together. `exchange` reads and writes the files of
//! other evaluators, so that figures can be compared.
//!
//! Everything that is chosen is chosen on the validation part; the test part is looked at once.

mod combine;
mod data;
mod exchange;
mod metrics;
mod run;
mod splits;

pub use data::DataSet;
pub use exchange::{read_split, write_predictions};
pub use metrics::{Measured, Metric};
pub use run::{Difference, Report, Row, Settings, Track, evaluate};
pub use splits::{Experiment, HeldOut, Part, Protocol, split};
