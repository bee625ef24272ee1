//! Uploads that try to make ffmpeg open something else, or to exhaust the machine.

use std::net::TcpListener;
use std::path::Path;
use std::time::{Duration, Instant};

use kinora::media::{Container, MediaError, Plan, Probe, Refused, SourceFormat, judge, make_web_file, probe};

use super::support::{
    H264, PICTURE, SOUND, clip, engine, folder, make, process, refusal, unconfined_engine, write,
};

/// Refused, with the sandbox and without it: the whitelist alone must do.
fn assert_refused(input: &Path) {
    for engine in [engine(), unconfined_engine()] {
        assert_eq!(refusal(&engine, input), "This is not a video or audio file.", "{}", input.display());
        // Even a caller that forgets to ask writes nothing.
        let claimed = Probe {
            format: SourceFormat::Mov,
            stream_count: 1,
            video: None,
            audio: vec![],
            duration_ms: Some(1000),
            chapters: vec![],
        };
        let out = folder();
        let plan = Plan::Copy(Container::Mp4);
        let made = make_web_file(&engine, input, &claimed, &plan, out.path(), "x", &mut |_| {});
        assert!(made.is_err());
        assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), 0);
    }
}

#[test]
fn up_01_a_playlist_renamed_mp4_reaches_nothing() {
    let folder = folder();
    let secret = make(&folder, "secret.ts", &format!("{PICTURE} {H264} -f mpegts"));
    let canary = TcpListener::bind("127.0.0.1:0").unwrap();
    canary.set_nonblocking(true).unwrap();
    let web = format!("http://{}/segment.ts", canary.local_addr().unwrap());
    let absolute = secret.display().to_string();
    let file_url = format!("file://{absolute}");
    for target in [web.as_str(), "file:///etc/passwd", &file_url, &absolute, "secret.ts", "../secret.ts"] {
        let playlist = format!("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:4,\n{target}\n#EXT-X-ENDLIST\n");
        assert_refused(&write(&folder, "upload.mp4", playlist));
    }
    assert!(canary.accept().is_err(), "nobody asked the canary");
}

#[test]
fn up_02_scripts_and_playlists_of_other_kinds_reach_nothing() {
    let folder = folder();
    make(&folder, "secret.ts", &format!("{PICTURE} {H264} -f mpegts"));
    make(&folder, "secret1.png", "-f lavfi -i testsrc=size=64x64 -frames:v 1");
    let canary = TcpListener::bind("127.0.0.1:0").unwrap();
    canary.set_nonblocking(true).unwrap();
    let port = canary.local_addr().unwrap().port();
    let dash = format!(
        "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" \
         mediaPresentationDuration=\"PT4S\"><Period><AdaptationSet mimeType=\"video/mp4\"><Representation id=\"1\" \
         bandwidth=\"1\"><BaseURL>http://127.0.0.1:{port}/x.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>"
    );
    let description =
        format!("v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video {port} RTP/AVP 96\n");
    for (name, contents) in [
        ("concat.mp4", "ffconcat version 1.0\nfile secret.ts\n".to_owned()),
        ("dash.mp4", dash),
        ("session.mp4", description),
        (
            "subtitles.mp4",
            "1\n00:00:00,000 --> 00:00:02,000\n<font face=\"/etc/passwd\">x</font>\n".to_owned(),
        ),
        ("secret%d.png", "no picture, but its name is a pattern".to_owned()),
    ] {
        assert_refused(&write(&folder, name, contents));
    }
    assert!(canary.accept().is_err(), "nobody asked the canary");
}

#[test]
fn up_02_protocols_in_a_name_are_not_followed() {
    let folder = folder();
    clip(&folder, "whole.mp4");
    // As paths these do not exist; as ffmpeg URLs they would.
    for name in
        ["concat:whole.mp4|whole.mp4", "subfile,,start,0,end,0,,:whole.mp4", "data:video/mp4;base64,AAAA"]
    {
        let path = folder.path().join(name);
        assert!(matches!(probe(&unconfined_engine(), &path), Err(MediaError::Failed(_))), "{name}");
    }
}

#[test]
fn up_03_a_polyglot_is_served_only_as_what_ffmpeg_wrote() {
    let folder = folder();
    let mut bytes = std::fs::read(clip(&folder, "clip.mp4")).unwrap();
    bytes.extend(b"<html><script>alert('polyglot')</script></html>");
    let done = process(&engine(), &write(&folder, "upload", bytes)).unwrap();
    let published = std::fs::read(done.path()).unwrap();
    assert!(!published.windows(8).any(|window| window == b"polyglot"));
}

#[test]
fn up_05_a_gif_that_claims_an_enormous_picture_is_refused() {
    let folder = folder();
    for side in [16_384_u16, 30_000, 65_535] {
        let gif = [
            b"GIF89a".as_slice(),
            &side.to_le_bytes(),
            &side.to_le_bytes(),
            b"\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\
            \x01\0\x01\0\0\x02\x02D\x01\0;",
        ]
        .concat();
        let sentence = refusal(&engine(), &write(&folder, "upload", gif));
        assert!(sentence.starts_with("The picture is larger than 67 megapixels"), "{side}: {sentence}");
    }
}

#[test]
fn up_05_a_gif_of_65535_frames_ends_and_within_the_limits() {
    let folder = folder();
    let screen = b"GIF89a\x04\0\x04\0\x80\0\0\0\0\0\xff\xff\xff\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0";
    // No delay at all, and the loop that never ends.
    let frame = b"\x21\xf9\x04\0\0\0\0\0\x2c\0\0\0\0\x04\0\x04\0\0\x02\x04\x84\x8f\x09\x05\0";
    let mut gif = screen.to_vec();
    for _ in 0..65_535 {
        gif.extend_from_slice(frame);
    }
    gif.push(b';');
    let mut engine = engine();
    engine.timeouts.web_file = Duration::from_secs(90);
    let begun = Instant::now();
    let outcome = process(&engine, &write(&folder, "upload", gif));
    assert!(begun.elapsed() < Duration::from_secs(100), "{:?}", begun.elapsed());
    if let Ok(done) = outcome {
        let web = std::fs::metadata(done.path()).unwrap();
        assert!(web.len() < 64 << 20, "{}", web.len());
    }
}

#[test]
fn up_06_files_beyond_the_limits_are_refused_with_the_limit() {
    let folder = folder();
    let endless = make(
        &folder,
        "endless.mkv",
        "-f lavfi -i testsrc=size=64x64:rate=1:duration=3 -vf setpts=PTS+N*500000/TB -vsync passthrough -c:v libx264",
    );
    assert_eq!(refusal(&engine(), &endless), "The video is longer than 12 hours.");

    let tracks = "-map 1:a ".repeat(40);
    let many =
        make(&folder, "many.mkv", &format!("{PICTURE} {SOUND} -map 0:v {tracks} {H264} -c:a pcm_s16le"));
    assert_eq!(refusal(&engine(), &many), "The file has 41 tracks; at most 16 are accepted.");

    assert_eq!(refusal(&engine(), &write(&folder, "empty", "")), "This is not a video or audio file.");

    let mut strict = engine();
    strict.limits.max_pixels = 200 * 100;
    let sentence = refusal(&strict, &clip(&folder, "clip.mp4"));
    assert!(sentence.starts_with("The picture is larger than"), "{sentence}");
}

#[test]
fn up_06_a_length_that_was_not_stated_is_still_limited() {
    let folder = folder();
    let mut strict = engine();
    strict.limits.max_duration_ms = 1000;
    let unstated = make(
        &folder,
        "live.webm",
        &format!("{PICTURE} -c:v libvpx -deadline realtime -cpu-used 8 -live 1 -f webm"),
    );
    assert_eq!(probe(&strict, &unstated).unwrap().duration_ms, None);
    assert!(matches!(process(&strict, &unstated), Err(MediaError::Refused(Refused::TooLong { .. }))));
    assert!(process(&engine(), &unstated).unwrap().web.duration_ms.abs_diff(2000) < 100);
}

#[test]
fn up_06_a_thousand_frames_a_second_are_thinned_to_sixty() {
    let folder = folder();
    let source = "-f lavfi -i testsrc2=size=160x90:rate=1000:duration=1";
    let done = process(&engine(), &make(&folder, "fast.mp4", &format!("{source} {H264}"))).unwrap();
    let rate = done.web.probe.video.as_ref().unwrap().average_rate.unwrap();
    assert!((rate.value() - 60.0).abs() < 1.0, "{rate}");
}

#[test]
fn up_06_a_picture_that_changes_its_size_half_way_ends_as_one_size() {
    let folder = folder();
    let small = make(&folder, "small.ts", &format!("{PICTURE} {H264} -f mpegts"));
    let source = "-f lavfi -i testsrc2=size=640x480:rate=25:duration=2";
    let large = make(&folder, "large.ts", &format!("{source} {H264} -output_ts_offset 2 -f mpegts"));
    let both = [std::fs::read(small).unwrap(), std::fs::read(large).unwrap()].concat();
    let done = process(&engine(), &write(&folder, "upload", both)).unwrap();
    assert_eq!((done.web.width, done.web.height), (Some(320), Some(180)));
    assert!(done.web.duration_ms > 3000, "{}", done.web.duration_ms);
}

#[test]
fn up_06_a_file_of_many_channels_ends_in_stereo_or_in_an_error() {
    let folder = folder();
    let many = make(&folder, "many.wav", "-f u8 -ar 8000 -ac 38 -t 1 -i /dev/zero -c:a pcm_u8");
    let claimed = probe(&engine(), &many).unwrap();
    assert_eq!(claimed.audio[0].channels, 38);
    assert!(judge(&claimed, &engine().limits).is_ok());
    match process(&engine(), &many) {
        Ok(done) => assert!(done.web.probe.audio[0].channels <= 2),
        Err(error) => assert!(!matches!(error, MediaError::Cancelled), "{error}"),
    }
}

#[test]
fn up_08_no_file_name_is_read_as_anything_else() {
    let folder = folder();
    let bytes = std::fs::read(clip(&folder, "plain.mp4")).unwrap();
    let long = "x".repeat(250);
    for name in [
        "-version.mp4",
        "a\r\nb.mp4",
        "a;reboot;.mp4",
        "$(reboot)",
        "%d%03d.mp4",
        "pipe:0",
        "con",
        "🦊.mp4",
        &long,
    ] {
        let input = write(&folder, name, &bytes);
        let done = process(&engine(), &input).unwrap_or_else(|error| panic!("{name:?}: {error}"));
        assert_eq!(done.web.duration_ms, 2000, "{name:?}");
    }
}
