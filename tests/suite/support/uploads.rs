//! Uploading as a browser does, with clips made on the spot.

use std::process::Command;
use std::sync::OnceLock;

use kinora::db::ids::Uuid;
use kinora::models::video::{Video, VideoRef};
use kinora::models::viewer::{SignedIn, Viewer};
use reqwest::multipart::{Form, Part};

use super::{Answer, TestApp, Visitor};

/// Two seconds that every browser plays; made once.
pub fn clip() -> Vec<u8> {
    static CLIP: OnceLock<Vec<u8>> = OnceLock::new();
    CLIP.get_or_init(|| made("testsrc2=size=320x180:rate=25:duration=2")).clone()
}

/// A clip with this picture and a tone.
fn made(picture: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("clip.mp4");
    let arguments = format!(
        "-hide_banner -loglevel error -nostdin -y -f lavfi -i {picture} \
         -f lavfi -i sine=frequency=440:sample_rate=48000:duration=2 -c:v libx264 -preset ultrafast \
         -pix_fmt yuv420p -c:a aac -movflags +faststart -f mp4"
    );
    let made = Command::new("ffmpeg").args(arguments.split_whitespace()).arg(&path).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    std::fs::read(path).unwrap()
}

/// A blue square.
pub fn picture() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("picture.png");
    let made = Command::new("ffmpeg")
        .args("-hide_banner -loglevel error -f lavfi -i color=blue:size=600x600 -frames:v 1".split(' '))
        .arg(&path)
        .status()
        .unwrap();
    assert!(made.success());
    std::fs::read(path).unwrap()
}

/// Two seconds that are large enough to be offered in two qualities, 360p and 240p; made once.
pub fn large_clip() -> Vec<u8> {
    static CLIP: OnceLock<Vec<u8>> = OnceLock::new();
    CLIP.get_or_init(|| made("testsrc2=size=640x360:rate=25:duration=2")).clone()
}

/// Six seconds in an old codec, so that preparing them takes a moment; made once.
pub fn laborious_clip() -> Vec<u8> {
    static CLIP: OnceLock<Vec<u8>> = OnceLock::new();
    CLIP.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("laborious.avi");
        let arguments = "-hide_banner -loglevel error -nostdin -y -f lavfi \
                         -i testsrc2=size=1280x720:rate=30:duration=6 -f lavfi \
                         -i sine=frequency=440:sample_rate=48000:duration=6 -c:v mpeg4 -q:v 3 -c:a mp3";
        let made = Command::new("ffmpeg").args(arguments.split_whitespace()).arg(&path).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        std::fs::read(path).unwrap()
    })
    .clone()
}

/// The form of `/upload`, filled in the order of its fields.
pub fn form(title: &str, privacy: &str, file: Vec<u8>) -> Form {
    named_form(title, privacy, "clip.mp4", file)
}

pub fn named_form(title: &str, privacy: &str, file_name: &str, file: Vec<u8>) -> Form {
    Form::new()
        .text("title", title.to_owned())
        .text("description", "At 0:01 it turns *blue*.")
        .text("tags", "Colours, test")
        .text("privacy", privacy.to_owned())
        .part("file", Part::bytes(file).file_name(file_name.to_owned()))
}

impl TestApp {
    /// Uploads a clip and performs all that follows.
    pub async fn uploaded(&self, visitor: &Visitor, title: &str, privacy: &str) -> Video {
        let answer = visitor.post_multipart("/upload", form(title, privacy, clip())).await;
        let uuid = upload_of(&answer);
        self.run_tasks().await;
        self.video_row(uuid).await
    }

    /// The same with a clip in two qualities, where the ladder is on.
    pub async fn uploaded_large(&self, visitor: &Visitor, title: &str, privacy: &str) -> Video {
        let answer = visitor.post_multipart("/upload", form(title, privacy, large_clip())).await;
        let uuid = upload_of(&answer);
        self.run_tasks().await;
        self.video_row(uuid).await
    }

    /// A video as it is in the database, whoever may see it.
    pub async fn video_row(&self, uuid: Uuid) -> Video {
        let everyone = Viewer::SignedIn(SignedIn {
            id: kinora::db::ids::UserId(0),
            handle: String::new(),
            display_name: String::new(),
            role: kinora::db::types::Role::Moderator,
            signed_in_at_ms: 0,
        });
        self.read(move |conn| Ok(Video::visible_to(conn, &everyone, VideoRef::Uuid(uuid))?)).await
    }

    /// Every file below these folders of the data folder, by its path.
    pub fn files_in(&self, folders: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        for folder in folders {
            collect(&self.data_dir().join(folder), &mut found);
        }
        found.sort();
        found
    }
}

/// The id in the address to which an accepted upload leads.
#[track_caller]
pub fn upload_of(answer: &Answer) -> Uuid {
    let location = answer.see_other();
    Uuid::parse(location.strip_prefix("/uploads/").unwrap()).unwrap()
}

fn collect(folder: &std::path::Path, found: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() { collect(&path, found) } else { found.push(path.display().to_string()) }
    }
}
