//! The list beside the player, and the sliders over it.
//!
//! The form loads the page anew at the list. A script asks for the list alone, so that the film goes on; that is no frame of Turbo's, for
//! a page that is left by a link in one is not kept by the browser for the way back.

use super::Wished;
use crate::app::{App, FeedCard};
use crate::clock::Timestamp;
use crate::db::types::RecommendationPolicy;
use crate::http::{cards, tilt};
use crate::models::video::Video;
use crate::paths;
use crate::recommender::{Page, Tilt};
use crate::views::tilt::TiltView;
use crate::views::video::UpNextView;

/// By which the script names it.
pub const FRAME: &str = "up-next";

pub fn view(
    app: &App,
    now: Timestamp,
    video: &Video,
    list: &[FeedCard],
    tilt: Tilt,
    wished: Wished,
) -> UpNextView {
    UpNextView {
        cards: cards::recommended(app, now, list),
        tilt: (!list.is_empty()).then(|| sliders(video, tilt, wished)),
        nothing: match video.recommendation_policy {
            RecommendationPolicy::Any => {
                "Nothing else is here yet. Videos appear as soon as someone uploads more."
            }
            RecommendationPolicy::OwnChannel => "There is nothing else on this channel yet.",
            RecommendationPolicy::OwnAccount => "There is nothing else of this creator yet.",
        },
    }
}

fn sliders(video: &Video, tilt: Tilt, wished: Wished) -> TiltView {
    let action = format!("{}#{FRAME}", paths::videos::watch(&video.uuid));
    let quality = wished.quality.map(|quality| ("quality", quality.to_string()));
    let playlist = wished.playlist.map(|uuid| ("playlist", paths::videos::short(&uuid)));
    let kept = quality.into_iter().chain(playlist).collect();
    TiltView { kept, ..tilt::view(Page::UpNext, action, tilt) }
}
