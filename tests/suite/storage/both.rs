//! What every storage does, asked of each: the data folder, a bucket, a bucket that is shared under a prefix.

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use kinora::config::{Config, StorageKind};
use kinora::storage::{Storage, StorageKey, StoredObject, Workspace};

use crate::support::object_store::ObjectStore;

fn key(text: &str) -> StorageKey {
    StorageKey::parse(text).unwrap()
}

fn config(variables: &[(&str, &str)]) -> Config {
    let environment = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::from_sources(None, environment.collect()).unwrap()
}

fn bucket(data: &Path, variables: &[(&str, &str)]) -> Storage {
    let stall = Duration::from_secs(20);
    Storage::connect(StorageKind::S3, data, &config(variables).storage, stall).unwrap()
}

/// A finished directory of a task, with two files.
fn finished(workspace: &Workspace, task: &str) -> PathBuf {
    let dir = workspace.fresh_task_dir(task).unwrap();
    fs::write(dir.join("x-web.mp4"), "0123456789").unwrap();
    fs::create_dir(dir.join("parts")).unwrap();
    fs::write(dir.join("parts").join("a.jpg"), "abc").unwrap();
    dir
}

#[test]
fn the_data_folder_does_what_a_storage_does() {
    let data = tempfile::tempdir().unwrap();
    does_what_a_storage_does(data.path(), &Storage::open_local(data.path()).unwrap());
}

#[test]
fn a_bucket_does_what_a_storage_does() {
    let Some(store) = ObjectStore::start() else { return };
    let data = tempfile::tempdir().unwrap();
    let endpoint = store.endpoint();
    does_what_a_storage_does(data.path(), &bucket(data.path(), &ObjectStore::variables(&endpoint)));
}

#[test]
fn a_bucket_that_holds_other_things_does_what_a_storage_does() {
    let Some(store) = ObjectStore::start() else { return };
    let data = tempfile::tempdir().unwrap();
    for other in ["media/other", "media/other/kinora/media/x", "kinora/notes"] {
        fs::create_dir_all(store.path(other)).unwrap();
        fs::write(store.path(other).join("file"), "not ours").unwrap();
    }
    let before = store.keys();
    let endpoint = store.endpoint();
    let mut variables = ObjectStore::variables(&endpoint);
    variables.push(("KINORA_STORAGE_PREFIX", "kinora/films"));
    does_what_a_storage_does(data.path(), &bucket(data.path(), &variables));
    assert_eq!(store.keys(), before, "what is not ours is left alone");
}

#[actix_web::test]
async fn a_bucket_is_found_before_the_host_too() {
    let Some(store) = ObjectStore::start() else { return };
    let data = tempfile::tempdir().unwrap();
    fs::create_dir_all(store.path("media/u1/v1")).unwrap();
    fs::write(store.path("media/u1/v1/x.jpg"), "abc").unwrap();
    let endpoint = format!("http://store.localhost:{}", store.port);
    let mut variables = ObjectStore::variables(&endpoint);
    variables.push(("KINORA_STORAGE_ADDRESSING", "virtual-host"));
    let Storage::S3(bucket) = bucket(data.path(), &variables) else { panic!() };
    let signed = bucket.signed_address(&key("media/u1/v1/x.jpg"), None).unwrap();
    assert!(signed.url.starts_with("http://films.store.localhost:"), "{}", signed.url);
    // Not every machine finds the names below localhost.
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]);
    let client =
        client.resolve("films.store.localhost", ([127, 0, 0, 1], store.port).into()).build().unwrap();
    let answer = client.get(signed.url).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.bytes().await.unwrap(), "abc");
}

fn does_what_a_storage_does(data: &Path, storage: &Storage) {
    let workspace = Workspace::open(data).unwrap();
    publishes_whole(&workspace, storage);
    reads(&workspace, storage);
    lists(storage);
    replaces_and_deletes(&workspace, storage);
    assert!(storage.list_objects(&key("media")).unwrap().is_empty());
    assert!(workspace.task_dirs().unwrap().is_empty(), "{:?}", workspace.task_dirs());
    let capacity = storage.capacity().unwrap();
    assert!(capacity.total >= capacity.free && capacity.total > 0);
}

fn publishes_whole(workspace: &Workspace, storage: &Storage) {
    let dir = finished(workspace, "1");
    storage.publish_dir(&key("media/u1/v1"), &dir).unwrap();
    assert!(!dir.exists(), "the source is gone");
    let again = finished(workspace, "2");
    let error = storage.publish_dir(&key("media/u1/v1"), &again).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AlreadyExists);
    assert!(again.exists(), "the second run's work is not lost");
    std::os::unix::fs::symlink("/etc/hostname", again.join("link.mp4")).unwrap();
    let error = storage.publish_dir(&key("media/u1/v2"), &again).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidData);
    assert!(!storage.exists(&key("media/u1/v2")).unwrap());
    workspace.remove_task_dir("2").unwrap();
}

fn reads(workspace: &Workspace, storage: &Storage) {
    let web = key("media/u1/v1/x-web.mp4");
    let mut opened = storage.open(&web).unwrap();
    let mut text = String::new();
    opened.file.read_to_string(&mut text).unwrap();
    assert_eq!((text.as_str(), opened.size), ("0123456789", 10));
    assert!(opened.modified.elapsed().unwrap_or_default() < Duration::from_secs(600));
    let mut streamed = storage.read(&web).unwrap();
    let mut bytes = Vec::new();
    streamed.bytes.read_to_end(&mut bytes).unwrap();
    assert_eq!((bytes.as_slice(), streamed.size), (&b"0123456789"[..], 10));
    let target = workspace.fresh_task_dir("3").unwrap().join("input");
    storage.fetch(&web, &target).unwrap();
    assert_eq!(fs::read(&target).unwrap(), b"0123456789");
    workspace.remove_task_dir("3").unwrap();
    assert!(storage.exists(&web).unwrap() && storage.exists(&key("media/u1/v1")).unwrap());
    for missing in ["media/u1/v1/none.mp4", "media/u9/v1/x-web.mp4"] {
        assert_eq!(storage.open(&key(missing)).unwrap_err().kind(), ErrorKind::NotFound, "{missing}");
        let fetched = storage.fetch(&key(missing), &workspace.incoming("0b1c").unwrap());
        assert!(fetched.is_err() && !workspace.incoming("0b1c").unwrap().exists(), "{missing}");
    }
    assert!(!storage.exists(&key("media/u1/v1/none.mp4")).unwrap());
}

fn lists(storage: &Storage) {
    storage.put_bytes(&key("media/u2/v3/b.jpg"), b"abcd").unwrap();
    let names = |prefixes: Vec<kinora::storage::StoredPrefix>| -> Vec<String> {
        prefixes.into_iter().map(|prefix| prefix.key.to_string()).collect()
    };
    assert_eq!(names(storage.list_prefixes(&key("media")).unwrap()), ["media/u1", "media/u2"]);
    assert_eq!(names(storage.list_prefixes(&key("media/none")).unwrap()), [""; 0]);
    let folders = storage.list_folders(&key("media")).unwrap();
    assert_eq!(folders.len(), 2);
    assert_eq!(names(folders[0].versions.clone()), ["media/u1/v1"]);
    let young = |moment: SystemTime| moment.elapsed().unwrap_or_default() < Duration::from_secs(600);
    assert!(folders.iter().all(|folder| young(folder.modified) && young(folder.versions[0].modified)));
    let objects: Vec<(String, u64)> = storage
        .list_objects(&key("media"))
        .unwrap()
        .into_iter()
        .map(|StoredObject { key, size }| (key.to_string(), size))
        .collect();
    let expected = [("media/u1/v1/parts/a.jpg", 3), ("media/u1/v1/x-web.mp4", 10), ("media/u2/v3/b.jpg", 4)];
    assert_eq!(objects, expected.map(|(key, size)| (key.to_owned(), size)));
    assert_eq!(storage.size_of_prefix(&key("media/u1")).unwrap(), 13);
    assert_eq!(storage.size_of_prefix(&key("media/u1/v1/x-web.mp4")).unwrap(), 10);
    assert_eq!(storage.size_of_prefix(&key("media/none")).unwrap(), 0);
}

fn replaces_and_deletes(workspace: &Workspace, storage: &Storage) {
    let weights = key("models/1/weights.bin");
    storage.put_bytes(&weights, b"one").unwrap();
    let draft = workspace.fresh_task_dir("4").unwrap().join("draft");
    fs::write(&draft, "three").unwrap();
    storage.put_file(&weights, &draft).unwrap();
    assert!(!draft.exists(), "the source is gone");
    workspace.remove_task_dir("4").unwrap();
    assert_eq!(storage.open(&weights).unwrap().size, 5);
    storage.delete_prefix(&key("models/1")).unwrap();

    storage.delete_prefix(&key("media/u2/v3/b.jpg")).unwrap();
    assert!(!storage.exists(&key("media/u2/v3/b.jpg")).unwrap());
    storage.delete_prefix(&key("media/u1/v1")).unwrap();
    storage.delete_prefix(&key("media/u1/v1")).unwrap();
    assert!(!storage.exists(&key("media/u1/v1")).unwrap());
    assert!(storage.delete_prefix(&key("media")).is_err(), "a whole area stays");
}

#[test]
fn a_large_file_goes_in_parts_and_comes_back_the_same() {
    let Some(store) = ObjectStore::start() else { return };
    let data = tempfile::tempdir().unwrap();
    let workspace = Workspace::open(data.path()).unwrap();
    let endpoint = store.endpoint();
    let storage = bucket(data.path(), &ObjectStore::variables(&endpoint));
    let bytes: Vec<u8> = (0..12_000_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let dir = workspace.fresh_task_dir("1").unwrap();
    fs::write(dir.join("x-web.mp4"), &bytes).unwrap();
    storage.publish_dir(&key("media/u1/v1"), &dir).unwrap();
    assert!(fs::read(store.path("media/u1/v1/x-web.mp4")).unwrap() == bytes);
    let mut back = Vec::new();
    storage.read(&key("media/u1/v1/x-web.mp4")).unwrap().bytes.read_to_end(&mut back).unwrap();
    assert!(back == bytes);
}
