//! Why a video is on the list, in words. A title is named only if everybody may find the video now.

use std::collections::HashMap;

use super::{FeedCard, Placed};
use crate::db::Conn;
use crate::db::ids::VideoId;
use crate::error::Result;
use crate::models::feed;
use crate::recommender::Reason;

pub fn tell(conn: &mut Conn, placed: Vec<Placed>) -> Result<Vec<FeedCard>> {
    let named: Vec<VideoId> = placed.iter().filter_map(named_in).collect();
    let titles = feed::titles(conn, &named)?;
    Ok(placed
        .into_iter()
        .map(|placed| FeedCard { reason: sentence(&placed, &titles), card: placed.card })
        .collect())
}

fn named_in(placed: &Placed) -> Option<VideoId> {
    match placed.recommended.reason {
        Reason::BecauseYouWatched(video) => Some(VideoId(video.0)),
        _ => None,
    }
}

fn sentence(placed: &Placed, titles: &HashMap<VideoId, String>) -> String {
    match placed.recommended.reason {
        Reason::BecauseYouWatched(video) => match titles.get(&VideoId(video.0)) {
            Some(title) => format!("Because you watched {title}"),
            None => "Because of what you watched".to_owned(),
        },
        Reason::WatchedNext => "People who watched this went on to this".to_owned(),
        Reason::SimilarTo(_) => "Similar to this video".to_owned(),
        Reason::NewFromSubscription(_) => format!("New from {}", placed.card.channel.display_name),
        Reason::PopularNow => "Popular now".to_owned(),
        Reason::Fresh => "New here".to_owned(),
        Reason::TryingSomethingNew => "Trying something new".to_owned(),
        Reason::WatchAgain => "Watch again".to_owned(),
        Reason::MoreToWatch => "More to watch".to_owned(),
    }
}
