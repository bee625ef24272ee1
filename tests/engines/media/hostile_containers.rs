//! Containers that are well made and point elsewhere: each is first shown to be understood by a plain ffprobe, so that a refusal is
//! not one of a file that was only broken.

use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use kinora::media::MediaError;
use tempfile::TempDir;

use super::support::{H264, PICTURE, engine, folder, make, process, unconfined_engine, write};

/// A chunk of a RIFF file, padded to an even length.
fn chunk(name: &[u8; 4], contents: &[u8]) -> Vec<u8> {
    let length = u32::try_from(contents.len()).unwrap().to_le_bytes();
    let padding: &[u8] = if contents.len() % 2 == 1 { &[0] } else { &[] };
    [name.as_slice(), &length, contents, padding].concat()
}

fn list(name: &[u8; 4], chunks: &[Vec<u8>]) -> Vec<u8> {
    chunk(b"LIST", &[name.as_slice(), &chunks.concat()].concat())
}

fn little_endian(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// One second of a picture, and beside it a track of subtitles whose only packet holds this text.
fn avi_with_subtitles(picture: &[u8], text: &str) -> Vec<u8> {
    let (width, height, rate, frames) = (64, 64, 10, 10);
    let stream = |kind: &[u8; 4], handler: &[u8; 4], frames: u32| {
        let rest = little_endian(&[0, 0, 0, 1, rate, 0, frames, 0, 0, 0, 0, 0]);
        chunk(b"strh", &[kind.as_slice(), handler, &rest].concat())
    };
    let mjpg = u32::from_le_bytes(*b"MJPG");
    let format = little_endian(&[40, width, height, 1 | (24 << 16), mjpg, width * height * 3, 0, 0, 0, 0]);
    let header = list(
        b"hdrl",
        &[
            chunk(b"avih", &little_endian(&[100_000, 0, 0, 0, frames, 0, 2, 0, width, height, 0, 0, 0, 0])),
            list(b"strl", &[stream(b"vids", b"MJPG", frames), chunk(b"strf", &format)]),
            list(b"strl", &[stream(b"txts", b"\0\0\0\0", 1), chunk(b"strf", b"")]),
        ],
    );
    let size = u32::try_from(text.len()).unwrap().to_le_bytes();
    let packet = [
        b"GAB2\0\x02\0".as_slice(),
        &2_u32.to_le_bytes(),
        b"\0\0",
        &4_u16.to_le_bytes(),
        &size,
        text.as_bytes(),
    ]
    .concat();
    let mut data = vec![chunk(b"01tx", &packet)];
    data.extend((0..frames).map(|_| chunk(b"00dc", picture)));
    let body = [b"AVI ".to_vec(), header, list(b"movi", &data)].concat();
    chunk(b"RIFF", &body)
}

/// The same film with the media of its tracks said to be in another file, as QuickTime writes it: an alias in the `dref` box.
fn mov_with_its_media_elsewhere(film: &[u8], elsewhere: &str) -> Vec<u8> {
    let even = elsewhere.len() + elsewhere.len() % 2;
    let mut path = elsewhere.as_bytes().to_vec();
    path.resize(even, 0);
    let length = u16::try_from(even).unwrap().to_be_bytes();
    let mut alias = vec![0; 10 + 28 + 12 + 64 + 16 + 4 + 16];
    alias.extend([b"\0\x02".as_slice(), &length, &path, b"\xff\xff\0\0"].concat());
    alias.resize(alias.len().max(160), 0);
    let entry_size = u32::try_from(12 + alias.len()).unwrap();
    let entry = [entry_size.to_be_bytes().as_slice(), b"alis\0\0\0\0", &alias].concat();

    let own = b"\0\0\0\x0curl \0\0\0\x01";
    let at = film.windows(own.len()).position(|window| window == own).unwrap();
    let grown = u32::try_from(entry.len() - own.len()).unwrap();
    let mut made = [&film[..at], &entry, &film[at + own.len()..]].concat();
    // Every box around it is longer by as much; the media come before, so that no offset changes.
    for name in [b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref"] {
        let start = made[..at].windows(4).rposition(|window| window == name).unwrap() - 4;
        let size = u32::from_be_bytes(made[start..start + 4].try_into().unwrap()) + grown;
        made[start..start + 4].copy_from_slice(&size.to_be_bytes());
    }
    made
}

/// What a plain ffprobe, held back by nothing, says of a file.
fn plain_ffprobe(arguments: &[&str], file: &Path) -> String {
    let said = Command::new("ffprobe").args(arguments).arg(file).output().unwrap();
    String::from_utf8_lossy(&[said.stdout, said.stderr].concat()).into_owned()
}

fn picture(folder: &TempDir) -> Vec<u8> {
    std::fs::read(make(folder, "picture.jpg", "-f lavfi -i testsrc=size=64x64 -frames:v 1 -pix_fmt yuvj420p"))
        .unwrap()
}

#[test]
fn up_02_a_playlist_as_subtitles_of_an_avi_reaches_nothing() {
    let folder = folder();
    let canary = TcpListener::bind("127.0.0.1:0").unwrap();
    canary.set_nonblocking(true).unwrap();
    let web = format!("http://{}/segment.ts", canary.local_addr().unwrap());
    for target in [web.as_str(), "file:///etc/passwd"] {
        let playlist = format!("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:4,\n{target}\n#EXT-X-ENDLIST\n");
        let input = write(&folder, "upload", avi_with_subtitles(&picture(&folder), &playlist));
        let streams = plain_ffprobe(&["-v", "error", "-show_entries", "stream=codec_type"], &input);
        assert!(streams.contains("codec_type=video") && streams.contains("codec_type=subtitle"), "{streams}");
        for engine in [engine(), unconfined_engine()] {
            match process(&engine, &input) {
                // The picture may be shown; of the text nothing may be left.
                Ok(processed) => {
                    let kept = plain_ffprobe(
                        &["-v", "error", "-show_entries", "stream=codec_type"],
                        &processed.path(),
                    );
                    assert!(!kept.contains("codec_type=subtitle"), "{kept}");
                }
                Err(MediaError::Refused(_)) => {}
                Err(other) => panic!("neither prepared nor refused: {other}"),
            }
        }
    }
    assert!(canary.accept().is_err(), "nobody asked the canary");
}

#[test]
fn up_02_a_film_whose_media_are_in_another_file_does_not_show_that_file() {
    let folder = folder();
    let film = make(&folder, "secret.mov", &format!("{PICTURE} {H264} -f mov"));
    let elsewhere = film.display().to_string();
    let bytes = mov_with_its_media_elsewhere(&std::fs::read(&film).unwrap(), &elsewhere);
    let input = write(&folder, "upload", bytes);
    let warned = plain_ffprobe(&["-v", "warning"], &input);
    assert!(warned.contains("external"), "the reference is understood: {warned}");
    for engine in [engine(), unconfined_engine()] {
        let outcome = process(&engine, &input);
        assert!(outcome.is_err(), "{:?}", outcome.map(|processed| processed.web));
    }
}
