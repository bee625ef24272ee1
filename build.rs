//! Watches what is embedded in the binary, and refuses a release without the pages' scripts.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=migrations");
    println!("cargo::rerun-if-changed=static/dist");
    let is_release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    if is_release && !Path::new("static/dist/app.js").exists() {
        println!(
            "cargo::error=static/dist is missing: run `npm ci && npm run build` first, or bin/run, which does"
        );
    }
}
