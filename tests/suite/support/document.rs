//! Documents whose commands are run as they stand.

use std::path::Path;
use std::process::Command;

use actix_web::web;

/// Runs the document's commands one after another in this folder, and answers what they printed.
pub async fn run(document: &str, folder: &Path, variables: &[(&str, &str)]) -> String {
    let script = format!("set -eu\n{}", commands(document).join("\n"));
    let mut shell = Command::new("bash");
    shell.arg("-c").arg(script).current_dir(folder).envs(variables.iter().copied());
    let output = web::block(move || shell.output().unwrap()).await.unwrap();
    let (said, complaints) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}\n{complaints}");
    said.into_owned()
}

/// What stands in the blocks that are for a shell.
fn commands(document: &str) -> Vec<&str> {
    let blocks = document.split("```sh\n").skip(1);
    blocks.map(|block| block.split("\n```").next().unwrap()).collect()
}
