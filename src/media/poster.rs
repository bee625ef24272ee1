//! Still pictures to choose a thumbnail from: three moments of a video, or three drawings of a sound.
//!
//! Each comes in two sizes from one run of ffmpeg: the poster of the player and the card of a list. Make them from
//! the web file, which is ours already and usually cheaper to read than the upload.

use std::path::Path;

use anyhow::anyhow;

use super::arguments::Arguments;
use super::probe::{Probe, Video};
use super::process::Program;
use super::runner::{self, Job};
use super::{Engine, MediaError, files, filters};

/// How many candidates there are; they are numbered from one.
pub const POSTER_COUNT: u8 = 3;

/// Two synced JPEG files in the folder that was named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poster {
    /// `{stem}-poster-{number}.jpg`, at most 1280 wide.
    pub file_name: String,
    /// `{stem}-card-{number}.jpg`, at most 480 wide.
    pub card_file_name: String,
}

/// Makes all candidates, in the order of their numbers.
pub fn make_posters(
    engine: &Engine,
    input: &Path,
    probe: &Probe,
    folder: &Path,
    stem: &str,
) -> Result<Vec<Poster>, MediaError> {
    (1..=POSTER_COUNT).map(|number| make_poster(engine, input, probe, folder, stem, number)).collect()
}

/// Makes candidate `number` alone, so that a video can be published with its first.
pub fn make_poster(
    engine: &Engine,
    input: &Path,
    probe: &Probe,
    folder: &Path,
    stem: &str,
    number: u8,
) -> Result<Poster, MediaError> {
    let poster = Poster {
        file_name: format!("{stem}-poster-{number}.jpg"),
        card_file_name: format!("{stem}-card-{number}.jpg"),
    };
    let mut last_error = anyhow!("there is nothing to show");
    for arguments in attempts(engine, input, probe, number) {
        let (big, small) = (folder.join(&poster.file_name), folder.join(&poster.card_file_name));
        let arguments = still(arguments, "[poster]", &big);
        let arguments = still(arguments, "[card]", &small);
        let longest = engine.timeouts.still;
        let job = Job { program: Program::Ffmpeg, arguments, read: &[input], write: Some(folder), longest };
        let finished = runner::output(engine, job)?;
        // ffmpeg succeeds without writing anything when no frame came through.
        if finished.status.success() && is_filled(&big) && is_filled(&small) {
            files::settle(&big)?;
            files::settle(&small)?;
            return Ok(poster);
        }
        last_error = finished.describe("ffmpeg made no poster");
        files::discard(&big);
        files::discard(&small);
    }
    Err(last_error.into())
}

/// Within which a poster is drawn, as wide and as high at the most, in pixels.
pub const POSTER: (u32, u32) = (1280, 1280);
/// The same of its small form, for cards. A portrait card keeps its width, for it is cropped to the middle.
pub const CARD: (u32, u32) = (480, 854);
/// Where in the video the candidates lie, in percent.
const MOMENTS: [u64; POSTER_COUNT as usize] = [10, 40, 70];
/// Below this length there may be one key frame only.
const SHORT_MS: u64 = 10_000;

/// From the best to the surest. Seeking can land behind the last key frame, or behind the end of a damaged file.
fn attempts(engine: &Engine, input: &Path, probe: &Probe, number: u8) -> Vec<Arguments> {
    let Some(video) = &probe.video else {
        return vec![drawing(engine, input, number)];
    };
    let duration = probe.duration_ms.unwrap_or_default();
    let percent = MOMENTS.into_iter().nth(usize::from(number.saturating_sub(1))).unwrap_or_default();
    let moment = duration * percent / 100;
    // Without an end to each window the candidates would be chosen from the same frames, and be the same.
    let window =
        if duration > 0 { format!("-t {}", seconds((duration / 4).max(100))) } else { String::new() };
    let key_frames =
        || frame(engine, input, video, moment, &format!("{window} -skip_frame nokey"), "thumbnail=n=20,");
    let all_frames =
        || frame(engine, input, video, moment, &window, &format!("thumbnail=n={},", compared(video)));
    let first_frame = || frame(engine, input, video, 0, "", "");
    if duration < SHORT_MS {
        vec![all_frames(), first_frame()]
    } else {
        vec![key_frames(), all_frames(), first_frame()]
    }
}

fn frame(
    engine: &Engine,
    input: &Path,
    video: &Video,
    moment: u64,
    reading: &str,
    choose: &str,
) -> Arguments {
    Arguments::ffmpeg(engine.threads)
        .words(&format!("-ss {}", seconds(moment)))
        .words(reading)
        .input(&engine.limits, input)
        .word("-filter_complex")
        .word(format!("[0:V:0]{choose}{}", filters::for_still(video, POSTER, CARD)))
}

fn seconds(milliseconds: u64) -> String {
    format!("{}.{:03}", milliseconds / 1000, milliseconds % 1000)
}

/// `thumbnail` holds all frames it compares in memory: a hundred small ones, but only a few of the largest.
fn compared(video: &Video) -> u64 {
    (100 * 1280 * 720 / (video.width * video.height).max(1)).clamp(4, 100)
}

/// The whole sound as a row of bars that glow over a dark ground; each candidate has its own colours.
fn drawing(engine: &Engine, input: &Path, number: u8) -> Arguments {
    let ground = match number {
        1 => [(14, 36), (22, 84), (44, 118)],
        2 => [(30, 120), (14, 46), (44, 84)],
        _ => [(10, 60), (32, 92), (32, 52)],
    };
    let [red, green, blue] = ground.map(|(corner, rise)| format!("{corner}+{rise}*(X+Y)/(W+H)"));
    // Every column of the small wave is stretched to sixteen, of which ten show.
    Arguments::ffmpeg(engine.threads).input(&engine.limits, input).word("-filter_complex").word(format!(
        "color=black:size=320x180:rate=1:duration=1,format=gbrp,geq=r='{red}':g='{green}':b='{blue}',\
         scale=1280:720:flags=bilinear,format=rgba[ground];\
         [0:a:0]aformat=channel_layouts=mono,showwavespic=size=72x400:colors=white:scale=sqrt:filter=peak,\
         format=rgba,scale=1152:400:flags=neighbor,\
         geq=r=255:g=255:b=255:a='if(lt(mod(X,16),10),alpha(X,Y)*0.9,0)',\
         pad=1280:720:67:160:color=white@0,split[wave][spread];\
         [spread]gblur=sigma=24,colorchannelmixer=aa=0.4[glow];\
         [ground][glow]overlay=format=rgb[lit];\
         [lit][wave]overlay=format=rgb,format=yuvj420p,split=2[poster][big];\
         [big]scale=480:270:flags=bicubic[card]"
    ))
}

fn still(arguments: Arguments, label: &str, path: &Path) -> Arguments {
    arguments
        .words(&format!("-map {label} -an -map_metadata -1 -frames:v 1 -q:v 4 -f image2 -update 1"))
        .output(path)
}

fn is_filled(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| metadata.len() > 0)
}
