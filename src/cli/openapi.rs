//! `kinora openapi`: the description of the API, as `docs/openapi.json` keeps it.

use crate::handlers::api::openapi;

pub fn run() -> anyhow::Result<()> {
    println!("{}", serde_json::to_string_pretty(openapi::document())?);
    Ok(())
}
