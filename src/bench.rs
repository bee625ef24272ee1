//! `kinora bench seed`: an empty site filled for measurements, the same at every run.
//!
//! The first video goes the real way, through ffmpeg and the tasks; the others share its files by hard links. What people do has
//! structure to learn: clusters of taste, popular videos, and a drift of interest over half a year. Rows go in by hundreds
//! (`models/bench.rs`), a few thousand in each transaction.

mod deeds;
mod lists;
mod places;
mod sample;
mod taste;

use std::time::Instant;

use anyhow::{Context, bail};

pub use self::lists::recommender;
use self::taste::Taste;
use crate::app::App;
use crate::clock::Timestamp;
use crate::db::ids::{Uuid, VideoId};
use crate::dice::Dice;
use crate::models::bench::{self, Bulk};
use crate::models::feed;
use crate::models::user::User;
use crate::recommender::Recommender;

/// Rows in one transaction.
const AT_ONCE: usize = 5_000;
const SEED: u64 = 20_260_110;

/// A site under construction.
struct Site {
    app: App,
    dice: Dice,
    now: Timestamp,
    videos: usize,
    channels: usize,
    people: usize,
    taste: Taste,
}

/// Seeds this many videos, and everything around them in proportion; tells the rates on standard output.
pub async fn seed(app: &App, videos: u32) -> anyhow::Result<()> {
    if app.db.read(|conn| Ok(User::any(conn)?)).await? {
        bail!("this site has people already: a seed goes into an empty one");
    }
    let videos = usize::try_from(videos)?;
    let mut dice = Dice::new(SEED);
    let mut site = Site {
        app: app.clone(),
        now: app.now(),
        videos,
        channels: (videos / 33).max(1),
        people: (videos / 5).max(20),
        taste: Taste::new(&mut dice, videos, app.now()),
        dice,
    };
    let begun = Instant::now();
    places::people(&mut site).await?;
    places::videos(&mut site).await?;
    deeds::comments(&mut site).await?;
    deeds::ratings(&mut site).await?;
    let recommender = known_videos(&site).await?;
    deeds::watches(&mut site, &recommender).await?;
    reckon(&site, recommender).await?;
    println!("seeded in {:.1} s", begun.elapsed().as_secs_f64());
    Ok(())
}

/// A recommender that knows the videos, to learn from the watches as that of a running site would.
async fn known_videos(site: &Site) -> anyhow::Result<Recommender> {
    let recommender = Recommender::new();
    let mut after = VideoId(0);
    loop {
        let some = site.app.db.read(move |conn| Ok(feed::videos_after(conn, after, 500)?)).await?;
        let Some(last) = some.last() else { return Ok(recommender) };
        after = VideoId(last.id.0);
        recommender.load(some);
    }
}

async fn reckon(site: &Site, recommender: Recommender) -> anyhow::Result<()> {
    let begun = Instant::now();
    site.app.db.write(|conn| Ok(bench::count(conn)?)).await?;
    site.app.db.write(|conn| Ok(bench::go_on_counting(conn)?)).await?;
    let ids: Vec<VideoId> = (1..=site.videos).map(|id| VideoId(id as i64)).collect();
    for some in ids.chunks(500) {
        let some = some.to_vec();
        site.app.db.write(move |conn| Ok(bench::index(conn, &some)?)).await?;
    }
    let knowledge = recommender.drain_dirty();
    site.app.db.write(move |conn| bench::keep_knowledge(conn, &knowledge)).await?;
    println!("{:>9} reckoned in {:.1} s", "all", begun.elapsed().as_secs_f64());
    Ok(())
}

impl Site {
    fn uuid(&mut self) -> Uuid {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.dice.number().to_be_bytes());
        bytes[8..].copy_from_slice(&self.dice.number().to_be_bytes());
        Uuid::from(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }

    /// Writes rows and tells how fast.
    async fn write<T: Bulk>(&self, what: &str, rows: Vec<T>) -> anyhow::Result<()> {
        let begun = Instant::now();
        for some in rows.chunks(AT_ONCE) {
            let some = some.to_vec();
            let written = self.app.db.write(move |conn| Ok(T::insert(conn, &some)?)).await;
            written.with_context(|| format!("{what} could not be written"))?;
        }
        let seconds = begun.elapsed().as_secs_f64().max(0.001);
        println!("{:>9} {what} ({:.0} a second)", rows.len(), rows.len() as f64 / seconds);
        Ok(())
    }
}
