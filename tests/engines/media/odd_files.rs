//! Sane files of every kind that cameras, phones, browsers and editors write.

use kinora::media::{
    Container, Made, Picture, Plan, Sound, Transcode, judge, make_poster, make_posters, probe,
};

use super::support::{H264, PICTURE, SOUND, colour, engine, folder, make, process};

#[test]
fn a_playable_picture_keeps_its_bytes_when_only_the_sound_must_change() {
    let folder = folder();
    let input = make(&folder, "camera.mov", &format!("{PICTURE} {SOUND} {H264} -c:a pcm_s16le"));
    let done = process(&engine(), &input).unwrap();
    assert_eq!(done.plan, Plan::Transcode(Transcode { picture: Picture::Copy, sound: Sound::Encode }));
    assert_eq!(done.web.audio_codec.as_deref(), Some("aac"));
    assert_eq!(done.web.warning, None);
}

#[test]
fn which_codecs_are_copied_into_which_container() {
    let folder = folder();
    let vp9 = "-c:v libvpx-vp9 -deadline realtime -cpu-used 8";
    for (name, codecs, expected) in [
        ("a.mkv", format!("{H264} -c:a libopus"), Some(Container::Mp4)),
        ("b.mkv", format!("{H264} -c:a libmp3lame"), Some(Container::Mp4)),
        ("c.mkv", format!("{H264} -c:a libvorbis"), None),
        ("d.mkv", format!("{vp9} -c:a libvorbis"), Some(Container::Webm)),
        ("e.mp4", format!("{vp9} -c:a aac"), Some(Container::Mp4)),
        ("f.mkv", "-c:v libvpx -deadline realtime -cpu-used 8 -c:a aac".to_owned(), None),
        ("g.mp4", "-c:v libx264 -preset ultrafast -pix_fmt yuv444p -c:a aac".to_owned(), None),
        ("h.mkv", format!("{H264} -c:a ac3"), None),
    ] {
        let input = make(&folder, name, &format!("{PICTURE} {SOUND} {codecs}"));
        let plan = judge(&probe(&engine(), &input).unwrap(), &engine().limits).unwrap();
        let container = match plan {
            Plan::Copy(container) => Some(container),
            Plan::Transcode(_) => None,
        };
        assert_eq!(container, expected, "{name} {codecs}");
        let done = process(&engine(), &input).unwrap();
        assert_eq!(done.web.made == Made::ByCopying, expected.is_some(), "{name}");
        assert!(done.web.duration_ms.abs_diff(2000) < 100, "{name}: {}", done.web.duration_ms);
    }
}

#[test]
fn sound_alone_of_every_kind_becomes_something_browsers_play() {
    let folder = folder();
    for (name, codec, expected) in [
        ("a.wav", "pcm_s16le", "mp4"),
        ("b.flac", "flac", "mp4"),
        ("c.aiff", "pcm_s16be", "mp4"),
        ("d.m4a", "aac", "mp4"),
        ("e.aac", "aac", "mp4"),
        ("f.ogg", "libvorbis", "webm"),
        ("g.opus", "libopus", "webm"),
        ("h.mp3", "libmp3lame", "mp3"),
    ] {
        let done = process(&engine(), &make(&folder, name, &format!("{SOUND} -c:a {codec}"))).unwrap();
        assert_eq!(done.web.file_name, format!("a-video-web.{expected}"), "{name}");
        assert_eq!(done.web.warning, None, "{name}");
        assert!(done.web.duration_ms.abs_diff(2000) < 150, "{name}: {}", done.web.duration_ms);
        let posters =
            make_posters(&engine(), &done.path(), &done.web.probe, done.folder.path(), "s").unwrap();
        assert_eq!(
            super::images::size(&done.folder.path().join(&posters[0].card_file_name)),
            (480, 270),
            "{name}"
        );
    }
}

#[test]
fn where_the_camera_was_is_not_published() {
    let folder = folder();
    let tags = "-metadata location=+52.5200+013.4050/ -metadata title=private -movflags use_metadata_tags";
    let input = make(&folder, "phone.mp4", &format!("{PICTURE} {SOUND} {H264} -c:a aac {tags}"));
    let holds = |path: &std::path::Path| {
        let bytes = std::fs::read(path).unwrap();
        bytes.windows(7).any(|window| window == b"52.5200" || window == b"private")
    };
    assert!(holds(&input));
    assert!(!holds(&process(&engine(), &input).unwrap().path()));
}

#[test]
fn high_dynamic_range_is_mapped_even_when_the_file_states_the_transfer_alone() {
    let folder = folder();
    let encoder = "-c:v libx265 -preset ultrafast -pix_fmt yuv420p10le -x265-params log-level=none";
    for tags in
        ["-color_trc smpte2084", "-color_trc arib-std-b67 -color_primaries bt2020 -colorspace bt2020nc"]
    {
        let input = make(&folder, "hdr.mp4", &format!("{PICTURE} {encoder} {tags}"));
        assert!(probe(&engine(), &input).unwrap().video.unwrap().is_hdr(), "{tags}");
        let done = process(&engine(), &input).unwrap();
        let video = done.web.probe.video.as_ref().unwrap();
        assert_eq!((video.is_hdr(), video.pixel_format.as_str()), (false, "yuv420p"), "{tags}");
        make_poster(&engine(), &input, &done.probe, done.folder.path(), "s", 1).unwrap();
    }
}

#[test]
fn odd_sizes_become_even_and_large_ones_are_scaled_down() {
    let folder = folder();
    for (size, expected) in [
        ("853x477", (852, 476)),
        ("1920x1080", (1280, 720)),
        ("1080x1920", (720, 1280)),
        ("3x3", (2, 2)),
        ("6000x40", (4096, 28)),
    ] {
        let source = format!("-f lavfi -i testsrc=size={size}:rate=10:duration=1");
        let done = process(&engine(), &make(&folder, "odd.avi", &format!("{source} -c:v ffv1"))).unwrap();
        assert_eq!((done.web.width, done.web.height), (Some(expected.0), Some(expected.1)), "{size}");
    }
}

#[test]
fn a_transcode_applies_the_rotation() {
    let folder = folder();
    // Red left, blue right; shown turned by 90 degrees.
    let graph = "-f lavfi -i color=c=red:size=160x180:duration=1 -f lavfi -i color=c=blue:size=160x180:duration=1 \
                 -filter_complex hstack -c:v mpeg4 -q:v 2";
    let flat = make(&folder, "flat.mov", graph);
    let turned =
        make(&folder, "turned.mov", &format!("-i {} -c copy -metadata:s:v:0 rotate=90", flat.display()));
    let done = process(&engine(), &turned).unwrap();
    assert_eq!(done.web.made, Made::ByEncoding);
    assert_eq!((done.web.width, done.web.height), (Some(180), Some(320)));
    let red_above = colour(&done.path(), [0.2, 0.05, 0.6, 0.3])[0] > 150;
    let plain_ffmpeg = make(&folder, "shown.png", &format!("-i {} -frames:v 1", turned.display()));
    assert_eq!(red_above, colour(&plain_ffmpeg, [0.2, 0.05, 0.6, 0.3])[0] > 150);
}

#[test]
fn uneven_frame_times_become_even_when_transcoding() {
    let folder = folder();
    let source =
        "-f lavfi -i testsrc2=size=160x90:rate=50:duration=3 -vf select='lt(t,1)+not(mod(n,5))' -vsync vfr";
    let done = process(&engine(), &make(&folder, "uneven.mkv", &format!("{source} -c:v mpeg4"))).unwrap();
    assert!(!done.web.probe.video.as_ref().unwrap().is_variable_rate());
    assert!(done.web.duration_ms.abs_diff(3000) < 150, "{}", done.web.duration_ms);
}

#[test]
fn one_frame_and_an_animation_are_videos() {
    let folder = folder();
    let frame = make(&folder, "one.mp4", &format!("-f lavfi -i testsrc=size=64x64 -frames:v 1 {H264}"));
    let gif = make(&folder, "a.gif", "-f lavfi -i testsrc=size=120x80:rate=10:duration=1");
    for input in [frame, gif] {
        let done = process(&engine(), &input).unwrap();
        make_posters(&engine(), &done.path(), &done.web.probe, done.folder.path(), "s").unwrap();
    }
}

#[test]
fn posters_of_a_long_clip_differ() {
    let folder = folder();
    let source = "-f lavfi -i testsrc2=size=320x180:rate=10:duration=30";
    for options in ["-g 20", "-g 9999 -sc_threshold 0"] {
        let input = make(&folder, "long.mp4", &format!("{source} {H264} {options}"));
        let claimed = probe(&engine(), &input).unwrap();
        let posters = make_posters(&engine(), &input, &claimed, folder.path(), "s").unwrap();
        let bytes: Vec<_> = posters
            .iter()
            .map(|poster| std::fs::read(folder.path().join(&poster.file_name)).unwrap())
            .collect();
        assert!(bytes[0] != bytes[1] && bytes[1] != bytes[2], "{options}");
    }
}

#[test]
fn progress_rises_to_a_hundred() {
    let folder = folder();
    let source = "-f lavfi -i testsrc2=size=1280x720:rate=30:duration=4";
    let input = make(&folder, "a.avi", &format!("{source} -c:v mpeg4"));
    let claimed = probe(&engine(), &input).unwrap();
    let plan = judge(&claimed, &engine().limits).unwrap();
    let mut heard = Vec::new();
    let mut hear = |percent| heard.push(percent);
    kinora::media::make_web_file(&engine(), &input, &claimed, &plan, folder.path(), "s", &mut hear).unwrap();
    assert!(heard.is_sorted(), "{heard:?}");
    assert!(heard.last().is_some_and(|&last| last >= 95), "{heard:?}");
}
