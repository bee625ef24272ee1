//! Media sent by a real nginx with the sample configuration, and attacks on it.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use kinora::paths;
use reqwest::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{PASSWORD, TestApp, Visitor};

const SAMPLE: &str = include_str!("../../../config/nginx.conf");

struct Nginx {
    process: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl Nginx {
    /// None where there is no nginx.
    async fn start(app_port: u16, port: u16, media: &Path) -> Option<Self> {
        let program = ["/usr/sbin/nginx", "/usr/bin/nginx"].into_iter().find(|path| Path::new(path).exists());
        let Some(program) = program else {
            eprintln!("skipped: there is no nginx here");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let site = SAMPLE
            .lines()
            .filter(|line| !line.trim_start().starts_with("ssl_"))
            .collect::<Vec<_>>()
            .join("\n")
            .replace("listen 443 ssl http2", &format!("listen 127.0.0.1:{port}"))
            .replace("127.0.0.1:8080", &format!("127.0.0.1:{app_port}"))
            .replace("/var/lib/kinora/data/media/", &format!("{}/", media.display()));
        let own = folder.path().display().to_string();
        // Started by root it would read as somebody who may not look into the test's folder.
        let user = if is_root() { "user root;\n" } else { "" };
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|name| format!("{name}_temp_path {own}/{name};\n"))
            .concat();
        let whole = format!(
            "{user}daemon off;\npid {own}/pid;\nerror_log {own}/errors;\nworker_processes 1;\n\
             events {{ worker_connections 64; }}\nhttp {{\naccess_log off;\n{temporary}{site}\n}}\n"
        );
        let path = folder.path().join("nginx.conf");
        std::fs::write(&path, whole).unwrap();
        let process = Command::new(program)
            .args(["-e", &format!("{own}/errors"), "-p", &own, "-c"])
            .arg(&path)
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let nginx = Self { process, port, _folder: folder };
        for _ in 0..600 {
            if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return Some(nginx);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!(
            "nginx did not start: {}",
            std::fs::read_to_string(format!("{own}/errors")).unwrap_or_default()
        );
    }

    /// A request written by hand, for a client library would tidy its path.
    async fn raw(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", self.port);
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Its worker ends with it; a kill would leave that behind.
        let stopped = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status();
        assert!(stopped.is_ok());
        self.process.wait().unwrap();
    }
}

fn is_root() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    status.lines().any(|line| line.starts_with("Uid:\t0\t"))
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[actix_web::test]
async fn o_01_ac_04_up_09_nginx_sends_only_what_kinora_lets_it() {
    let port = free_port();
    let origin = format!("http://127.0.0.1:{port}");
    let app = TestApp::start_with(&[
        ("KINORA_MEDIA_SENDFILE", "accel"),
        ("KINORA_PUBLIC_URL", &origin),
        ("KINORA_TRUSTED_PROXIES", "127.0.0.1"),
    ])
    .await;
    let media = app.data_dir().join("media");
    let Some(nginx) = Nginx::start(app.address.port(), port, &media).await else { return };
    // Through the proxy from the first page on: under its own address the site answers nobody any more.
    let (visitor, ann) = (Visitor::new(origin.clone()), Visitor::new(origin));
    app.user("ann").await;
    ann.post("/sign-in", &[("username", "ann"), ("password", PASSWORD)]).await.see_other();
    let public = app.uploaded(&ann, "Open", "public").await;
    let private = app.uploaded(&ann, "Mine", "private").await;

    let open = visitor.get(&paths::videos::watch(&public.uuid)).await.ok().attribute("video source", "src");
    let version = public.media_version.clone().unwrap();
    let name = format!("{}-web.mp4", public.uuid);
    let stored = std::fs::read(media.join(public.uuid.as_str()).join(&version).join(&name)).unwrap();
    let whole = visitor.get(&open).await;
    assert_eq!((whole.status.as_u16(), &whole.bytes), (200, &stored));
    for (header, value) in [
        ("content-type", "video/mp4"),
        ("cache-control", "public, max-age=31536000, immutable"),
        ("access-control-allow-origin", "*"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("x-content-type-options", "nosniff"),
        ("accept-ranges", "bytes"),
        ("x-accel-redirect", ""),
    ] {
        assert_eq!(whole.header(header), value, "{header}");
    }
    assert!(whole.header("content-security-policy").contains("sandbox"));
    let part = visitor.send(visitor.request(Method::GET, &open).header("range", "bytes=10-19")).await;
    assert_eq!((part.status.as_u16(), part.bytes.as_slice()), (206, &stored[10..20]));
    let known = visitor.request(Method::GET, &open).header("if-none-match", whole.header("etag"));
    assert_eq!(visitor.send(known).await.status, 304);

    // A private one, by the address that its page gives and by no other.
    let signed = ann.get(&paths::videos::watch(&private.uuid)).await.ok().attribute("video source", "src");
    let answer = visitor.get(&signed).await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, "private, max-age=3600"));
    assert_eq!(answer.header("access-control-allow-origin"), "");
    assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
    let file = signed[3..].split_once('/').unwrap().1;
    let inside = format!("/kinora-media/{file}");
    for path in [
        format!("/m/{file}"),
        inside.clone(),
        format!("/{inside}"),
        inside.replace("/kinora-media/", "/x/../kinora-media/"),
        inside.replace("/kinora-media/", "/%6binora-media/"),
        inside.replace("/kinora-media/", "/x/%2e%2e/kinora-media/"),
        inside.replace("/kinora-media/", "/x/..%2fkinora-media/"),
        inside.replace("/kinora-media/", "/kinora-media%2f"),
        inside.replace("/kinora-media/", "/kinora-media/../kinora-media/"),
        format!("{open}/../../../{file}"),
        "/kinora-media/../kinora.db".to_owned(),
        "/kinora-media..%2fkinora.db".to_owned(),
        "/kinora-media../kinora.db".to_owned(),
        format!("/m/{}/{version}/..%2f..%2f..%2fkinora.db", public.uuid),
        format!("/m/{}/{version}/%252e%252e%252fkinora.db", public.uuid),
        format!("/m/{}/{version}/;{name}", public.uuid),
        format!("/m/{}/{version}/{name}%00", public.uuid),
        format!("/m//{}/{version}/{name}", public.uuid),
    ] {
        let answer = nginx.raw(&path).await;
        assert!(answer.starts_with("HTTP/1.1 404") || answer.starts_with("HTTP/1.1 400"), "{path}: {answer}");
        assert!(!answer.contains("SQLite") && !answer.contains("ftyp"), "{path}");
    }
    app.advance_seconds(13 * 3600);
    visitor.get(&signed).await.not_found();
}
