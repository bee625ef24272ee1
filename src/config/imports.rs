//! Who may have the server fetch videos from other sites, and how far it reaches for them.

use serde::Deserialize;

use super::Switch;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Imports {
    /// Who may begin an import from a page. The command asks nobody.
    pub sites: Importers,
    /// Whether a site may be in a private network: for closed networks.
    pub private_networks: Switch,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Importers {
    Nobody,
    Administrators,
    /// Everybody with an account.
    Creators,
}

impl Imports {
    /// The settings as lines of the configuration file.
    pub fn lines(&self) -> Vec<String> {
        let sites = match self.sites {
            Importers::Nobody => "nobody",
            Importers::Administrators => "administrators",
            Importers::Creators => "creators",
        };
        vec![
            format!("sites = \"{sites}\""),
            format!("private_networks = \"{}\"", self.private_networks.as_str()),
        ]
    }
}

impl Default for Imports {
    fn default() -> Self {
        // A server that fetches what anybody names is a risk that nobody should run unasked.
        Self { sites: Importers::Administrators, private_networks: Switch::Off }
    }
}
