//! Tells a webhook what happened: signs the words that were written then, sends them once, notes what came of it.
//!
//! That nobody takes them is no failure of this task: the next attempt is a task of its own, enqueued with the note. May run twice; the
//! receiver knows a delivery by its id.

use std::time::{Duration, Instant};

use super::{Failure, Work};
use crate::app::App;
use crate::config::Switch;
use crate::db::ids::WebhookDeliveryId;
use crate::models::webhook::{
    ANSWER_CHARACTERS, Attempt, DueDelivery, PURPOSE, SealedSecret, Webhook, WebhookSecret,
};
use crate::outgoing::{Address, Answer, Caps, OutgoingError};
use crate::text::plain;

const CAPS: Caps = Caps { bytes: 4096, whole: Duration::from_secs(10), silence: Duration::from_secs(10) };

pub fn run(app: &App, work: &Work, id: WebhookDeliveryId) -> Result<(), Failure> {
    let load = |conn: &mut _| match DueDelivery::load(conn, id)? {
        Some(due) => Ok(Some((due.is_wanted(conn)?, due))),
        None => Ok(None),
    };
    let Some((is_wanted, due)) = app.db.read_blocking(load)? else { return Ok(()) };
    if !is_wanted || app.config.webhooks.enabled == Switch::Off {
        return work.finish(move |conn| Ok(due.end_untold(conn)?));
    }
    let (secret, resealed) = secret(app, &due)?;
    let attempt = attempt(app, &due, &secret)?;
    let now = app.now();
    work.finish(move |conn| {
        if let Some(resealed) = &resealed {
            Webhook::reseal(conn, resealed)?;
        }
        due.note(conn, &attempt, now)
    })?;
    Ok(())
}

/// The secret, and how it is to be kept from now on if the site's key is changing.
fn secret(app: &App, due: &DueDelivery) -> Result<(WebhookSecret, Option<SealedSecret>), Failure> {
    let sealer = app.keys.sealer(PURPOSE);
    let (secret, is_old) = WebhookSecret::open(&sealer, &due.secret)?;
    let resealed = is_old.then(|| secret.seal(&sealer, due.secret.webhook)).transpose()?;
    Ok((secret, resealed))
}

fn attempt(app: &App, due: &DueDelivery, secret: &WebhookSecret) -> Result<Attempt, Failure> {
    let (id, seconds) = (due.delivery.message_id(), app.now().seconds());
    let headers = [
        ("content-type", "application/json".to_owned()),
        ("webhook-signature", secret.sign(&id, seconds, &due.delivery.body)?),
        ("webhook-id", id),
        ("webhook-timestamp", seconds.to_string()),
    ];
    let body = due.delivery.body.clone().into_bytes();
    let began = Instant::now();
    let answered = Address::parse(&due.address)
        .map_err(OutgoingError::from)
        .and_then(|address| app.webhooks.post(&address, &headers, body, &CAPS));
    let duration_ms = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
    match answered {
        Ok(answer) => Ok(Attempt {
            status: Some(i32::from(answer.status)),
            answer: Some(beginning(&answer)),
            error: None,
            retry_after: answer.retry_after.map(i64::from),
            duration_ms,
        }),
        Err(OutgoingError::Local(error)) => Err(error.into()),
        Err(error) => Ok(Attempt { error: Some(error.to_string()), duration_ms, ..Attempt::default() }),
    }
}

/// Of whatever was answered, what may be shown as text.
fn beginning(answer: &Answer) -> String {
    let text: String = String::from_utf8_lossy(&answer.body).chars().take(ANSWER_CHARACTERS).collect();
    plain::clean_text(&text)
}
