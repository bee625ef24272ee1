//! The ladder: which qualities come of which file, and whether its playlists tell the truth about them.

use std::path::Path;
use std::process::Command;

use kinora::media::{Engine, Ladder, LadderWish, MediaError, Probe, Shape, build_ladder, probe};
use tempfile::TempDir;

use super::support::{H264, PICTURE, SOUND, clip, colour, engine, fake, folder, make, process, sample};

struct Made {
    ladder: Ladder,
    folder: TempDir,
}

impl Made {
    /// The sizes of the pictures in one codec.
    fn sizes(&self, codec: &str) -> Vec<(u64, u64)> {
        let all = self.ladder.renditions.iter().filter(|rendition| rendition.codec == codec);
        all.filter_map(|rendition| match rendition.shape {
            Shape::Picture { width, height, .. } => Some((width, height)),
            Shape::Sound { .. } => None,
        })
        .collect()
    }

    fn sounds(&self) -> Vec<Option<String>> {
        let all = self.ladder.renditions.iter();
        all.filter_map(|rendition| match &rendition.shape {
            Shape::Picture { .. } => None,
            Shape::Sound { language } => Some(language.clone()),
        })
        .collect()
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap()
    }
}

/// The ladder of a file that has its web file.
fn laddered(engine: &Engine, input: &Path, av1: bool) -> Made {
    let done = process(engine, input).unwrap();
    let (folder, web) = (folder(), &done.web.probe);
    let wish = LadderWish { input, probe: &done.probe, web, av1 };
    let ladder = build_ladder(engine, wish, folder.path(), "v", &mut |_| {}).unwrap();
    for name in &ladder.file_names {
        assert!(folder.path().join(name).is_file(), "{name}");
    }
    Made { ladder, folder }
}

/// When each key frame is shown, in milliseconds from the first.
fn key_frames(file: &Path) -> Vec<i64> {
    let shown = Command::new("ffprobe")
        .args("-v error -select_streams v -show_entries packet=pts_time,flags -of csv=p=0".split(' '))
        .arg(file)
        .output()
        .unwrap();
    let lines = String::from_utf8(shown.stdout).unwrap();
    let times: Vec<f64> = lines
        .lines()
        .filter_map(|line| line.split_once(','))
        .filter(|(_, flags)| flags.contains('K'))
        .map(|(time, _)| time.parse().unwrap())
        .collect();
    times.iter().map(|time| ((time - times[0]) * 1000.0).round() as i64).collect()
}

#[test]
fn each_sample_gets_the_qualities_below_its_own() {
    let small: &[(u64, u64)] = &[(640, 360), (426, 240)];
    for (name, sizes, sounds) in [
        ("h264-aac-faststart.mp4", small, 1),
        ("vp9-opus.webm", small, 1),
        ("hevc-main10.mp4", small, 1),
        ("mpeg4-part2.avi", small, 1),
        ("silent-no-audio-track.mp4", small, 0),
        ("fps5.mp4", small, 0),
        ("truncated-faststart.mp4", small, 1),
        ("rotated90.mov", &[(360, 640), (240, 426)], 1),
        ("mpeg2-interlaced-anamorphic.ts", &[(1024, 576), (854, 480), (640, 360), (426, 240)], 1),
        ("audio-with-cover.mp3", &[], 1),
        ("bigbuckbunny.mp4", &[(1280, 720), (854, 480), (640, 360), (426, 240)], 1),
    ] {
        let Some(path) = sample(name) else { return };
        let made = laddered(&engine(), &path, false);
        assert_eq!(made.sizes("h264"), sizes, "{name}");
        let heard = probe(&engine(), &path).unwrap().audio.len().min(1);
        assert_eq!(made.sounds().len(), heard, "{name}: {sounds}");
        for rendition in &made.ladder.renditions {
            let file = made.folder.path().join(&rendition.file_name);
            assert_eq!(file.metadata().unwrap().len(), rendition.bytes, "{name}");
            let Shape::Picture { width, height, .. } = rendition.shape else { continue };
            let side = width.min(height);
            assert_eq!(rendition.file_name, format!("v-{side}-fragmented.mp4"), "{name}");
            let frames = key_frames(&file);
            let grid: Vec<i64> = (0..).take(frames.len()).map(|number| number * 2000).collect();
            assert_eq!(frames, grid, "{name}: the key frames of all rungs fall together");
            assert!(frames.len() as u64 >= rendition.duration_ms / 2001, "{name}");
        }
    }
}

#[test]
fn hdr_odd_sizes_and_uneven_frames_come_out_even() {
    let folder = folder();
    let hdr = "-c:v libx265 -preset ultrafast -pix_fmt yuv420p10le -x265-params log-level=none -color_trc smpte2084";
    let uneven =
        "-f lavfi -i testsrc2=size=640x360:rate=50:duration=3 -vf select='lt(t,1)+not(mod(n,5))' -vsync vfr";
    for (name, arguments, sizes) in [
        ("hdr.mp4", format!("{PICTURE} {hdr}"), vec![(320, 180)]),
        (
            "odd.avi",
            "-f lavfi -i testsrc=size=853x477:rate=10:duration=1 -c:v ffv1".to_owned(),
            vec![(852, 476), (644, 360), (430, 240)],
        ),
        ("uneven.mkv", format!("{uneven} -c:v mpeg4"), vec![(640, 360), (426, 240)]),
        ("tiny.avi", "-f lavfi -i testsrc=size=3x3:rate=10:duration=1 -c:v ffv1".to_owned(), vec![(2, 2)]),
    ] {
        let made = laddered(&engine(), &make(&folder, name, &arguments), false);
        assert_eq!(made.sizes("h264"), sizes, "{name}");
        for rendition in &made.ladder.renditions {
            let written = probe(&engine(), &made.folder.path().join(&rendition.file_name)).unwrap();
            let video = written.video.unwrap();
            assert_eq!((video.is_hdr(), video.pixel_format.as_str()), (false, "yuv420p"), "{name}");
            assert!(!video.is_variable_rate(), "{name}");
        }
    }
}

#[test]
fn a_turned_recording_is_upright_in_every_rung() {
    let folder = folder();
    let graph = "-f lavfi -i color=c=red:size=320x360:duration=1 -f lavfi -i color=c=blue:size=320x360:duration=1 \
                 -filter_complex hstack -c:v mpeg4 -q:v 2";
    let flat = make(&folder, "flat.mov", graph);
    let turned =
        make(&folder, "turned.mov", &format!("-i {} -c copy -metadata:s:v:0 rotate=90", flat.display()));
    let made = laddered(&engine(), &turned, false);
    assert_eq!(made.sizes("h264"), [(360, 640), (240, 426)]);
    let plain_ffmpeg = make(&folder, "shown.png", &format!("-i {} -frames:v 1", turned.display()));
    let above = [0.2, 0.05, 0.6, 0.3];
    for rendition in &made.ladder.renditions {
        let shown = colour(&made.folder.path().join(&rendition.file_name), above);
        assert_eq!(shown[0] > 150, colour(&plain_ffmpeg, above)[0] > 150);
    }
}

#[test]
fn the_master_playlist_tells_what_was_measured() {
    let folder = folder();
    let arguments = "-f lavfi -i testsrc2=size=640x360:rate=25:duration=5 -f lavfi -i sine=frequency=440:duration=5 \
         -f lavfi -i sine=frequency=880:duration=5 -f lavfi -i sine=frequency=990:duration=5 -map 0 -map 1 -map 2 \
         -map 3 -metadata:s:a:0 language=eng -metadata:s:a:1 language=ger -metadata:s:a:2 language=../";
    let input = make(&folder, "two.mkv", &format!("{arguments} {H264} -c:a aac"));
    let made = laddered(&engine(), &input, false);
    let languages = [Some("en".to_owned()), Some("de".to_owned()), None];
    assert_eq!(made.sounds(), languages, "what is no language is not believed");
    let master = made.text("v-master.m3u8");
    let lines: Vec<&str> = master.lines().collect();
    assert_eq!(
        lines[..6],
        [
            "#EXTM3U",
            "#EXT-X-VERSION:7",
            "#EXT-X-INDEPENDENT-SEGMENTS",
            "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"sound\",NAME=\"English\",LANGUAGE=\"en\",DEFAULT=YES,AUTOSELECT=YES,\
         CHANNELS=\"2\",URI=\"v-0.m3u8\"",
            "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"sound\",NAME=\"Deutsch\",LANGUAGE=\"de\",DEFAULT=NO,AUTOSELECT=YES,\
         CHANNELS=\"2\",URI=\"v-0-de.m3u8\"",
            "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"sound\",NAME=\"Track 3\",DEFAULT=NO,AUTOSELECT=NO,CHANNELS=\"2\",\
         URI=\"v-0-track3.m3u8\"",
        ]
    );
    let sounds: Vec<_> = made.ladder.renditions[2..].iter().map(|sound| sound.bandwidth).collect();
    let (picture, sound) = (&made.ladder.renditions[0], sounds.iter().max().unwrap());
    let codecs = &picture.codecs;
    assert!(codecs.starts_with("avc1.6400") && codecs.len() == 11, "{codecs}");
    let bandwidth = picture.bandwidth + sound;
    assert!(
        lines[6].starts_with(&format!("#EXT-X-STREAM-INF:BANDWIDTH={bandwidth},AVERAGE-BANDWIDTH=")),
        "{master}"
    );
    let rest = format!("CODECS=\"{codecs},mp4a.40.2\",RESOLUTION=640x360,FRAME-RATE=25.000,AUDIO=\"sound\"");
    assert!(lines[6].ends_with(&rest), "{master}");
    assert_eq!((lines[7], lines[9]), ("v-360.m3u8", "v-240.m3u8"));
    assert!(lines[10].starts_with("#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH="), "{master}");
    assert!(lines[10].ends_with("RESOLUTION=640x360,URI=\"v-360-iframes.m3u8\""), "{master}");
    assert_eq!(lines.len(), 12);
    // A player that reads every range finds whole pictures and sounds in them.
    let played = Command::new("ffmpeg")
        .args("-v error -i v-master.m3u8 -map 0 -f null -".split(' '))
        .current_dir(made.folder.path())
        .output()
        .unwrap();
    assert_eq!((played.status.success(), String::from_utf8_lossy(&played.stderr).as_ref()), (true, ""));
    // The peak is the hardest segment's: its bytes over its seconds.
    let (ranges, seconds) = ranges(&made.text("v-360.m3u8"));
    let hardest = ranges.iter().zip(&seconds).map(|((length, _), seconds)| *length as f64 * 8.0 / seconds);
    assert_eq!(picture.bandwidth, hardest.fold(0.0, f64::max).ceil() as u64);
    assert!(picture.average_bandwidth <= picture.bandwidth);
    assert_eq!(ranges.iter().map(|(length, _)| length).sum::<u64>() + ranges[0].1, picture.bytes);
}

#[test]
fn each_range_of_the_key_frame_playlist_is_one_picture() {
    let folder = folder();
    let source = "-f lavfi -i testsrc2=size=320x180:rate=25:duration=7";
    let made = laddered(&engine(), &make(&folder, "a.mp4", &format!("{source} {H264}")), false);
    let text = made.text("v-180-iframes.m3u8");
    assert!(text.contains("#EXT-X-I-FRAMES-ONLY\n"), "{text}");
    let (ranges, seconds) = ranges(&text);
    assert_eq!(seconds, [2.0, 2.0, 2.0, 1.0]);
    let bytes = std::fs::read(made.folder.path().join("v-180-fragmented.mp4")).unwrap();
    let (_, map) = text.split_once("BYTERANGE=\"").unwrap();
    let beginning: usize = map.split_once('@').unwrap().0.parse().unwrap();
    for (length, start) in ranges {
        let (start, end) = (usize::try_from(start).unwrap(), usize::try_from(start + length).unwrap());
        assert_eq!(&bytes[start + 4..start + 8], b"moof");
        let alone =
            super::support::write(&folder, "alone.mp4", [&bytes[..beginning], &bytes[start..end]].concat());
        let shown = Command::new("ffprobe")
            .args("-v error -show_entries frame=key_frame,pict_type -of csv=p=0".split(' '))
            .arg(&alone)
            .output()
            .unwrap();
        let frames = String::from_utf8(shown.stdout).unwrap();
        assert_eq!(frames.trim().trim_end_matches(','), "1,I");
    }
}

/// The byte ranges (length and start) of a playlist, and the seconds of each.
fn ranges(text: &str) -> (Vec<(u64, u64)>, Vec<f64>) {
    let ranges = text.lines().filter_map(|line| line.strip_prefix("#EXT-X-BYTERANGE:")).map(|range| {
        let (length, start) = range.split_once('@').unwrap();
        (length.parse().unwrap(), start.parse().unwrap())
    });
    let seconds = text.lines().filter_map(|line| line.strip_prefix("#EXTINF:"));
    (ranges.collect(), seconds.map(|seconds| seconds.trim_end_matches(',').parse().unwrap()).collect())
}

#[test]
fn av1_is_a_second_set_where_ffmpeg_has_it() {
    let folder = folder();
    let input = clip(&folder, "a.mp4");
    let encoders = Command::new("ffmpeg").args(["-hide_banner", "-encoders"]).output().unwrap();
    if !String::from_utf8(encoders.stdout).unwrap().contains("libsvtav1") {
        eprintln!("skipped: this ffmpeg has no libsvtav1");
        return;
    }
    let made = laddered(&engine(), &input, true);
    assert_eq!((made.sizes("h264"), made.sizes("av1")), (vec![(320, 180)], vec![(320, 180)]));
    let second = &made.ladder.renditions[1];
    assert_eq!(second.file_name, "v-180-av1-fragmented.mp4");
    assert!(second.codecs.starts_with("av01.0.") && second.codecs.ends_with("M.08"), "{}", second.codecs);
    let master = made.text("v-master.m3u8");
    let place = |name: &str| master.find(name).unwrap();
    assert!(place("\nv-180.m3u8") < place("\nv-180-av1.m3u8"), "what everybody plays comes first");
    assert!(master.contains("v-180-av1-iframes.m3u8"), "{master}");
}

#[test]
fn an_ffmpeg_without_av1_makes_the_rest() {
    let folder = folder();
    let input = clip(&folder, "a.mp4");
    let mut engine = super::support::unconfined_engine();
    let real = engine.ffmpeg.display().to_string();
    engine.ffmpeg = fake(
        &folder,
        "old",
        &format!("case \"$*\" in *-encoders*) echo none;; *) exec {real} \"$@\";; esac"),
    );
    let made = laddered(&engine, &input, true);
    assert_eq!((made.sizes("h264").len(), made.sizes("av1").len()), (1, 0));
}

#[test]
fn a_ladder_that_holds_less_than_the_web_file_is_not_believed() {
    let folder = folder();
    let input = clip(&folder, "a.mp4");
    let (engine, claimed) = (engine(), probe(&engine(), &input).unwrap());
    let longer = |ms: u64| {
        let mut web: Probe = claimed.clone();
        web.duration_ms = Some(ms);
        web.video.as_mut().unwrap().duration_ms = Some(ms);
        web
    };
    let attempt = |web: &Probe| {
        let wish = LadderWish { input: &input, probe: &claimed, web, av1: false };
        build_ladder(&engine, wish, folder.path(), "v", &mut |_| {})
    };
    assert!(attempt(&longer(2400)).is_ok(), "frames at the edges may be missing");
    match attempt(&longer(9000)) {
        Err(MediaError::Failed(error)) => {
            assert!(format!("{error:#}").contains("2000 ms of 9000 ms"), "{error:#}")
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn sound_alone_has_a_master_playlist_without_pictures() {
    let folder = folder();
    let made = laddered(&engine(), &make(&folder, "a.wav", SOUND), false);
    let master = made.text("v-master.m3u8");
    let lines: Vec<&str> = master.lines().collect();
    assert_eq!(
        lines[3].split_once(",URI").unwrap().0,
        "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"sound\",NAME=\"Sound\",\
        DEFAULT=YES,AUTOSELECT=YES,CHANNELS=\"2\""
    );
    assert!(lines[4].ends_with(",CODECS=\"mp4a.40.2\",AUDIO=\"sound\""), "{master}");
    assert_eq!(lines[5..], ["v-0.m3u8"]);
    assert_eq!(made.ladder.file_names, ["v-0-fragmented.mp4", "v-0.m3u8", "v-master.m3u8"]);
}
