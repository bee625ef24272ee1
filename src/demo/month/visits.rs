//! Who comes by on which day, and what they watch: by taste, by what is liked and new, and by what resembles the film before.

use std::collections::HashSet;
use std::net::IpAddr;

use super::plan::{Deed, Plan, Whom};
use super::{DAY_MS, DAYS};
use crate::clock::Timestamp;
use crate::db::types::Rating;
use crate::demo::program::Film;

/// How likely one of the people comes by on a day.
const COMES: f64 = 0.6;
/// Somebody's favourite channels against the others.
const FAVOURITE: f64 = 5.0;
/// What one tag in common does for the next film.
const RESEMBLANCE: f64 = 3.0;
/// A new film is watched more; it is no longer new after some days.
const NOVELTY: f64 = 2.5;
const NEW_FOR_DAYS: f64 = 3.0;
const SEEN_BEFORE: f64 = 0.25;
const LIKES: f64 = 0.45;
const DISLIKES: f64 = 0.02;
/// Strangers a day for each film, on the first day and how many more on the last.
const STRANGERS: f64 = 1.0;
const MORE_STRANGERS: f64 = 2.5;

struct Visitor {
    who: Whom,
    /// One for each studio.
    taste: Vec<f64>,
    /// What they have watched, and rated, ever.
    seen: HashSet<usize>,
    rated: HashSet<usize>,
}

/// Everybody's visits of the whole month.
pub fn pay(plan: &mut Plan<'_>) {
    let mut people: Vec<Visitor> = plan
        .stage
        .program
        .people
        .iter()
        .map(|person| {
            let weight = |handle| if person.follows.contains(&handle) { FAVOURITE } else { 1.0 };
            let taste = plan.stage.program.studios.iter().map(|studio| weight(studio.handle)).collect();
            Visitor { who: Whom::Person(person.handle), taste, seen: HashSet::new(), rated: HashSet::new() }
        })
        .collect();
    for day in 0..DAYS {
        for person in &mut people {
            if plan.dice.chance(COMES) {
                visit(plan, person, day);
            }
        }
        let growth = day as f64 / DAYS as f64;
        let strangers = plan.published.len() as f64 * (STRANGERS + MORE_STRANGERS * growth);
        for _ in 0..strangers as usize {
            let mut stranger = stranger(plan);
            visit(plan, &mut stranger, day);
        }
    }
}

/// Comes for one channel, and sees the rest on the way.
fn stranger(plan: &mut Plan<'_>) -> Visitor {
    let studios = plan.stage.program.studios.len();
    let favourite = plan.dice.below(studios);
    let taste = (0..studios).map(|studio| if studio == favourite { FAVOURITE } else { 1.0 }).collect();
    let mut key = [0; 16];
    key[..8].copy_from_slice(&plan.dice.number().to_be_bytes());
    key[8..].copy_from_slice(&plan.dice.number().to_be_bytes());
    let network = [[198, 51, 100], [203, 0, 113]][plan.dice.below(2)];
    let address = IpAddr::from([network[0], network[1], network[2], plan.dice.number() as u8]);
    Visitor { who: Whom::Stranger { key, address }, taste, seen: HashSet::new(), rated: HashSet::new() }
}

fn visit(plan: &mut Plan<'_>, visitor: &mut Visitor, day: i64) {
    // Between seven in the morning and eleven at night, more in the evening.
    let hour = 7.0 + 16.0 * plan.dice.unit().sqrt();
    let mut at = plan.start.plus_millis(day * DAY_MS + (hour * 3_600_000.0) as i64);
    if let Whom::Person(by) = visitor.who
        && at < plan.end()
    {
        plan.add(at, Deed::ComeHome { by });
    }
    let mut watched = Vec::new();
    for _ in 0..1 + plan.dice.below(4) {
        at = at.plus_millis(plan.dice.between(8_000, 70_000));
        let weights = weights(plan, visitor, &watched, at);
        let Some(film) = plan.dice.weighted(&weights).filter(|_| at < plan.end()) else { return };
        watch(plan, visitor, film, at);
        watched.push(film);
    }
}

fn weights(plan: &Plan<'_>, visitor: &Visitor, watched: &[usize], at: Timestamp) -> Vec<f64> {
    let films = &plan.stage.program.films;
    let before = watched.last().map(|film| &films[*film].1);
    let weight = |(place, (studio, film)): (usize, &(usize, Film))| {
        let age_ms = at.millis() - plan.published[place].millis();
        if age_ms < 0 || watched.contains(&place) {
            return 0.0;
        }
        let novelty = 1.0 + NOVELTY * (-(age_ms as f64) / (NEW_FOR_DAYS * DAY_MS as f64)).exp();
        let resemblance = before.map_or(1.0, |before| 1.0 + RESEMBLANCE * common_tags(before, film) as f64);
        let seen = if visitor.seen.contains(&place) { SEEN_BEFORE } else { 1.0 };
        film.appeal * visitor.taste[*studio] * novelty * resemblance * seen
    };
    films.iter().enumerate().map(weight).collect()
}

fn watch(plan: &mut Plan<'_>, visitor: &mut Visitor, film: usize, at: Timestamp) {
    let (studio, appeal) = (plan.stage.program.films[film].0, plan.stage.program.films[film].1.appeal);
    let bored = plan.dice.chance(0.12);
    let share = if bored { 0.05 + 0.3 * plan.dice.unit() } else { 0.55 + 0.45 * plan.dice.unit() };
    plan.watch(at, visitor.who, film, share);
    visitor.seen.insert(film);
    let Whom::Person(by) = visitor.who else { return };
    if plan.stage.program.studios[studio].owner == by || !visitor.rated.insert(film) {
        return;
    }
    let opinion = if !bored && plan.dice.chance((LIKES * appeal).min(0.9)) {
        Rating::Like
    } else if plan.dice.chance(DISLIKES) {
        Rating::Dislike
    } else {
        return;
    };
    plan.add(at.plus_seconds(9), Deed::Rate { by, film, rating: opinion });
}

fn common_tags(one: &Film, other: &Film) -> usize {
    let tags: HashSet<&str> = one.tags.split(',').map(str::trim).collect();
    other.tags.split(',').filter(|tag| tags.contains(tag.trim())).count()
}
