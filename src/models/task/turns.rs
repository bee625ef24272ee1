//! Who comes next: people take turns, and among one's own the shortest comes first.
//!
//! First everybody's videos become watchable, then come their further pictures and qualities. Within that, whoever had the fewest
//! tasks begun in the last hour is next, so that somebody with fifty files never keeps another waiting for more than one of them. The
//! rule is written twice, here for the place that a page tells and in `queue.rs` for the one who claims; a test compares.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::TaskRow;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{TaskId, UserId};
use crate::db::schema::tasks;
use crate::db::types::TaskState;

/// What is expected to take so long is nothing that anybody waits for before they can watch.
pub const LATER_MS: i64 = 3_600_000;
/// For how long a task that was begun counts as its owner's turn.
pub const TURN_SECONDS: i64 = 3600;
/// A longer queue is only told to be long.
const COUNTED: i64 = 300;

/// A task in the queue, as far as its place depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
struct Waiting {
    id: TaskId,
    owner: Option<UserId>,
    expected_ms: i64,
}

impl TaskRow {
    /// How many tasks of its lane come before this one, those under way included.
    pub fn ahead(&self, conn: &mut Conn, now: Timestamp) -> QueryResult<i64> {
        let queued =
            || tasks::table.filter(tasks::lane.eq(self.lane)).filter(tasks::state.eq(TaskState::Queued));
        let running: i64 = queued()
            .filter(tasks::leased_until.gt(now))
            .filter(tasks::id.ne(self.id))
            .count()
            .get_result(conn)?;
        let waiting: Vec<Waiting> = queued()
            .filter(tasks::leased_until.is_null().or(tasks::leased_until.le(now)))
            .order((tasks::priority, tasks::id))
            .limit(COUNTED)
            .select((tasks::id, tasks::user_id, tasks::priority))
            .load(conn)?;
        let turns: HashMap<UserId, i64> = tasks::table
            .filter(tasks::lane.eq(self.lane))
            .filter(tasks::started_at.gt(now.plus_seconds(-TURN_SECONDS)))
            .filter(tasks::user_id.is_not_null())
            .group_by(tasks::user_id)
            .select((tasks::user_id.assume_not_null(), count_star()))
            .load::<(UserId, i64)>(conn)?
            .into_iter()
            .collect();
        Ok(running + place(waiting, turns, self.id))
    }
}

/// How many are taken before `id`, each taking raising its owner's turns; all of them if it is not among them.
fn place(mut waiting: Vec<Waiting>, mut turns: HashMap<UserId, i64>, id: TaskId) -> i64 {
    let mut taken = 0;
    while let Some(next) = next(&waiting, &turns) {
        let task = waiting.swap_remove(next);
        if task.id == id {
            break;
        }
        if let Some(owner) = task.owner {
            *turns.entry(owner).or_default() += 1;
        }
        taken += 1;
    }
    taken
}

fn next(waiting: &[Waiting], turns: &HashMap<UserId, i64>) -> Option<usize> {
    let order = |task: &Waiting| {
        let begun = task.owner.and_then(|owner| turns.get(&owner)).copied().unwrap_or(0);
        (task.expected_ms >= LATER_MS, begun, task.expected_ms, task.id)
    };
    (0..waiting.len()).min_by_key(|index| order(&waiting[*index]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(id: i64, owner: i64, expected_ms: i64) -> Waiting {
        Waiting { id: TaskId(id), owner: Some(UserId(owner)), expected_ms }
    }

    #[test]
    fn fifty_files_of_one_are_one_file_to_another() {
        let mut queue: Vec<Waiting> = (1..=50).map(|id| waiting(id, 1, 10)).collect();
        queue.push(waiting(51, 2, 5000));
        assert_eq!(place(queue.clone(), HashMap::new(), TaskId(51)), 1);
        assert_eq!(place(queue.clone(), HashMap::from([(UserId(1), 1)]), TaskId(51)), 0);
        assert_eq!(place(queue, HashMap::new(), TaskId(50)), 50);
    }

    #[test]
    fn what_makes_a_video_watchable_comes_before_what_makes_it_better() {
        let queue = vec![waiting(1, 1, LATER_MS), waiting(2, 2, LATER_MS - 1)];
        assert_eq!(place(queue, HashMap::from([(UserId(2), 9)]), TaskId(1)), 1);
    }
}
