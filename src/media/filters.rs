//! The filters that turn any accepted picture into one that every browser shows right: progressive, SDR, square
//! pixels, even sides, 4:2:0. Each is added only when needed. Rotation is applied by ffmpeg before them.
//!
//! Target sizes are computed here rather than by ffmpeg's `-2`, so that a stream that changes its size half-way does
//! not change the size of the output, which an encoder could not follow.

use super::Limits;
use super::probe::{Rate, Video};

/// The picture of a transcoded web file: the short side at most `short_side`, never enlarged.
pub(super) fn for_web(video: &Video, limits: &Limits, short_side: u64) -> String {
    let (width, height) = with_short_side(video.display_size(), short_side);
    let mut chain = repairs(video);
    chain.extend(rate(video, limits));
    chain.push(format!("scale={width}:{height}:flags=bicubic"));
    chain.push("setsar=1".into());
    chain.push("format=yuv420p".into());
    chain.join(",")
}

/// The pictures of the ladder from one reading: each is scaled from the larger one before it, which costs less than scaling every one
/// from the source. Picture `n` comes out once for each letter, as `[v0]`, `[w0]`…
pub(super) fn for_ladder(video: &Video, limits: &Limits, sizes: &[(u64, u64)], letters: &[char]) -> String {
    let mut first = repairs(video);
    first.extend(rate(video, limits));
    let mut chain = format!("[0:V:0]{}", first.iter().map(|step| format!("{step},")).collect::<String>());
    for (number, (width, height)) in sizes.iter().enumerate() {
        chain.push_str(&format!("scale={width}:{height}:flags=bicubic"));
        if number == 0 {
            chain.push_str(",setsar=1,format=yuv420p");
        }
        let mut outputs: Vec<String> = letters.iter().map(|letter| format!("[{letter}{number}]")).collect();
        let next = format!("[next{number}]");
        if number + 1 < sizes.len() {
            outputs.push(next.clone());
        }
        if outputs.len() > 1 {
            chain.push_str(&format!(",split={}", outputs.len()));
        }
        chain.push_str(&outputs.concat());
        if number + 1 < sizes.len() {
            chain.push_str(&format!(";{next}"));
        }
    }
    chain
}

/// How many frames a second come out of the filters; None where the source does not say.
pub(super) fn frame_rate(video: &Video, limits: &Limits) -> Option<f64> {
    let average = video.average_rate?.value();
    let most = f64::from(limits.max_fps);
    if is_evened(video, limits) { Some(average.round().clamp(1.0, most)) } else { Some(average) }
}

/// One still at two sizes, named `[poster]` and `[card]`.
pub(super) fn for_still(video: &Video, poster: (u32, u32), card: (u32, u32)) -> String {
    let pixels = |(width, height): (u32, u32)| (u64::from(width), u64::from(height));
    let mut chain = repairs(video);
    let (width, height) = within(video.display_size(), pixels(poster));
    chain.push(format!("scale={width}:{height}:flags=bicubic"));
    chain.push("setsar=1".into());
    chain.push("format=yuvj420p".into());
    let (card_width, card_height) = within((width, height), pixels(card));
    format!(
        "{},split=2[poster][big];[big]scale={card_width}:{card_height}:flags=bicubic[card]",
        chain.join(",")
    )
}

/// What must be put right before anything else: fields and dynamic range, in this order.
fn repairs(video: &Video) -> Vec<String> {
    let mut chain = Vec::new();
    if video.interlaced {
        chain.push("bwdif=mode=send_frame:deint=interlaced".into());
    }
    if video.is_hdr() {
        chain.extend(tone_map(video));
    }
    chain
}

/// zscale needs to know where it starts from; HDR files that state the transfer alone mean BT.2020.
fn tone_map(video: &Video) -> Vec<String> {
    let transfer = video.transfer.as_deref().unwrap_or_default();
    let assumed = match video.color_space.as_deref() {
        None | Some("unknown") => {
            Some(format!("setparams=color_primaries=bt2020:color_trc={transfer}:colorspace=bt2020nc"))
        }
        Some(_) => None,
    };
    let steps = "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=tonemap=hable:desat=0,\
                 zscale=t=bt709:m=bt709:r=tv";
    assumed.into_iter().chain([steps.to_owned()]).collect()
}

fn rate(video: &Video, limits: &Limits) -> Option<String> {
    let rate = frame_rate(video, limits)?;
    is_evened(video, limits).then(|| format!("fps={rate}"))
}

/// Uneven frames are put at even times, and too many are thinned out.
fn is_evened(video: &Video, limits: &Limits) -> bool {
    let average = video.average_rate.map_or(0.0, Rate::value);
    video.is_variable_rate() || average > f64::from(limits.max_fps) + 0.5
}

/// x264 takes no side beyond this.
const LONGEST_SIDE: f64 = 4096.0;

pub(super) fn with_short_side((width, height): (u64, u64), most: u64) -> (u64, u64) {
    let short = even(width.min(height).min(most) as f64);
    let scale = short as f64 / width.min(height).max(1) as f64;
    let scale = scale.min(LONGEST_SIDE / width.max(height).max(1) as f64);
    (even_nearest(width as f64 * scale), even_nearest(height as f64 * scale))
}

fn within((width, height): (u64, u64), (most_width, most_height): (u64, u64)) -> (u64, u64) {
    let scale =
        (most_width as f64 / width.max(1) as f64).min(most_height as f64 / height.max(1) as f64).min(1.0);
    (even_nearest(width as f64 * scale), even_nearest(height as f64 * scale))
}

pub(super) fn even(length: f64) -> u64 {
    ((length / 2.0).floor() as u64 * 2).max(2)
}

fn even_nearest(length: f64) -> u64 {
    ((length / 2.0).round() as u64 * 2).max(2)
}
