//! Removes the stored files of a video whose row is gone.

use super::Failure;
use crate::app::App;

pub fn run(_app: &App, _uuid: &str) -> Result<(), Failure> {
    Ok(())
}
