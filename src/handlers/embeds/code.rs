//! The HTML that shows a video within another page, as the watch page offers it and oEmbed answers it.

use anyhow::Context;
use askama::Template;

use crate::app::App;
use crate::error::Result;
use crate::models::video::Video;
use crate::paths;
use crate::views::embed::EmbedCode;

/// Width and height in pixels.
pub type Size = (u32, u32);

/// What a player takes of a page that says nothing about its room.
pub const ROOM: Size = (640, 640);

pub fn of(app: &App, video: &Video, (width, height): Size) -> Result<String> {
    let code = EmbedCode {
        url: format!("{}{}", app.origins.canonical(), paths::videos::embed(&video.uuid)),
        title: video.title.clone(),
        width,
        height,
    };
    Ok(code.render().context("a template could not be rendered")?)
}

/// The largest size of the video's shape that has room. Sound alone is shown as wide as most videos are.
pub fn fitted(video: &Video, room: Size) -> Size {
    let shape = match (u32::try_from(video.width), u32::try_from(video.height)) {
        (Ok(width @ 1..), Ok(height @ 1..)) => (width, height),
        _ => (16, 9),
    };
    fit(shape, room)
}

fn fit((width, height): Size, (most_width, most_height): Size) -> Size {
    let (width, height) = (u64::from(width), u64::from(height));
    let high = u64::from(most_width) * height / width;
    let (width, height) = if high <= u64::from(most_height) {
        (u64::from(most_width), high)
    } else {
        (u64::from(most_height) * width / height, u64::from(most_height))
    };
    let pixels = |side: u64| u32::try_from(side.max(1)).unwrap_or(u32::MAX);
    (pixels(width), pixels(height))
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn a_shape_is_kept_within_its_room() {
        assert_eq!(fit((1920, 1080), (640, 640)), (640, 360));
        assert_eq!(fit((1080, 1920), (640, 640)), (360, 640));
        assert_eq!(fit((1920, 1080), (640, 200)), (355, 200));
        assert_eq!(fit((4096, 1), (640, 640)), (640, 1));
    }
}
