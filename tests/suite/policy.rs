//! Who may call which route: a table of all of them, and each one really called by five kinds of people.
//!
//! AC-14: a route that is not in [`RULES`] fails the suite, and so does a rule without a route.

mod side_effects;
mod snapshot;
mod stage;
mod table;

use std::collections::BTreeSet;

use kinora::routes::TABLE;

use self::stage::{Actor, Stage};
pub use self::table::{Outcome, RULES, Rule};
use crate::support::Answer;

#[test]
fn ac_14_every_route_has_a_rule_and_every_rule_a_route() {
    let routes: BTreeSet<(&str, &str)> = TABLE.iter().copied().collect();
    let ruled: BTreeSet<(&str, &str)> = RULES.iter().map(|rule| (rule.method, rule.route)).collect();
    let unruled: Vec<_> = routes.difference(&ruled).collect();
    let unknown: Vec<_> = ruled.difference(&routes).collect();
    assert!(unruled.is_empty(), "say in policy/table.rs who may call {unruled:?}");
    assert!(unknown.is_empty(), "policy/table.rs names what is not in routes.rs: {unknown:?}");
}

#[actix_web::test]
async fn ac_14_every_route_answers_every_actor_as_the_table_says() {
    let stage = Stage::build().await;
    let mut wrong = Vec::new();
    // Readers change nothing (CS-05), so that all pages can be read in one scene; a form may ruin its scene.
    let (forms, pages): (Vec<&Rule>, Vec<&Rule>) = RULES.iter().partition(|rule| rule.changes());
    let scenes = pages.chunks(pages.len()).map(<[_]>::to_vec).chain(forms.into_iter().map(|form| vec![form]));
    for (rules, (column, actor)) in
        scenes.flat_map(|rules| Actor::ALL.into_iter().enumerate().map(move |actor| (rules.clone(), actor)))
    {
        let scene = stage.scene(actor).await;
        for rule in rules {
            let expected = rule.expected[column];
            let answer = scene.call(rule).await;
            let outcome = outcome(&answer);
            if let Some(kept) = wrongly_kept(rule, actor, &answer) {
                wrong.push(format!("{} {} as {actor:?} may be kept: {kept}", rule.method, rule.address));
            }
            if outcome != expected {
                wrong.push(format!(
                    "{} {} as {actor:?}: {outcome:?} ({}), not {expected:?}",
                    rule.method, rule.address, answer.status
                ));
            }
        }
    }
    stage.app.forget_tasks().await;
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What belongs to one person or is about to be changed is kept by nobody.
const SECRET: &[&str] = &[
    "/sign-in",
    "/sign-up",
    "/settings",
    "/upload",
    "/uploads/",
    "/my/",
    "/admin",
    "/reports/",
    "/comments/",
];

/// RL-09: what the answer says to caches, where it is not what it should say. A page that everybody sees is asked for again each
/// time, and is in no shared cache once somebody is signed in.
fn wrongly_kept(rule: &Rule, actor: Actor, answer: &Answer) -> Option<String> {
    if rule.method != "GET" || answer.status != 200 || !answer.header("content-type").starts_with("text/html")
    {
        return None;
    }
    let is_secret = SECRET.iter().any(|start| rule.route.starts_with(start));
    let expected = match (is_secret, actor) {
        (true, _) => "no-store",
        (false, _) if rule.route.starts_with("/videos/embed/") && !rule.address.contains("{unlisted}") => {
            "public, no-cache"
        }
        (false, Actor::Anybody) if rule.address.contains("share=") => "private, no-cache",
        // No cache between us and them keeps what not everyone may find.
        (false, Actor::Anybody) if rule.address.contains("{unlisted}") => "private, no-cache",
        (false, Actor::Anybody) => "public, no-cache",
        (false, _) => "private, no-cache",
    };
    let kept = answer.header("cache-control");
    (kept != expected).then(|| format!("{kept}, not {expected}"))
}

fn outcome(answer: &Answer) -> Outcome {
    match answer.status.as_u16() {
        200 => Outcome::Page,
        201 | 204 => Outcome::Done,
        301 => Outcome::Moved,
        401 => Outcome::SignIn,
        303 if answer.header("location").starts_with("/sign-in") => Outcome::SignIn,
        303 => Outcome::Done,
        404 => Outcome::NotFound,
        422 => Outcome::Refused,
        _ => Outcome::Unexpected,
    }
}
