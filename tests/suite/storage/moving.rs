//! `kinora storage move`: both ways, interrupted, begun again, and what happens when bytes differ.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::fault_proxy::{Fault, FaultProxy};
use crate::support::object_store::ObjectStore;

const FILES: usize = 12;

/// A data folder with published files of various sizes, and what is in them.
fn site() -> (tempfile::TempDir, Vec<(String, Vec<u8>)>) {
    let data = tempfile::tempdir().unwrap();
    let files: Vec<(String, Vec<u8>)> = (0..FILES)
        .map(|number| {
            let key = format!("media/u{}/v1/x-{number}.mp4", number % 4);
            (key, (0..number * 1000 + 1).map(|byte| (byte * 7 + number) as u8).collect())
        })
        .collect();
    for (key, bytes) in &files {
        let path = data.path().join(key);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    (data, files)
}

fn kinora(data: &Path, endpoint: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kinora"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KINORA_")) {
        command.env_remove(name);
    }
    command.envs(ObjectStore::variables(endpoint)).env("KINORA_STORAGE_KIND", "local");
    command.env("KINORA_DATA_DIR", data).env("KINORA_STALL_SECONDS", "5").current_dir(data);
    command.args(arguments).output().unwrap()
}

fn last_line(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).lines().last().unwrap_or_default().to_owned()
}

#[test]
fn files_move_to_the_bucket_and_back() {
    let Some(store) = ObjectStore::start() else { return };
    let (data, files) = site();
    let there = kinora(data.path(), &store.endpoint(), &["storage", "move", "--to", "s3"]);
    assert!(there.status.success(), "{there:?}");
    assert!(last_line(&there).starts_with("12 files copied"), "{there:?}");
    for (key, bytes) in &files {
        assert!(fs::read(store.path(key)).unwrap() == *bytes, "{key}");
        assert!(data.path().join(key).exists(), "the source is kept");
    }

    let again = kinora(data.path(), &store.endpoint(), &["storage", "move", "--to", "s3", "--delete-source"]);
    assert!(again.status.success(), "{again:?}");
    assert!(last_line(&again).contains("12 were there already, 0 differ, 12 deleted"), "{again:?}");
    assert_eq!(fs::read_dir(data.path().join("media")).unwrap().count(), 0);

    let back =
        kinora(data.path(), &store.endpoint(), &["storage", "move", "--to", "local", "--delete-source"]);
    assert!(back.status.success(), "{back:?}");
    for (key, bytes) in &files {
        assert!(fs::read(data.path().join(key)).unwrap() == *bytes, "{key}");
    }
    assert_eq!(store.keys(), [""; 0]);
    assert_eq!(fs::read_dir(data.path().join("tmp")).unwrap().count(), 0);
}

#[test]
fn an_interrupted_move_goes_on_where_it_was() {
    let Some(store) = ObjectStore::start() else { return };
    let proxy = FaultProxy::before(store.port);
    let (data, files) = site();
    let arguments = ["storage", "move", "--to", "s3", "--delete-source"];
    proxy.set(Fault::DownAfter(25));
    let broken = kinora(data.path(), &proxy.endpoint(), &arguments);
    assert!(!broken.status.success(), "{broken:?}");
    let copied = store.keys().len();
    assert!((1..FILES).contains(&copied), "{copied}");
    assert!(files.iter().all(|(key, _)| data.path().join(key).exists()), "nothing is deleted before the end");

    // One that was cut off is not taken for whole.
    let (cut, bytes) = files.iter().find(|(key, _)| store.keys().contains(key)).unwrap();
    fs::write(store.path(cut), &bytes[..bytes.len() / 2]).unwrap();
    proxy.set(Fault::None);
    let resumed = kinora(data.path(), &proxy.endpoint(), &arguments);
    assert!(resumed.status.success(), "{resumed:?}");
    let expected = format!("{} were there already, 0 differ, 12 deleted", copied - 1);
    assert!(last_line(&resumed).contains(&expected), "{resumed:?}");
    for (key, bytes) in &files {
        assert!(fs::read(store.path(key)).unwrap() == *bytes, "{key}");
    }
}

#[test]
fn other_bytes_of_the_same_size_are_found_and_replaced() {
    let Some(store) = ObjectStore::start() else { return };
    let (data, files) = site();
    assert!(kinora(data.path(), &store.endpoint(), &["storage", "move", "--to", "s3"]).status.success());
    let (key, bytes) = &files[5];
    let mut changed = bytes.clone();
    changed[100] ^= 1;
    fs::write(store.path(key), changed).unwrap();
    let again = kinora(data.path(), &store.endpoint(), &["storage", "move", "--to", "s3"]);
    assert!(last_line(&again).starts_with("1 files copied"), "{again:?}");
    assert!(fs::read(store.path(key)).unwrap() == *bytes);
}

#[test]
fn check_tries_the_bucket_and_the_configuration_hides_its_keys() {
    let Some(store) = ObjectStore::start() else { return };
    let data = tempfile::tempdir().unwrap();
    let command = |arguments: &[&str], secret: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kinora"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KINORA_")) {
            command.env_remove(name);
        }
        let endpoint = store.endpoint();
        command.envs(ObjectStore::variables(&endpoint)).env("KINORA_STORAGE_SECRET_KEY", secret);
        command.env("KINORA_DATA_DIR", data.path()).env("KINORA_LISTEN", "127.0.0.1:0");
        let output = command.args(arguments).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let secret = crate::support::object_store::SECRET_KEY;
    let checked = command(&["check"], secret);
    assert!(checked.contains("ok       published files in the bucket films"), "{checked}");
    assert_eq!(store.keys(), [""; 0], "the probe is gone");
    let checked = command(&["check"], "another secret");
    assert!(checked.contains("MISSING  the bucket films"), "{checked}");
    let printed = command(&["config", "print"], secret);
    assert!(printed.contains("secret_key = \"***\"") && printed.contains("bucket = \"films\""), "{printed}");
    assert!(!printed.contains(secret) && !printed.contains(crate::support::object_store::ACCESS_KEY));
}
