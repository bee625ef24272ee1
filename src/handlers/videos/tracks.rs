//! What goes along with the picture: captions and chapters, for the player and as links.

use super::film::Film;
use crate::paths;
use crate::text::words;
use crate::views::{ChapterView, TrackView};

pub fn tracks(film: &Film) -> Vec<TrackView> {
    let uuid = &film.video.uuid;
    let captions = film.captions.iter().map(|captions| TrackView {
        kind: "captions",
        url: paths::videos::captions_file(uuid, &captions.language),
        language: Some(captions.language.clone()),
        label: captions.label.clone(),
    });
    let chapters = (!film.chapters.marks.is_empty()).then(|| TrackView {
        kind: "chapters",
        url: paths::videos::chapters_file(uuid),
        language: None,
        label: "Chapters".to_owned(),
    });
    captions.chain(chapters).collect()
}

pub fn chapters(film: &Film) -> Vec<ChapterView> {
    let uuid = &film.video.uuid;
    let chapter = |mark: &crate::text::chapters::ChapterMark| ChapterView {
        time: words::duration(mark.start_ms),
        title: mark.title.clone(),
        url: paths::videos::watch_from(uuid, mark.start_ms / 1000),
    };
    film.chapters.marks.iter().map(chapter).collect()
}
