//! What is put into a playlist, taken out of it, and in which order it stands.
//!
//! Each verb begins by taking the playlist's row ([`hold`]), so that two of them never arrange the same list at once.

use diesel::dsl::max;
use diesel::prelude::*;

use super::{Playlist, Stretch};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{PlaylistId, PlaylistItemId, UserId, Uuid, VideoId};
use crate::db::schema::{playlist_items, playlists};
use crate::error::{Error, Invalid, Result};
use crate::models::video::{Video, VideoRef};
use crate::models::viewer::{SignedIn, Viewer};
use crate::on_each;

/// How many videos one playlist may hold.
pub(super) const PER_PLAYLIST: i64 = 2000;

/// Where an item goes, as its owner's buttons say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    Up,
    Down,
    First,
}

impl Shift {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "up" => Some(Self::Up),
            "down" => Some(Self::Down),
            "first" => Some(Self::First),
            _ => None,
        }
    }
}

impl Playlist {
    /// Puts a video that its owner may see at the end. One that is in already stays where it is.
    pub fn add(
        conn: &mut Conn,
        viewer: &SignedIn,
        playlist: Uuid,
        video: VideoRef,
        stretch: Stretch,
        now: Timestamp,
    ) -> Result<PlaylistItemId> {
        let playlist = hold(conn, viewer.id, playlist, now)?;
        let video = Video::visible_to(conn, &Viewer::SignedIn(viewer.clone()), video)?.id;
        append(conn, playlist, video, stretch, now)
    }

    /// Plays another part of a video that is in.
    pub fn set_stretch(
        conn: &mut Conn,
        owner: UserId,
        playlist: Uuid,
        item: PlaylistItemId,
        stretch: Stretch,
        now: Timestamp,
    ) -> QueryResult<()> {
        let playlist = hold(conn, owner, playlist, now)?;
        let of_playlist = playlist_items::id.eq(item).and(playlist_items::playlist_id.eq(playlist));
        let changed = diesel::update(playlist_items::table.filter(of_playlist))
            .set((
                playlist_items::start_ms.eq(stretch.start_ms()),
                playlist_items::stop_ms.eq(stretch.stop_ms()),
            ))
            .execute(conn)?;
        if changed == 0 { Err(diesel::NotFound) } else { Ok(()) }
    }

    pub fn remove_item(
        conn: &mut Conn,
        owner: UserId,
        playlist: Uuid,
        item: PlaylistItemId,
        now: Timestamp,
    ) -> QueryResult<()> {
        let playlist = hold(conn, owner, playlist, now)?;
        let of_playlist = playlist_items::id.eq(item).and(playlist_items::playlist_id.eq(playlist));
        let removed = diesel::delete(playlist_items::table.filter(of_playlist)).execute(conn)?;
        if removed == 0 { Err(diesel::NotFound) } else { Ok(()) }
    }

    /// What stands at an end already stays there.
    pub fn shift_item(
        conn: &mut Conn,
        owner: UserId,
        playlist: Uuid,
        item: PlaylistItemId,
        shift: Shift,
        now: Timestamp,
    ) -> QueryResult<()> {
        let playlist = hold(conn, owner, playlist, now)?;
        let mut order = Order::load(conn, playlist)?;
        let from = order.place_of(item).ok_or(diesel::NotFound)?;
        let to = match shift {
            Shift::Up => from.saturating_sub(1),
            Shift::Down => (from + 1).min(order.rows.len() - 1),
            Shift::First => 0,
        };
        let row = order.rows.remove(from);
        order.rows.insert(to, row);
        order.save(conn)
    }

    /// Moves `length` items that begin at place `start` behind the one at place `after`; places count from 1, and 0 is the very beginning.
    pub fn reorder(
        conn: &mut Conn,
        owner: UserId,
        playlist: Uuid,
        (start, length): (i64, i64),
        after: i64,
        now: Timestamp,
    ) -> Result<()> {
        let playlist = hold(conn, owner, playlist, now)?;
        let mut order = Order::load(conn, playlist)?;
        let rearranged = rearranged(&order.rows, (start, length), after);
        order.rows = rearranged.ok_or_else(|| {
            Error::from(Invalid::field("startPosition", "There are no such places in this playlist."))
        })?;
        Ok(order.save(conn)?)
    }
}

/// Takes one of this person's own for the rest of the transaction; anybody else's is not found.
pub(super) fn hold(conn: &mut Conn, owner: UserId, uuid: Uuid, now: Timestamp) -> QueryResult<PlaylistId> {
    let own = playlists::table.filter(playlists::user_id.eq(owner)).filter(playlists::uuid.eq(uuid));
    diesel::update(own).set(playlists::updated_at.eq(now)).returning(playlists::id).get_result(conn)
}

pub(super) fn append(
    conn: &mut Conn,
    playlist: PlaylistId,
    video: VideoId,
    stretch: Stretch,
    now: Timestamp,
) -> Result<PlaylistItemId> {
    let of_playlist = || playlist_items::table.filter(playlist_items::playlist_id.eq(playlist));
    let last: Option<i64> = of_playlist().select(max(playlist_items::position)).first(conn)?;
    let row = (
        playlist_items::playlist_id.eq(playlist),
        playlist_items::video_id.eq(video),
        playlist_items::position.eq(last.unwrap_or(0) + 1),
        playlist_items::start_ms.eq(stretch.start_ms()),
        playlist_items::stop_ms.eq(stretch.stop_ms()),
        playlist_items::created_at.eq(now),
    );
    let inserted = on_each!(conn, |conn| diesel::insert_into(playlist_items::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(conn))?;
    let count: i64 = of_playlist().count().get_result(conn)?;
    if inserted > 0 && count > PER_PLAYLIST {
        let message = format!("A playlist has at most {PER_PLAYLIST} videos.");
        return Err(Invalid::field("", message).into());
    }
    let in_it = of_playlist().filter(playlist_items::video_id.eq(video));
    Ok(in_it.select(playlist_items::id).first(conn)?)
}

/// The items of one playlist, each with the position that it has.
struct Order {
    rows: Vec<(PlaylistItemId, i64)>,
}

impl Order {
    fn load(conn: &mut Conn, playlist: PlaylistId) -> QueryResult<Self> {
        let rows = playlist_items::table
            .filter(playlist_items::playlist_id.eq(playlist))
            .order((playlist_items::position, playlist_items::id))
            .select((playlist_items::id, playlist_items::position))
            .load(conn)?;
        Ok(Self { rows })
    }

    fn place_of(&self, item: PlaylistItemId) -> Option<usize> {
        self.rows.iter().position(|(id, _)| *id == item)
    }

    /// Writes only what moved.
    fn save(self, conn: &mut Conn) -> QueryResult<()> {
        for ((id, before), position) in self.rows.into_iter().zip(1_i64..) {
            if before != position {
                diesel::update(playlist_items::table.find(id))
                    .set(playlist_items::position.eq(position))
                    .execute(conn)?;
            }
        }
        Ok(())
    }
}

/// None where the list has no such places.
fn rearranged<T: Copy>(rows: &[T], (start, length): (i64, i64), after: i64) -> Option<Vec<T>> {
    let first = usize::try_from(start.checked_sub(1)?).ok()?;
    let length = usize::try_from(length).ok().filter(|length| *length > 0)?;
    let after = usize::try_from(after).ok().filter(|after| *after <= rows.len())?;
    let end = first.checked_add(length)?;
    let moved = rows.get(first..end)?;
    // Behind one of themselves they stay where they are.
    if (first..=end).contains(&after) {
        return Some(rows.to_vec());
    }
    let (before, behind) = rows.split_at(after);
    let staying = |rows: &[T], offset: usize| -> Vec<T> {
        let kept = rows.iter().enumerate().filter(|(place, _)| !(first..end).contains(&(place + offset)));
        kept.map(|(_, row)| *row).collect()
    };
    Some([staying(before, 0), moved.to_vec(), staying(behind, after)].concat())
}

#[cfg(test)]
mod tests {
    use super::rearranged;

    #[test]
    fn a_stretch_goes_behind_whatever_is_named() {
        let rows = ['a', 'b', 'c', 'd', 'e'];
        let to = |start, length, after| -> Option<String> {
            rearranged(&rows, (start, length), after).map(|rows| rows.into_iter().collect())
        };
        assert_eq!(to(1, 1, 5).unwrap(), "bcdea");
        assert_eq!(to(5, 1, 0).unwrap(), "eabcd");
        assert_eq!(to(2, 2, 4).unwrap(), "adbce");
        assert_eq!(to(3, 2, 1).unwrap(), "acdbe");
        assert_eq!(to(2, 2, 2).unwrap(), "abcde");
        for (start, length, after) in [
            (0, 1, 1),
            (6, 1, 0),
            (5, 2, 0),
            (1, 0, 2),
            (1, 1, 6),
            (1, 1, -1),
            (i64::MIN, 1, 0),
            (1, i64::MAX, 0),
        ] {
            assert_eq!(to(start, length, after), None, "{start} {length} {after}");
        }
    }
}
