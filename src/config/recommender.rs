//! The settings of the recommender.

use anyhow::bail;
use serde::Deserialize;

use super::Switch;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Recommender {
    /// Whether the site trains a model of its own on what is watched here.
    pub train: Switch,
    /// The hour of the day, in UTC, after which the day's long training begins.
    pub night_hour: u8,
}

impl Recommender {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        if self.night_hour > 23 {
            bail!("KINORA_RECOMMENDER_NIGHT_HOUR (recommender.night_hour): must be between 0 and 23");
        }
        Ok(())
    }

    /// The settings as lines of the configuration file.
    pub fn lines(&self) -> Vec<String> {
        vec![format!("train = \"{}\"", self.train.as_str()), format!("night_hour = {}", self.night_hour)]
    }
}

impl Default for Recommender {
    fn default() -> Self {
        Self { train: Switch::On, night_hour: 3 }
    }
}
