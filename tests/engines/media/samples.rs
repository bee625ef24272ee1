//! Each file of the sample collection meets the fate its README promises.

use kinora::media::{Container, Made, Picture, Plan, Sound, Transcode, make_posters, probe};

use super::support::{Processed, engine, process, refusal, sample};

fn processed(name: &str) -> Option<Processed> {
    let path = sample(name)?;
    let processed = process(&engine(), &path).unwrap();
    let again = probe(&engine(), &processed.path()).unwrap();
    assert_eq!(again, processed.web.probe, "what is reported is what is on disk");
    assert!(processed.path().metadata().unwrap().len() == processed.web.bytes);
    Some(processed)
}

/// The size of the first poster and of its card.
fn stills(processed: &Processed) -> [(u64, u64); 2] {
    let (engine, folder) = (engine(), processed.folder.path());
    let posters = make_posters(&engine, &processed.path(), &processed.web.probe, folder, "a-video").unwrap();
    assert_eq!(posters.len(), 3);
    let names: Vec<&str> = posters.iter().map(|poster| poster.file_name.as_str()).collect();
    assert_eq!(names, ["a-video-poster-1.jpg", "a-video-poster-2.jpg", "a-video-poster-3.jpg"]);
    let size = |name: &str| super::images::size(&folder.join(name));
    for poster in &posters {
        assert_eq!(size(&poster.file_name), size(&posters[0].file_name));
    }
    [size(&posters[0].file_name), size(&posters[0].card_file_name)]
}

#[test]
fn h264_with_its_index_first_is_copied() {
    let Some(done) = processed("h264-aac-faststart.mp4") else { return };
    assert_eq!(done.plan, Plan::Copy(Container::Mp4));
    assert_eq!((done.web.made, done.web.file_name.as_str()), (Made::ByCopying, "a-video-web.mp4"));
    assert_eq!((done.web.duration_ms, done.web.width, done.web.height), (5000, Some(640), Some(360)));
    assert_eq!(done.web.video_codec.as_deref(), Some("h264"));
    assert_eq!(done.web.audio_codec.as_deref(), Some("aac"));
    assert_eq!(done.web.warning, None);
    assert_eq!(stills(&done), [(640, 360), (480, 270)]);
}

#[test]
fn h264_with_its_index_last_is_copied_and_gets_it_moved_to_the_front() {
    let Some(done) = processed("h264-aac-moov-last.mp4") else { return };
    assert_eq!(done.plan, Plan::Copy(Container::Mp4));
    let bytes = std::fs::read(done.path()).unwrap();
    let position = |name: &[u8]| bytes.windows(4).position(|window| window == name).unwrap();
    assert!(position(b"moov") < position(b"mdat"));
}

#[test]
fn real_footage_keeps_its_picture_and_its_six_channels_become_two() {
    let Some(done) = processed("bigbuckbunny.mp4") else { return };
    assert_eq!(done.plan, Plan::Transcode(Transcode { picture: Picture::Copy, sound: Sound::Encode }));
    assert_eq!(
        done.web.probe.video.as_ref().unwrap().profile.as_deref(),
        Some("Main"),
        "x264 would write High"
    );
    assert_eq!(done.web.probe.audio[0].channels, 2);
    assert_eq!(stills(&done), [(1280, 720), (480, 270)]);
}

#[test]
fn vp9_with_opus_stays_webm() {
    let Some(done) = processed("vp9-opus.webm") else { return };
    assert_eq!(done.plan, Plan::Copy(Container::Webm));
    assert_eq!(done.web.file_name, "a-video-web.webm");
    assert!(done.web.duration_ms.abs_diff(4008) < 50);
    assert_eq!(stills(&done), [(640, 360), (480, 270)]);
}

#[test]
fn hevc_in_ten_bits_is_transcoded() {
    let Some(done) = processed("hevc-main10.mp4") else { return };
    assert_eq!(done.web.made, Made::ByEncoding);
    assert_eq!(done.web.video_codec.as_deref(), Some("h264"));
    assert_eq!(done.web.probe.video.as_ref().unwrap().pixel_format, "yuv420p");
    assert_eq!((done.web.width, done.web.height), (Some(640), Some(360)));
}

#[test]
fn an_avi_with_mpeg4_part_2_is_transcoded() {
    let Some(done) = processed("mpeg4-part2.avi") else { return };
    assert_eq!((done.web.made, done.web.container), (Made::ByEncoding, Container::Mp4));
    assert!(done.web.duration_ms.abs_diff(4040) < 100);
}

#[test]
fn an_interlaced_anamorphic_transport_stream_becomes_progressive_with_square_pixels() {
    let Some(done) = processed("mpeg2-interlaced-anamorphic.ts") else { return };
    assert!(done.probe.video.as_ref().unwrap().interlaced);
    assert_eq!(done.probe.display_size(), Some((1024, 576)));
    let video = done.web.probe.video.as_ref().unwrap();
    assert_eq!((video.width, video.height, video.interlaced), (1024, 576, false));
    assert_eq!(stills(&done), [(1024, 576), (480, 270)]);
}

#[test]
fn a_rotated_recording_is_copied_with_its_rotation_and_its_poster_is_upright() {
    let Some(done) = processed("rotated90.mov") else { return };
    assert_eq!(done.plan, Plan::Copy(Container::Mp4));
    assert_eq!((done.web.width, done.web.height), (Some(360), Some(640)));
    let (before, after) = (done.probe.video.as_ref().unwrap(), done.web.probe.video.as_ref().unwrap());
    assert_eq!((after.width, after.height), (640, 360));
    assert_eq!(after.rotation, before.rotation);
    assert_eq!(stills(&done), [(360, 640), (360, 640)]);
}

#[test]
fn a_song_with_a_cover_is_sound_and_gets_a_drawing() {
    let Some(done) = processed("audio-with-cover.mp3") else { return };
    assert_eq!(done.plan, Plan::Copy(Container::Mp3));
    assert_eq!((done.web.file_name.as_str(), done.web.width), ("a-video-web.mp3", None));
    assert!(done.web.duration_ms.abs_diff(8040) < 100);
    assert!(done.web.probe.video.is_none(), "the cover is not published as a video");
    assert_eq!(stills(&done), [(1280, 720), (480, 270)]);
}

#[test]
fn a_silent_video_is_copied() {
    let Some(done) = processed("silent-no-audio-track.mp4") else { return };
    assert_eq!((done.web.made, done.web.audio_codec), (Made::ByCopying, None));
}

#[test]
fn five_frames_a_second_are_copied() {
    let Some(done) = processed("fps5.mp4") else { return };
    assert_eq!((done.web.made, done.web.duration_ms), (Made::ByCopying, 6000));
    assert_eq!(stills(&done)[0], (640, 360));
}

#[test]
fn half_a_file_is_accepted_with_a_warning() {
    let Some(done) = processed("truncated-faststart.mp4") else { return };
    assert_eq!(done.probe.duration_ms, Some(5000));
    assert_eq!((done.web.made, done.web.duration_ms), (Made::ByCopying, 2600));
    let warning = done.web.warning.as_deref().unwrap();
    assert!(warning.starts_with("Only the first 2.6 seconds could be read of the 5.0 seconds"), "{warning}");
    assert_eq!(stills(&done)[0], (640, 360));
}

#[test]
fn what_cannot_be_played_is_refused_with_its_reason() {
    for (name, reason) in [
        ("truncated-moov-last.mp4", "The end of this file is missing"),
        ("text-renamed.mp4", "This is not a video or audio file."),
        ("hls-sibling-file.mp4", "This is not a video or audio file."),
        ("bomb-30000px.gif", "The picture is larger than 67 megapixels"),
    ] {
        let Some(path) = sample(name) else { return };
        let sentence = refusal(&engine(), &path);
        assert!(sentence.starts_with(reason), "{name}: {sentence}");
    }
}
