use std::fs;
use std::io::{ErrorKind, Read};
use std::path::PathBuf;

use crate::storage::{Storage, StorageKey, Workspace};

struct Site {
    data: tempfile::TempDir,
    storage: Storage,
    workspace: Workspace,
}

fn site() -> Site {
    let data = tempfile::tempdir().unwrap();
    let storage = Storage::open_local(data.path()).unwrap();
    let workspace = Workspace::open(data.path()).unwrap();
    Site { data, storage, workspace }
}

fn key(text: &str) -> StorageKey {
    StorageKey::parse(text).unwrap()
}

impl Site {
    /// A finished directory of a task, with two files.
    fn finished(&self, task: &str) -> PathBuf {
        let dir = self.workspace.fresh_task_dir(task).unwrap();
        fs::write(dir.join("web.mp4"), "0123456789").unwrap();
        fs::create_dir(dir.join("parts")).unwrap();
        fs::write(dir.join("parts").join("a.jpg"), "abc").unwrap();
        dir
    }
}

#[test]
fn a_directory_is_published_whole_and_read_by_key() {
    let site = site();
    let dir = site.finished("1");
    site.storage.publish_dir(&key("media/u1/v1"), &dir).unwrap();
    assert!(!dir.exists());
    let mut stored = site.storage.open(&key("media/u1/v1/web.mp4")).unwrap();
    let mut text = String::new();
    stored.file.read_to_string(&mut text).unwrap();
    assert_eq!((text.as_str(), stored.size), ("0123456789", 10));
    assert_eq!(site.storage.size_of_prefix(&key("media/u1")).unwrap(), 13);
    assert!(site.storage.exists(&key("media/u1/v1/parts/a.jpg")).unwrap());
}

#[test]
fn what_is_published_is_never_overwritten() {
    let site = site();
    site.storage.publish_dir(&key("media/u1/v1"), &site.finished("1")).unwrap();
    let again = site.finished("2");
    let error = site.storage.publish_dir(&key("media/u1/v1"), &again).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AlreadyExists);
    assert!(again.exists(), "the second run's work is not lost");
}

#[test]
fn a_link_in_the_directory_is_refused() {
    let site = site();
    let dir = site.finished("1");
    std::os::unix::fs::symlink("/etc/hostname", dir.join("link.mp4")).unwrap();
    let error = site.storage.publish_dir(&key("media/u1/v1"), &dir).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidData);
    assert!(!site.storage.exists(&key("media/u1/v1")).unwrap());
}

#[test]
fn a_file_replaces_the_one_before_it() {
    let site = site();
    site.storage.put_bytes(&key("models/1/weights.bin"), b"one").unwrap();
    site.storage.put_bytes(&key("models/1/weights.bin"), b"three").unwrap();
    assert_eq!(site.storage.open(&key("models/1/weights.bin")).unwrap().size, 5);
    assert!(site.workspace.task_dirs().unwrap().is_empty(), "no draft is left");
}

#[test]
fn deleting_is_complete_and_may_be_repeated() {
    let site = site();
    site.storage.publish_dir(&key("media/u1/v1"), &site.finished("1")).unwrap();
    site.storage.publish_dir(&key("media/u1/v2"), &site.finished("2")).unwrap();
    site.storage.delete_prefix(&key("media/u1/v1")).unwrap();
    site.storage.delete_prefix(&key("media/u1/v1")).unwrap();
    assert!(!site.storage.exists(&key("media/u1/v1")).unwrap());
    assert!(site.storage.exists(&key("media/u1/v2")).unwrap());
    site.storage.delete_prefix(&key("media/u1/v2/web.mp4")).unwrap();
    assert_eq!(site.storage.size_of_prefix(&key("media/u1/v2")).unwrap(), 3);
    assert!(site.workspace.task_dirs().unwrap().is_empty());
    assert!(site.storage.delete_prefix(&key("media")).is_err(), "a whole area stays");
}

#[test]
fn the_sweep_sees_directories_and_only_ours() {
    let site = site();
    site.storage.publish_dir(&key("media/u2/v1"), &site.finished("1")).unwrap();
    site.storage.publish_dir(&key("media/u1/v1"), &site.finished("2")).unwrap();
    fs::create_dir(site.data.path().join("media/lost+found")).unwrap();
    fs::write(site.data.path().join("media/README"), "x").unwrap();
    let seen: Vec<_> =
        site.storage.list_prefixes(&key("media")).unwrap().into_iter().map(|p| p.key).collect();
    assert_eq!(seen, [key("media/u1"), key("media/u2")]);
    assert_eq!(site.storage.list_prefixes(&key("media/none")).unwrap(), []);
}

#[test]
fn a_missing_file_and_a_directory_are_not_found() {
    let site = site();
    site.storage.publish_dir(&key("media/u1/v1"), &site.finished("1")).unwrap();
    for missing in ["media/u1/v1/none.mp4", "media/u1/v1", "media/u1/v1/web.mp4/x"] {
        assert_eq!(site.storage.open(&key(missing)).unwrap_err().kind(), ErrorKind::NotFound, "{missing}");
    }
    assert!(!site.storage.exists(&key("media/u1/v1/web.mp4/x")).unwrap());
    assert_eq!(site.storage.size_of_prefix(&key("media/none")).unwrap(), 0);
}

#[test]
fn the_disk_has_a_size() {
    let capacity = site().storage.capacity().unwrap();
    assert!(capacity.total >= capacity.free && capacity.total > 0);
}

#[test]
fn a_published_file_is_fetched_for_reading_and_stays() {
    let site = site();
    site.storage.publish_dir(&key("media/u1/v1"), &site.finished("1")).unwrap();
    let target = site.workspace.fresh_task_dir("2").unwrap().join("input");
    site.storage.fetch(&key("media/u1/v1/web.mp4"), &target).unwrap();
    assert_eq!(fs::read(&target).unwrap(), b"0123456789");
    site.workspace.remove_task_dir("2").unwrap();
    assert!(site.storage.exists(&key("media/u1/v1/web.mp4")).unwrap());
    let missing = site.storage.fetch(&key("media/u1/v1/none"), &site.data.path().join("tmp/x")).unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::NotFound);
}
