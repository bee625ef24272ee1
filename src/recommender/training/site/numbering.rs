//! Which videos a model names, and which of them get rows: the most watched.

use super::anonymous::Anonymous;
use super::people::People;
use crate::recommender::ids::{IdMap, VideoId};

/// About three viewers, as elsewhere: what fewer did is theirs.
pub const SEVERAL: f32 = 2.5;
const MOST_VIDEOS: usize = 300_000;

pub struct Numbering {
    /// Ascending.
    pub videos: Vec<VideoId>,
    /// The position of each row, ascending.
    pub rows: Vec<u32>,
    rows_by_video: IdMap<VideoId, u32>,
    people: IdMap<VideoId, u32>,
}

impl Numbering {
    pub fn of(people: &People, anonymous: &Anonymous, most_rows: usize) -> Self {
        let mut by_people: IdMap<VideoId, u32> = IdMap::default();
        for (video, _) in people.histories.iter().flatten() {
            *by_people.entry(*video).or_default() += 1;
        }
        let mut watched: IdMap<VideoId, f32> = anonymous.watches.clone();
        for (video, count) in &by_people {
            *watched.entry(*video).or_default() += *count as f32;
        }
        let mut often: Vec<(VideoId, f32)> =
            watched.into_iter().filter(|(_, count)| *count >= SEVERAL).collect();
        often.sort_unstable_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        often.truncate(MOST_VIDEOS);
        let mut with_rows: Vec<VideoId> = often.iter().take(most_rows).map(|(video, _)| *video).collect();
        with_rows.sort_unstable();
        let mut videos: Vec<VideoId> = often.into_iter().map(|(video, _)| video).collect();
        videos.sort_unstable();
        let position = |video: &VideoId| videos.partition_point(|other| other < video) as u32;
        let rows = with_rows.iter().map(position).collect();
        let rows_by_video = with_rows.iter().enumerate().map(|(row, video)| (*video, row as u32)).collect();
        Self { rows, rows_by_video, people: by_people, videos }
    }

    pub fn row_of(&self, video: VideoId) -> Option<u32> {
        self.rows_by_video.get(&video).copied()
    }

    pub fn position_if_watched_by_several(&self, video: VideoId) -> Option<u32> {
        let people = self.people.get(&video).copied().unwrap_or(0);
        let position = self.videos.binary_search(&video).ok()?;
        (people as f32 >= SEVERAL).then_some(position as u32)
    }
}
