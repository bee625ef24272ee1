//! A creator's captions in words.

use super::Listed;
use crate::app::App;
use crate::http::cards;
use crate::models::captions::VideoCaptions;
use crate::models::video::Video;
use crate::paths;
use crate::views::captions::{CaptionsRow, EditPage, IndexPage};
use crate::views::{FormView, Layout};

pub fn index(app: &App, layout: Layout, listed: &Listed, form: FormView) -> IndexPage {
    let video = &listed.video;
    IndexPage {
        layout: Layout { current: "my_videos", ..layout },
        action: paths::videos::own_captions(&video.uuid),
        video_title: video.title.clone(),
        back_url: paths::videos::edit(&video.uuid),
        rows: listed.captions.iter().map(|captions| row(app, video, captions)).collect(),
        form,
    }
}

pub fn edit(app: &App, layout: Layout, video: &Video, captions: &VideoCaptions, form: FormView) -> EditPage {
    EditPage {
        layout: Layout { current: "my_videos", ..layout },
        action: paths::videos::edit_captions(&video.uuid, &captions.language),
        video_title: video.title.clone(),
        back_url: paths::videos::own_captions(&video.uuid),
        row: row(app, video, captions),
        form,
    }
}

fn row(app: &App, video: &Video, captions: &VideoCaptions) -> CaptionsRow {
    CaptionsRow {
        label: captions.label.clone(),
        language: captions.language.clone(),
        note: captions.generated.then_some("Made by a program, and not looked at by anybody"),
        updated: cards::ago(captions.updated_at, app.now()),
        edit_url: paths::videos::edit_captions(&video.uuid, &captions.language),
        delete_url: paths::videos::delete_captions(&video.uuid, &captions.language),
        file_url: paths::videos::captions_file(&video.uuid, &captions.language),
    }
}
