//! Uploaded pictures come back as plain JPEG files of ours, or not at all.

use std::path::{Path, PathBuf};
use std::process::Command;

use kinora::media::{MediaError, Refused, reencode_image};

use super::support::{colour, engine, folder, make, write};

/// Width and height, read by plain ffprobe.
pub fn size(path: &Path) -> (u64, u64) {
    let shown = Command::new("ffprobe")
        .args(["-v", "error", "-show_entries", "stream=width,height", "-of", "csv=p=0"])
        .arg(path)
        .output()
        .unwrap();
    let text = String::from_utf8(shown.stdout).unwrap();
    let (width, height) =
        text.trim().split_once(',').unwrap_or_else(|| panic!("no picture: {}", path.display()));
    (width.parse().unwrap(), height.parse().unwrap())
}

fn reencoded(input: &Path) -> Result<PathBuf, MediaError> {
    let output = input.with_extension("out.jpg");
    reencode_image(&engine(), input, &output, 200, 200).map(|()| output)
}

#[test]
fn the_three_accepted_kinds_are_scaled_down_into_jpeg() {
    let folder = folder();
    for (name, codec) in [("a.png", "png"), ("a.jpg", "mjpeg"), ("a.webp", "libwebp")] {
        let input =
            make(&folder, name, &format!("-f lavfi -i testsrc=size=400x300 -frames:v 1 -c:v {codec}"));
        let output = reencoded(&input).unwrap();
        assert_eq!(size(&output), (200, 150), "{name}");
        assert!(std::fs::read(&output).unwrap().starts_with(&[0xff, 0xd8, 0xff]));
    }
}

#[test]
fn a_small_picture_is_not_enlarged() {
    let folder = folder();
    let input = make(&folder, "a.png", "-f lavfi -i testsrc=size=60x40 -frames:v 1");
    assert_eq!(size(&reencoded(&input).unwrap()), (60, 40));
}

#[test]
fn transparency_becomes_white() {
    let folder = folder();
    let input = make(&folder, "a.png", "-f lavfi -i color=c=black@0:size=64x64,format=rgba -frames:v 1");
    let [red, green, blue] = colour(&reencoded(&input).unwrap(), [0.0, 0.0, 1.0, 1.0]);
    assert!(red > 250 && green > 250 && blue > 250, "{red} {green} {blue}");
}

#[test]
fn up_13_camera_data_is_gone_and_the_picture_stands_upright() {
    let folder = folder();
    // Red left, blue right, and a note that it must be turned by 90 degrees clockwise: then red is at the top.
    let graph =
        "-f lavfi -i color=c=red:size=80x60 -f lavfi -i color=c=blue:size=80x60 -filter_complex hstack";
    let plain = std::fs::read(make(&folder, "plain.jpg", &format!("{graph} -frames:v 1 -q:v 2"))).unwrap();
    let input = write(&folder, "camera.jpg", with_exif(&plain, 6, b"GPS 52.5200 13.4050"));

    let output = reencoded(&input).unwrap();

    let bytes = std::fs::read(&output).unwrap();
    assert!(!bytes.windows(4).any(|window| window == b"Exif" || window == b"52.5"));
    assert_eq!(size(&output), (60, 160));
    let ([top, _, _], [bottom, _, _]) =
        (colour(&output, [0.2, 0.0, 0.6, 0.3]), colour(&output, [0.2, 0.7, 0.6, 0.3]));
    assert!(top > 200 && bottom < 60, "red above {top}, red below {bottom}");
}

#[test]
fn up_04_everything_else_is_refused() {
    let folder = folder();
    let gif = make(&folder, "a.gif", "-f lavfi -i testsrc=size=40x30 -frames:v 1");
    let svg =
        write(&folder, "a.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>");
    let text = write(&folder, "a.png", "no picture");
    let nothing = write(&folder, "b.png", "");
    for input in [gif, svg, text, nothing] {
        assert!(
            matches!(reencoded(&input), Err(MediaError::Refused(Refused::NotAPicture))),
            "{}",
            input.display()
        );
    }
}

#[test]
fn up_05_a_picture_of_900_megapixels_is_refused_unseen() {
    let folder = folder();
    let input = write(&folder, "bomb.png", png_claiming(30_000, 30_000));
    let error = reencoded(&input).unwrap_err();
    assert!(matches!(error, MediaError::Refused(Refused::UnreadablePicture { .. })), "{error}");
    assert!(!input.with_extension("out.jpg").exists());
}

#[test]
fn up_05_a_webp_of_268_megapixels_is_refused_unseen() {
    let folder = folder();
    // 14 bits for each side less one, then what would be the picture.
    let sides = u32::from(u16::MAX >> 2) | (u32::from(u16::MAX >> 2) << 14);
    let picture = [b"\x2f".as_slice(), &sides.to_le_bytes(), &[0; 7]].concat();
    let chunk = [b"VP8L".as_slice(), &u32::try_from(picture.len()).unwrap().to_le_bytes(), &picture].concat();
    let size = u32::try_from(chunk.len() + 4).unwrap().to_le_bytes();
    let webp = [b"RIFF".as_slice(), &size, b"WEBP", &chunk].concat();
    let error = reencoded(&write(&folder, "bomb.webp", webp)).unwrap_err();
    assert!(matches!(error, MediaError::Refused(Refused::UnreadablePicture { .. })), "{error}");
}

#[test]
fn up_03_what_hides_in_a_picture_is_not_in_ours() {
    let folder = folder();
    let draw = |name: &str| make(&folder, name, "-f lavfi -i testsrc=size=80x60 -frames:v 1");
    let png =
        [std::fs::read(draw("a.png")).unwrap(), b"<script>alert('polyglot')</script>".to_vec()].concat();
    let jpeg = std::fs::read(draw("a.jpg")).unwrap();
    let phar = b"<?php polyglot(); __HALT_COMPILER(); ?>";
    // A comment right after the start, as such archives have it.
    let length = u16::try_from(phar.len() + 2).unwrap().to_be_bytes();
    let phar = [&jpeg[..2], b"\xff\xfe", &length, phar, &jpeg[2..]].concat();
    for (name, bytes) in [("script.png", png), ("archive.jpg", phar)] {
        let output = std::fs::read(reencoded(&write(&folder, name, bytes)).unwrap()).unwrap();
        assert!(output.starts_with(&[0xff, 0xd8, 0xff]));
        assert!(!output.windows(8).any(|window| window == b"polyglot"), "{name}");
    }
    let page = write(&folder, "page.png", "<html><script>alert(1)</script></html>");
    assert!(matches!(reencoded(&page), Err(MediaError::Refused(Refused::NotAPicture))));
}

#[test]
fn a_picture_file_over_the_limit_is_refused() {
    let folder = folder();
    let mut engine = engine();
    engine.limits.max_image_bytes = 1000;
    let input = make(&folder, "a.png", "-f lavfi -i testsrc=size=400x300 -frames:v 1");
    let refused = reencode_image(&engine, &input, &folder.path().join("out.jpg"), 100, 100);
    assert!(matches!(refused, Err(MediaError::Refused(Refused::PictureFileTooLarge { .. }))));
}

#[test]
fn a_damaged_picture_is_refused_and_leaves_nothing() {
    let folder = folder();
    let input = write(&folder, "a.webp", b"RIFF\x10\0\0\0WEBPVP8 nonsense");
    assert!(matches!(reencoded(&input), Err(MediaError::Refused(Refused::UnreadablePicture { .. }))));
    assert!(!input.with_extension("out.jpg").exists());
}

/// Puts an EXIF block with an orientation and a note right after the start of a JPEG file.
fn with_exif(jpeg: &[u8], orientation: u8, note: &[u8]) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif.extend(note);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

/// A PNG whose header is in order and whose picture is enormous.
fn png_claiming(width: u32, height: u32) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes()[..], &[1, 0, 0, 0, 0]].concat();
    let chunk = |name: &[u8], body: &[u8]| {
        let named = [name, body].concat();
        let length = u32::try_from(body.len()).unwrap().to_be_bytes();
        [&length[..], &named, &crc(&named).to_be_bytes()[..]].concat()
    };
    let empty_zlib = [0x78, 0x9c, 0x03, 0, 0, 0, 0, 1];
    let signature = b"\x89PNG\r\n\x1a\n".to_vec();
    [signature, chunk(b"IHDR", &header), chunk(b"IDAT", &empty_zlib), chunk(b"IEND", &[])].concat()
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, &byte| {
        (0..8).fold(
            sum ^ u32::from(byte),
            |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 },
        )
    })
}
