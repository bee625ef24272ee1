//! A real object store on a free port, with a folder of its own: `s3s-fs`, which `bin/test` builds and names in `KINORA_TEST_S3S_FS`.

use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

pub const BUCKET: &str = "films";
pub const ACCESS_KEY: &str = "KINORATESTKEY";
pub const SECRET_KEY: &str = "a secret of the tests alone";

pub struct ObjectStore {
    child: Child,
    pub port: u16,
    folder: TempDir,
}

impl ObjectStore {
    /// None, with a word about it, where the program is not there.
    pub fn start() -> Option<Self> {
        let Ok(program) = std::env::var("KINORA_TEST_S3S_FS") else {
            eprintln!("skipped: KINORA_TEST_S3S_FS names no object store (bin/test builds one)");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(BUCKET)).unwrap();
        // A port that was free a moment ago may be another's now.
        for _ in 0..10 {
            let port = free_port();
            let mut child = Command::new(&program)
                .args(["--host", "127.0.0.1", "--port", &port.to_string()])
                .args(["--domain", &format!("store.localhost:{port}")])
                .args(["--access-key", ACCESS_KEY, "--secret-key", SECRET_KEY])
                .arg(folder.path())
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            if answers(&mut child, port) {
                return Some(Self { child, port, folder });
            }
        }
        panic!("no object store could be started");
    }

    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The environment of a site that keeps its files here, reached at this endpoint.
    pub fn variables(endpoint: &str) -> Vec<(&str, &str)> {
        vec![
            ("KINORA_STORAGE_KIND", "s3"),
            ("KINORA_STORAGE_BUCKET", BUCKET),
            ("KINORA_STORAGE_ENDPOINT", endpoint),
            ("KINORA_STORAGE_ACCESS_KEY", ACCESS_KEY),
            ("KINORA_STORAGE_SECRET_KEY", SECRET_KEY),
        ]
    }

    /// Where an object's bytes are, for tests that damage them.
    pub fn path(&self, key: &str) -> PathBuf {
        self.folder.path().join(BUCKET).join(key)
    }

    /// The keys of all objects.
    pub fn keys(&self) -> Vec<String> {
        let mut keys = Vec::new();
        collect(&self.path(""), "", &mut keys);
        keys.sort();
        keys
    }
}

impl Drop for ObjectStore {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn answers(child: &mut Child, port: u16) -> bool {
    let until = Instant::now() + Duration::from_secs(30);
    while Instant::now() < until {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let _ = child.kill();
    let _ = child.wait();
    false
}

/// What the store keeps for itself begins with a dot.
fn collect(folder: &std::path::Path, prefix: &str, keys: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if name.starts_with('.') {
            continue;
        }
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{prefix}{name}/"), keys);
        } else {
            keys.push(format!("{prefix}{name}"));
        }
    }
}
