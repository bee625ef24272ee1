//! The settings of webhooks.

use anyhow::bail;
use serde::Deserialize;

use super::Switch;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Webhooks {
    /// Whether people may have any, and those that there are tell.
    pub enabled: Switch,
    /// Whether they may lead to addresses that are not of the public internet.
    pub private_networks: Switch,
    /// How many one person may have.
    pub per_user: i64,
}

impl Webhooks {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        if !(1..=100).contains(&self.per_user) {
            bail!("KINORA_WEBHOOKS_PER_USER (webhooks.per_user): must be between 1 and 100");
        }
        Ok(())
    }

    /// The settings as lines of the configuration file.
    pub fn lines(&self) -> Vec<String> {
        vec![
            format!("enabled = \"{}\"", self.enabled.as_str()),
            format!("private_networks = \"{}\"", self.private_networks.as_str()),
            format!("per_user = {}", self.per_user),
        ]
    }
}

impl Default for Webhooks {
    fn default() -> Self {
        Self { enabled: Switch::On, private_networks: Switch::Off, per_user: 10 }
    }
}
