//! The seed for measurements: everything in proportion, the counters true, and only into an empty site.

use diesel::prelude::*;
use kinora::bench;
use kinora::db::schema::{channels, comments, history, ratings, transitions, users, videos, watch_events};

use crate::support::TestApp;

#[actix_web::test]
async fn a_seed_is_in_proportion_and_its_counters_are_true() {
    let app = TestApp::start().await;
    bench::seed(&app.app, 60).await.unwrap();
    let (rows, sums, learned) = app
        .read(|conn| {
            let rows: [i64; 6] = [
                videos::table.count().get_result(conn)?,
                users::table.count().get_result(conn)?,
                channels::table.count().get_result(conn)?,
                comments::table.count().get_result(conn)?,
                ratings::table.count().get_result(conn)?,
                watch_events::table.count().get_result(conn)?,
            ];
            let counted: Vec<(i64, i64, i64, i64)> = videos::table
                .select((videos::views, videos::likes, videos::dislikes, videos::comments))
                .load(conn)?;
            let sums = counted.into_iter().fold([0; 3], |sums, (views, likes, dislikes, said)| {
                [sums[0] + said, sums[1] + likes + dislikes, sums[2] + views]
            });
            let learned: (i64, i64) =
                (transitions::table.count().get_result(conn)?, history::table.count().get_result(conn)?);
            Ok((rows, sums, learned))
        })
        .await;
    assert_eq!(&rows[..3], &[60, 20, 1]);
    assert!(rows[3] >= 1200 && rows[4] >= 400 && rows[5] >= 6000, "{rows:?}");
    assert_eq!(&rows[3..], &sums);
    assert!(learned.0 > 100 && learned.1 > 100, "{learned:?}");

    app.get("/search?q=trains").await.must_say("trains");
    // Whoever comes next gets the next number.
    app.user("ann").await;
    assert!(bench::seed(&app.app, 60).await.is_err());
}
