//! What the commands of the page ask for: something that is really there.

use crate::db::Conn;
use crate::error::Result;
use crate::models::video::{Direction, VideoEntry, VideoFilter, VideoSort};
use crate::models::window::Window;
use crate::paths;

/// The values of the names in braces.
pub struct Example {
    video: String,
    channel: String,
    account: String,
}

impl Example {
    /// The newest video that everybody may find, and whose it is; made up where there is none.
    pub fn find(conn: &mut Conn) -> Result<Self> {
        let newest = (VideoSort::Published, Direction::Descending);
        let (_, entries) = VideoEntry::listed(conn, &VideoFilter::default(), newest, Window::new(0, 1, 1))?;
        Ok(entries.first().map_or_else(Self::made_up, |entry| Self {
            video: paths::videos::short(&entry.video.uuid),
            channel: entry.channel.handle.clone(),
            account: entry.owner.handle.clone(),
        }))
    }

    fn made_up() -> Self {
        Self {
            video: "3tKpLcXz9QwNfYVh7rS2Jm".to_owned(),
            channel: "mila_channel".to_owned(),
            account: "mila".to_owned(),
        }
    }

    /// The path with everything in it that it only names.
    pub fn fill(&self, path: &str) -> String {
        let handle = if path.contains("/accounts/") { &self.account } else { &self.channel };
        path.replace("{id}", &self.video).replace("{handle}", handle).replace("{thread}", "1")
    }
}
