//! The folders where files are made before they are published: `incoming/{upload}` and `tmp/{task}/`.
//!
//! Always on the local disk, whatever the storage is: ffmpeg works on paths. With local storage they share its file system, so that
//! publishing is a rename. Names are ids that we make, never a visitor's words.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::key::is_segment;

const PICTURE: &str = "-picture";

#[derive(Debug, Clone)]
pub struct Workspace {
    incoming: PathBuf,
    tmp: PathBuf,
}

impl Workspace {
    pub fn open(data_dir: &Path) -> io::Result<Self> {
        let data_dir = std::path::absolute(data_dir)?;
        let workspace = Self { incoming: data_dir.join("incoming"), tmp: data_dir.join("tmp") };
        fs::create_dir_all(&workspace.incoming)?;
        fs::create_dir_all(&workspace.tmp)?;
        Ok(workspace)
    }

    /// Where an upload's bytes are, or will be.
    pub fn incoming(&self, upload: &str) -> io::Result<PathBuf> {
        Ok(self.incoming.join(named(upload)?))
    }

    /// The name under which the picture that came with an upload lies beside it.
    pub fn picture_of(upload: &str) -> String {
        format!("{upload}{PICTURE}")
    }

    /// The upload to which something in the incoming folder belongs.
    pub fn upload_of(name: &str) -> &str {
        name.strip_suffix(PICTURE).unwrap_or(name)
    }

    /// An empty folder for one run of a task; what an earlier run left in it is gone.
    pub fn fresh_task_dir(&self, task: &str) -> io::Result<PathBuf> {
        let dir = self.task_dir(task)?;
        remove_if_there(&dir)?;
        fs::create_dir(&dir)?;
        Ok(dir)
    }

    /// Removes the folders that earlier attempts at a task left: those named after it, with a suffix.
    pub fn remove_task_dirs_of(&self, task: &str) -> io::Result<()> {
        for (name, _) in self.task_dirs()? {
            if name.split_once('-').is_some_and(|(first, _)| first == task) {
                self.remove_task_dir(&name)?;
            }
        }
        Ok(())
    }

    pub fn remove_task_dir(&self, task: &str) -> io::Result<()> {
        remove_if_there(&self.task_dir(task)?)
    }

    /// Removes an upload's file. That there was none is as good.
    pub fn remove_incoming(&self, upload: &str) -> io::Result<()> {
        match fs::remove_file(self.incoming(upload)?) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The uploads that have bytes here, with the moment of their last one, for the sweep of abandoned ones.
    pub fn incoming_uploads(&self) -> io::Result<Vec<(String, SystemTime)>> {
        entries(&self.incoming)
    }

    /// The same for tasks' folders.
    pub fn task_dirs(&self) -> io::Result<Vec<(String, SystemTime)>> {
        entries(&self.tmp)
    }

    fn task_dir(&self, task: &str) -> io::Result<PathBuf> {
        Ok(self.tmp.join(named(task)?))
    }
}

fn named(name: &str) -> io::Result<&str> {
    if is_segment(name) {
        return Ok(name);
    }
    Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{name:?} is not a name of ours")))
}

fn entries(dir: &Path) -> io::Result<Vec<(String, SystemTime)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        match entry.metadata() {
            Ok(metadata) => found.push((name, metadata.modified()?)),
            // It was removed while we looked.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::Workspace;

    #[test]
    fn a_task_begins_in_an_empty_folder() {
        let data = tempfile::tempdir().unwrap();
        let workspace = Workspace::open(data.path()).unwrap();
        let dir = workspace.fresh_task_dir("7").unwrap();
        std::fs::write(dir.join("left"), "x").unwrap();
        assert_eq!(workspace.task_dirs().unwrap()[0].0, "7");
        let dir = workspace.fresh_task_dir("7").unwrap();
        assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 0);
        workspace.remove_task_dir("7").unwrap();
        workspace.remove_task_dir("7").unwrap();
        assert!(!dir.exists());
    }

    #[test]
    fn the_folders_of_earlier_attempts_are_removed_and_no_others() {
        let data = tempfile::tempdir().unwrap();
        let workspace = Workspace::open(data.path()).unwrap();
        for name in ["7-vA", "7-vB", "77-vA", "7", "deleted-7"] {
            workspace.fresh_task_dir(name).unwrap();
        }
        workspace.remove_task_dirs_of("7").unwrap();
        let mut left: Vec<String> =
            workspace.task_dirs().unwrap().into_iter().map(|(name, _)| name).collect();
        left.sort();
        assert_eq!(left, ["7", "77-vA", "deleted-7"]);
    }

    #[test]
    fn up_08_a_visitors_name_is_no_name_here() {
        let data = tempfile::tempdir().unwrap();
        let workspace = Workspace::open(data.path()).unwrap();
        for name in ["../../x", "..", "/etc/x", "-version.mp4", "a b", "x\0", ""] {
            assert!(workspace.incoming(name).is_err(), "{name:?}");
        }
        let upload = workspace.incoming("0b1c").unwrap();
        assert!(upload.is_absolute());
        workspace.remove_incoming("0b1c").unwrap();
    }
}
