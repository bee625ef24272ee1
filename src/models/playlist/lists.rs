//! Lists of playlists: one's own, those of a channel or a person, all that everybody may find.

use diesel::prelude::*;

use super::{Playlist, PlaylistEntry, listed};
use crate::db::Conn;
use crate::db::ids::{ChannelId, PlaylistId, UserId, Uuid};
use crate::db::schema::{playlist_items, playlists, users, videos};
use crate::db::types::PlaylistKind;
use crate::models::like;
use crate::models::page_number::PageNumber;
use crate::models::video::{Direction, listed as listed_videos};
use crate::models::window::Window;
use crate::text::query;

/// Which of the playlists that everybody may find; nothing said means all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaylistFilter {
    pub channel: Option<ChannelId>,
    pub owner: Option<UserId>,
    pub whose: Whose,
    /// Words that its title or description has, each of them.
    pub words: Vec<String>,
}

/// Whether it is the owner who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Whose {
    /// Only what everybody may find.
    #[default]
    Everybodys,
    /// All that the named owner has.
    Own,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaylistSort {
    Created,
    Updated,
    Title,
}

/// A macro, for rows and their number are queries of different types.
macro_rules! filtered {
    ($query:expr, $filter:expr) => {{
        let filter: &PlaylistFilter = $filter;
        let mut query = $query.into_boxed();
        if filter.whose == Whose::Everybodys || filter.owner.is_none() {
            query = query.filter(listed());
        }
        if let Some(channel) = filter.channel {
            query = query.filter(playlists::channel_id.eq(channel));
        }
        if let Some(owner) = filter.owner {
            query = query.filter(playlists::user_id.eq(owner));
        }
        for word in &filter.words {
            let contains = || like::lower(like::containing(word));
            let in_title = like::lower(playlists::title).like(contains()).escape('\\');
            let in_description = like::lower(playlists::description).like(contains()).escape('\\');
            query = query.filter(in_title.or(in_description));
        }
        query
    }};
}

/// The playlists in which there is something that everybody may find. A macro, for the query's type would be longer than itself.
macro_rules! with_something {
    () => {
        playlist_items::table
            .inner_join(videos::table)
            .filter(listed_videos())
            .select(playlist_items::playlist_id)
    };
}

impl PlaylistFilter {
    /// None where there is no word to look for.
    pub fn matching(asked: &str) -> Option<Self> {
        let words = query::tokens(asked);
        (!words.is_empty()).then(|| Self { words, ..Self::default() })
    }
}

impl PlaylistEntry {
    /// A stretch of what everybody may find, and how many there are in all.
    pub fn listed(
        conn: &mut Conn,
        filter: &PlaylistFilter,
        (sort, direction): (PlaylistSort, Direction),
        window: Window,
    ) -> QueryResult<(i64, Vec<PlaylistEntry>)> {
        let query = filtered!(PlaylistEntry::query(), filter);
        macro_rules! by {
            ($column:expr) => {
                match direction {
                    Direction::Ascending => query.order(($column.asc(), playlists::id.asc())),
                    Direction::Descending => query.order(($column.desc(), playlists::id.desc())),
                }
            };
        }
        let sorted = match sort {
            PlaylistSort::Created => by!(playlists::created_at),
            PlaylistSort::Updated => by!(playlists::updated_at),
            PlaylistSort::Title => by!(playlists::title),
        };
        let stretch = sorted.limit(window.size()).offset(window.offset()).load(conn)?;
        let total = filtered!(playlists::table.inner_join(users::table), filter).count().get_result(conn)?;
        Ok((total, stretch))
    }
}

impl Playlist {
    /// A page of what everybody may find of a channel's or a person's, what changed last first.
    pub fn page(conn: &mut Conn, filter: &PlaylistFilter, page: PageNumber) -> QueryResult<Vec<Playlist>> {
        filtered!(playlists::table.inner_join(users::table), filter)
            .order((playlists::updated_at.desc(), playlists::id.desc()))
            .limit(page.limit())
            .offset(page.offset())
            .select(Playlist::as_select())
            .load(conn)
    }

    /// Whether [`Playlist::page`] has anything.
    pub fn any(conn: &mut Conn, filter: &PlaylistFilter) -> QueryResult<bool> {
        let found: Option<PlaylistId> = filtered!(playlists::table.inner_join(users::table), filter)
            .select(playlists::id)
            .first(conn)
            .optional()?;
        Ok(found.is_some())
    }

    /// One's own, what changed last first; what is to be watched later before all.
    pub fn owned_by(conn: &mut Conn, owner: UserId, page: PageNumber) -> QueryResult<Vec<Playlist>> {
        let later = playlists::kind.eq(PlaylistKind::WatchLater);
        Playlist::query()
            .filter(playlists::user_id.eq(owner))
            .order((later.desc(), playlists::updated_at.desc(), playlists::id.desc()))
            .limit(page.limit())
            .offset(page.offset())
            .load(conn)
    }

    /// Those that everybody may find and in which there is something to find, in an order that does not change as more arrive.
    pub fn in_sitemap(conn: &mut Conn, page: PageNumber) -> QueryResult<Vec<Uuid>> {
        playlists::table
            .inner_join(users::table)
            .filter(listed())
            .filter(playlists::id.eq_any(with_something!()))
            .order(playlists::id)
            .limit(page.size())
            .offset(page.offset())
            .select(playlists::uuid)
            .load(conn)
    }

    /// How many of those there are.
    pub fn count_in_sitemap(conn: &mut Conn) -> QueryResult<i64> {
        playlists::table
            .inner_join(users::table)
            .filter(listed())
            .filter(playlists::id.eq_any(with_something!()))
            .count()
            .get_result(conn)
    }

    /// How many everybody may find.
    pub fn count_listed(conn: &mut Conn) -> QueryResult<i64> {
        playlists::table.inner_join(users::table).filter(listed()).count().get_result(conn)
    }
}
