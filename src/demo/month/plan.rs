//! What happens in the month, in order; the same at every run of one demonstration.

use std::net::IpAddr;

use super::visits;
use super::{DAY_MS, DAYS};
use crate::app::AnonymousKey;
use crate::clock::Timestamp;
use crate::db::types::Rating;
use crate::demo::Stage;
use crate::demo::program::Remark;
use crate::dice::Dice;

pub struct Happening {
    pub at: Timestamp,
    pub deed: Deed,
}

pub enum Deed {
    Watch(Watching),
    /// Looks at what is recommended.
    ComeHome {
        by: &'static str,
    },
    Rate {
        by: &'static str,
        film: usize,
        rating: Rating,
    },
    Follow {
        by: &'static str,
        studio: &'static str,
    },
    Say {
        number: usize,
        answers: Option<usize>,
        film: usize,
        by: &'static str,
        words: &'static str,
    },
    LikeRemark {
        number: usize,
        by: &'static str,
    },
}

pub struct Watching {
    /// Of this playback.
    pub number: usize,
    pub who: Whom,
    pub film: usize,
    /// How much of it.
    pub share: f64,
}

#[derive(Clone, Copy)]
pub enum Whom {
    Person(&'static str),
    Stranger { key: AnonymousKey, address: IpAddr },
}

/// A month under construction.
pub struct Plan<'a> {
    pub stage: &'a Stage,
    pub dice: Dice,
    pub start: Timestamp,
    /// When each film was published.
    pub published: Vec<Timestamp>,
    happenings: Vec<Happening>,
    playbacks: usize,
    remarks: usize,
}

pub fn month(stage: &Stage, start: Timestamp) -> Vec<Happening> {
    let published = stage.program.films.iter().map(|(_, film)| stage.published_at(film)).collect();
    let dice = Dice::new(stage.bookmark.number_of("month"));
    let mut plan = Plan { stage, dice, start, published, happenings: Vec::new(), playbacks: 0, remarks: 0 };
    plan.follow();
    for film in 0..stage.program.films.len() {
        for remark in stage.program.films[film].1.talk {
            let published = plan.published[film];
            plan.talk(film, remark, None, published.plus_seconds(120));
        }
    }
    visits::pay(&mut plan);
    // Stable: who watches and then speaks does so in this order.
    plan.happenings.sort_by_key(|happening| happening.at);
    plan.happenings
}

impl Plan<'_> {
    pub fn add(&mut self, at: Timestamp, deed: Deed) {
        self.happenings.push(Happening { at, deed });
    }

    pub fn watch(&mut self, at: Timestamp, who: Whom, film: usize, share: f64) {
        self.playbacks += 1;
        self.add(at, Deed::Watch(Watching { number: self.playbacks, who, film, share }));
    }

    /// The month is over a minute before the demonstration begins.
    pub fn end(&self) -> Timestamp {
        self.start.plus_millis(DAYS * DAY_MS - 60_000)
    }

    /// Some time after `from` and within so many hours, but before the month is over.
    pub fn later(&mut self, from: Timestamp, hours: i64) -> Timestamp {
        let room = (self.end().millis() - from.millis()).clamp(1, hours * 3_600_000);
        from.plus_millis(1 + (self.dice.unit() * room as f64) as i64)
    }

    fn follow(&mut self) {
        for person in self.stage.program.people {
            for studio in person.follows {
                let at = self.later(self.start, DAYS * 24);
                self.add(at, Deed::Follow { by: person.handle, studio });
            }
        }
    }

    /// Somebody watches, speaks, is liked and answered.
    fn talk(&mut self, film: usize, remark: &Remark, answers: Option<usize>, from: Timestamp) {
        self.remarks += 1;
        let number = self.remarks;
        let seen = self.later(from, if answers.is_some() { 9 } else { 40 });
        let said = self.later(seen, 1);
        if answers.is_none() {
            self.watch(seen, Whom::Person(remark.by), film, 1.0);
        }
        self.add(said, Deed::Say { number, answers, film, by: remark.by, words: remark.words });
        for by in self.others(remark.by, remark.likes) {
            let at = self.later(said, 30);
            self.add(at, Deed::LikeRemark { number, by });
        }
        for answer in remark.answers {
            self.talk(film, answer, Some(number), said);
        }
    }

    /// So many people, but not this one.
    fn others(&mut self, but: &str, count: usize) -> Vec<&'static str> {
        let mut others: Vec<&'static str> = self.stage.program.people.iter().map(|p| p.handle).collect();
        others.retain(|handle| *handle != but);
        while others.len() > count {
            let left_out = self.dice.below(others.len());
            others.swap_remove(left_out);
        }
        others
    }
}
