//! The month before the demonstration began, lived through on a clock of its own: people and strangers watch, like, follow and talk.
//!
//! Every deed goes through the function that a page would call, so counters, conversations and what the recommender learns come about
//! as they do on a real site. What was learned is written at the end of each day, and then the bookmark is moved. A day that was cut off
//! is told again: what it left as rows is found there and not doubled.

mod plan;
mod visits;

use std::collections::HashMap;
use std::net::IpAddr;

use anyhow::Context;

use self::plan::{Deed, Happening, Watching, Whom};
use super::Stage;
use crate::app::{App, Attention, Watcher};
use crate::clock::{Clock, Timestamp};
use crate::db::ids::{ChannelId, Uuid};
use crate::db::types::Rating;
use crate::error::Error;
use crate::models::comment::{Comment, CommentDetails};
use crate::models::page_number::PageNumber;
use crate::models::rating;
use crate::models::subscription::Subscription;
use crate::models::video::{Video, VideoRef, watch_path};
use crate::models::viewer::{SignedIn, Viewer};
use crate::models::watch_event::WatchReport;
use crate::recommender::Tilt;

const DAYS: i64 = 30;
const DAY_MS: i64 = 86_400_000;
const HOME_PAGE: i64 = 20;

struct Teller {
    /// On the month's clock.
    app: App,
    stage: Stage,
    /// The films' lengths, in their order.
    durations_ms: Vec<i64>,
    /// What was said, by its number in the plan.
    said: HashMap<usize, Uuid>,
}

/// Tells what is not yet told.
pub async fn tell(stage: &mut Stage) -> anyhow::Result<()> {
    let start = stage.began().plus_days(-DAYS);
    let app = App::build(stage.app.config.clone(), Clock::frozen_at(start))?;
    let loading = app.clone();
    tokio::task::spawn_blocking(move || loading.load_feed()).await??;
    let durations_ms = durations(stage).await?;
    let mut teller = Teller { app, stage: stage.clone(), durations_ms, said: HashMap::new() };
    let mut happenings = plan::month(stage, start).into_iter().peekable();
    for day in 0..DAYS {
        let end = start.plus_days(day + 1);
        while let Some(happening) = happenings.next_if(|next| next.at < end || day == DAYS - 1) {
            // What was said is looked up again, because later answers belong to it.
            if day >= stage.bookmark.days_told || matches!(happening.deed, Deed::Say { .. }) {
                teller.perform(happening).await?;
            }
        }
        if day >= stage.bookmark.days_told {
            teller.keep().await?;
            stage.bookmark.days_told = day + 1;
            stage.bookmark.save()?;
        }
    }
    Ok(())
}

async fn durations(stage: &Stage) -> anyhow::Result<Vec<i64>> {
    let films: Vec<Uuid> = stage.program.films.iter().map(|(_, film)| stage.uuid_of(film)).collect();
    let read = stage.app.db.read(move |conn| {
        films
            .into_iter()
            .map(|uuid| Ok(Video::visible_to(conn, &Viewer::Anonymous, VideoRef::Uuid(uuid))?.duration_ms))
            .collect()
    });
    Ok(read.await?)
}

impl Teller {
    async fn perform(&mut self, happening: Happening) -> anyhow::Result<()> {
        let now = happening.at;
        self.app.clock.advance_millis(now.millis() - self.app.now().millis());
        match happening.deed {
            Deed::Watch(watching) => self.watch(&watching).await,
            Deed::ComeHome { by } => self.come_home(by).await,
            Deed::Rate { by, film, rating } => self.rate(by, film, rating, now).await,
            Deed::Follow { by, studio } => self.follow(by, studio, now).await,
            Deed::Say { number, answers, film, by, words } => {
                let comment = self.say(by, film, answers, words, now).await?;
                self.said.insert(number, comment);
                Ok(())
            }
            Deed::LikeRemark { number, by } => self.like_remark(by, number, now).await,
        }
    }

    async fn watch(&self, watching: &Watching) -> anyhow::Result<()> {
        let length = self.durations_ms.get(watching.film).copied().unwrap_or(0);
        let watched_ms = (length as f64 * watching.share) as i64;
        let report = WatchReport {
            session: self.stage.bookmark.uuid_of(&format!("watch {}", watching.number)),
            position_ms: watched_ms,
            watched_ms,
        };
        let reference = VideoRef::Uuid(self.uuid(watching.film));
        match watching.who {
            Whom::Person(handle) => {
                let person = self.member(handle)?;
                let id = person.id;
                self.app.watched_by_user(&watcher(person), id, reference, report).await?;
            }
            Whom::Stranger { key, address } => {
                let watcher = Watcher {
                    viewer: Viewer::Anonymous,
                    anonymous: Some(key),
                    address,
                    attention: Attention::Someone,
                    came_from: None,
                };
                self.app.watched_by_stranger(&watcher, key, reference, report).await?;
            }
        }
        Ok(())
    }

    async fn come_home(&self, by: &str) -> anyhow::Result<()> {
        let (app, watcher) = (self.app.clone(), watcher(self.member(by)?));
        let look = move |conn: &mut crate::db::Conn| {
            app.home(conn, &watcher, PageNumber::first(HOME_PAGE), Tilt::default())
        };
        self.app.db.read(look).await?;
        Ok(())
    }

    async fn rate(&self, by: &str, film: usize, value: Rating, now: Timestamp) -> anyhow::Result<()> {
        let (person, uuid) = (self.member(by)?, self.uuid(film));
        let id = person.id;
        let video =
            self.app.db.write(move |conn| rating::rate_video(conn, &person, uuid, Some(value), now)).await?;
        self.app.feed.rated(id, video.id, None, Some(value), now);
        Ok(())
    }

    async fn follow(&self, by: &str, studio: &'static str, now: Timestamp) -> anyhow::Result<()> {
        let person = self.member(by)?;
        let id = person.id;
        let set = move |conn: &mut crate::db::Conn| Subscription::Subscribed.set(conn, &person, studio, now);
        let channel: ChannelId = self.app.db.write(set).await?.id;
        self.app.feed.subscribed(id, channel, now);
        Ok(())
    }

    async fn say(
        &self,
        by: &str,
        film: usize,
        answers: Option<usize>,
        words: &str,
        now: Timestamp,
    ) -> anyhow::Result<Uuid> {
        let (person, uuid) = (self.member(by)?, self.uuid(film));
        let id = person.id;
        let details = CommentDetails::parse(words, &watch_path(&uuid)).map_err(Error::from)?;
        let parent = answers.and_then(|number| self.said.get(&number).copied());
        let create =
            move |conn: &mut crate::db::Conn| Comment::create(conn, &person, uuid, parent, &details, now);
        let comment = self.app.db.write(create).await?;
        self.app.feed.commented(id, comment.video_id, now);
        Ok(comment.uuid)
    }

    async fn like_remark(&self, by: &str, number: usize, now: Timestamp) -> anyhow::Result<()> {
        let person = self.member(by)?;
        let comment = *self.said.get(&number).context("what is liked was never said")?;
        let like = move |conn: &mut crate::db::Conn| {
            rating::rate_comment(conn, &person, comment, Some(Rating::Like), now)
        };
        self.app.db.write(like).await?;
        Ok(())
    }

    /// What the keeper of a running site does all day.
    async fn keep(&self) -> anyhow::Result<()> {
        let app = self.app.clone();
        tokio::task::spawn_blocking(move || app.flush_feed().and_then(|()| app.flush_knowledge())).await??;
        self.app.expire_viewers();
        Ok(())
    }

    fn member(&self, handle: &str) -> anyhow::Result<SignedIn> {
        self.stage.cast.member(handle).cloned()
    }

    fn uuid(&self, film: usize) -> Uuid {
        self.stage.uuid_of(&self.stage.program.films[film].1)
    }
}

fn watcher(person: SignedIn) -> Watcher {
    Watcher {
        // Each in a household of their own.
        address: IpAddr::from([192, 0, 2, u8::try_from(person.id.0 % 250).unwrap_or(0)]),
        viewer: Viewer::SignedIn(person),
        anonymous: None,
        attention: Attention::Someone,
        came_from: None,
    }
}
