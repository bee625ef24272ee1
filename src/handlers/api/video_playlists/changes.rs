//! What programs say of a playlist, in PeerTube's names, as the parse of the pages takes it.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::db::Conn;
use crate::db::ids::{ChannelId, UserId};
use crate::db::types::Privacy;
use crate::error::{Invalid, Result};
use crate::handlers::api::present;
use crate::models::channel::Channel;
use crate::models::playlist::{Playlist, PlaylistDetails};
use crate::views::api::labels;

/// What is left out stays as it is; of a new playlist, it is nothing.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlaylistFields {
    #[schema(max_length = 120, examples("For rainy days"))]
    display_name: Option<String>,
    #[schema(max_length = 1000)]
    description: Option<String>,
    /// 1 for everybody, 2 for whoever has its address, 3 for its owner alone.
    #[schema(schema_with = labels::privacy_number)]
    privacy: Option<i64>,
    /// One's own channel that lists it.
    video_channel_id: Option<i64>,
}

impl PlaylistFields {
    /// Of a new one; without a word it is for its owner alone.
    pub fn parse(&self, conn: &mut Conn, owner: UserId) -> Result<PlaylistDetails> {
        let channel = self.channel(conn, owner)?.unwrap_or_default();
        self.details("", "", Privacy::Private, &channel)
    }

    /// Of one that is there.
    pub fn parse_change(
        &self,
        conn: &mut Conn,
        owner: UserId,
        playlist: &Playlist,
    ) -> Result<PlaylistDetails> {
        let channel = match (self.channel(conn, owner)?, playlist.channel_id) {
            (Some(channel), _) => channel,
            (None, Some(channel)) => Channel::find(conn, channel)?.handle,
            (None, None) => String::new(),
        };
        self.details(&playlist.title, &playlist.description, playlist.privacy, &channel)
    }

    fn details(
        &self,
        title: &str,
        description: &str,
        privacy: Privacy,
        channel: &str,
    ) -> Result<PlaylistDetails> {
        let privacy = match self.privacy {
            None => privacy.as_str(),
            Some(number) => present::video::privacy_numbered(number).map_or("", Privacy::as_str),
        };
        let title = self.display_name.as_deref().unwrap_or(title);
        let description = self.description.as_deref().unwrap_or(description);
        let details = PlaylistDetails::parse(title, description, privacy, channel);
        Ok(details.map_err(|invalid| invalid.renamed("title", "displayName"))?)
    }

    /// The handle of the channel that is named by its number, one of the person's own.
    fn channel(&self, conn: &mut Conn, owner: UserId) -> Result<Option<String>> {
        let Some(id) = self.video_channel_id else { return Ok(None) };
        let own = Channel::of_user(conn, owner)?.into_iter().find(|channel| channel.id == ChannelId(id));
        let own = own.ok_or_else(|| Invalid::field("videoChannelId", "Choose one of your channels."))?;
        Ok(Some(own.handle))
    }
}
