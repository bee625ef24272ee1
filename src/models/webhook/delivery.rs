//! Deliveries: what a webhook was told, what came of it, and when it is tried again.
//!
//! A delivery is a row with its body and one task at a time. The task's end and what came of the attempt are one transaction, and so is
//! the task of the next attempt. A worker that dies between sending and noting sends again: receivers know a delivery by its id.

use diesel::prelude::*;

use super::told::{AboutTest, Told, ToldWebhook};
use super::{SealedSecret, Webhook};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{UserId, Uuid, WebhookDeliveryId, WebhookId};
use crate::db::schema::{users, webhook_deliveries, webhooks};
use crate::db::types::{DeliveryState, Role, WebhookEvent, WebhookState};
use crate::error::{Error, Result};
use crate::models::task::Task;
use crate::models::window::Window;

/// How much of an answer is kept.
pub const ANSWER_CHARACTERS: usize = 500;
/// For the order of tasks: others of their lane come first, and one worker takes none of these.
pub const DELIVERY_MS: i64 = 10_000;
/// The waits after the failed attempts, in seconds; after the last of them, a bit more than a day in all, it has failed.
const WAITS: [i64; 8] = [5, 300, 1800, 7200, 18_000, 21_600, 21_600, 21_600];
/// However long a receiver asks to be left alone.
const LONGEST_WAIT: i64 = WAITS[WAITS.len() - 1];
/// A webhook to which nothing could be delivered for so long tells nothing more.
const GIVEN_UP_DAYS: i64 = 4;
const KEPT_DAYS: i64 = 14;
/// What waits for one webhook; what happens beyond that is not told.
const WAITING_AT_MOST: i64 = 1000;
/// What is kept of one webhook.
const KEPT_AT_MOST: i64 = 1000;
/// The receiver is gone for good, and says so.
const GONE: i32 = 410;
const OFF: &str = "The webhook was turned off before this could be delivered.";

/// What a webhook was told, or is still to be.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = webhook_deliveries)]
pub struct Delivery {
    pub id: WebhookDeliveryId,
    pub uuid: Uuid,
    pub webhook_id: WebhookId,
    pub event: WebhookEvent,
    pub body: String,
    pub state: DeliveryState,
    pub attempts: i32,
    /// Of the last attempt: what was answered, or why nothing was.
    pub status: Option<i32>,
    pub answer: Option<String>,
    pub error: Option<String>,
    pub duration_ms: Option<i64>,
    pub created_at: Timestamp,
    pub attempted_at: Option<Timestamp>,
    pub next_attempt_at: Option<Timestamp>,
}

/// A delivery whose time has come, with all that is needed to make it.
#[derive(Debug, Clone)]
pub struct DueDelivery {
    pub delivery: Delivery,
    pub address: String,
    pub secret: SealedSecret,
    webhook: Webhook,
}

/// What came of one attempt.
#[derive(Debug, Clone, Default)]
pub struct Attempt {
    pub status: Option<i32>,
    pub answer: Option<String>,
    pub error: Option<String>,
    /// For how many seconds the receiver asks to be left alone.
    pub retry_after: Option<i64>,
    pub duration_ms: i64,
}

impl Attempt {
    pub fn arrived(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }
}

impl Delivery {
    /// By which receivers know it, however often it is made.
    pub fn message_id(&self) -> String {
        format!("msg_{}", self.uuid)
    }

    /// A stretch of what one of this person's own webhooks was told, the latest first, and how much there is.
    pub fn of_own(
        conn: &mut Conn,
        owner: UserId,
        webhook: Uuid,
        window: Window,
    ) -> QueryResult<(i64, Vec<Delivery>)> {
        let webhook = Webhook::find_own(conn, owner, webhook)?.id;
        let own = || webhook_deliveries::table.filter(webhook_deliveries::webhook_id.eq(webhook));
        let total = own().count().get_result(conn)?;
        let found = own()
            .order(webhook_deliveries::id.desc())
            .limit(window.size())
            .offset(window.offset())
            .select(Delivery::as_select())
            .load(conn)?;
        Ok((total, found))
    }

    /// Tells a webhook something, as soon as a worker comes to it.
    pub(super) fn enqueue(
        conn: &mut Conn,
        webhook: WebhookId,
        event: WebhookEvent,
        body: &str,
        now: Timestamp,
    ) -> Result<Option<Uuid>> {
        let waiting: i64 = webhook_deliveries::table
            .filter(webhook_deliveries::webhook_id.eq(webhook))
            .filter(webhook_deliveries::state.eq(DeliveryState::Waiting))
            .count()
            .get_result(conn)?;
        if waiting >= WAITING_AT_MOST {
            log::warn!("webhook {webhook} has {waiting} deliveries waiting: {event} is not told");
            return Ok(None);
        }
        let uuid = Uuid::random();
        let delivery: WebhookDeliveryId = diesel::insert_into(webhook_deliveries::table)
            .values((
                webhook_deliveries::uuid.eq(uuid),
                webhook_deliveries::webhook_id.eq(webhook),
                webhook_deliveries::event.eq(event),
                webhook_deliveries::body.eq(body),
                webhook_deliveries::state.eq(DeliveryState::Waiting),
                webhook_deliveries::attempts.eq(0),
                webhook_deliveries::created_at.eq(now),
                webhook_deliveries::next_attempt_at.eq(now),
            ))
            .returning(webhook_deliveries::id)
            .get_result(conn)?;
        Task::DeliverWebhook { delivery }.enqueue(conn, DELIVERY_MS, now)?;
        Ok(Some(uuid))
    }

    /// Tells one of this person's own webhooks that it is being tried out.
    pub fn test_own(conn: &mut Conn, owner: UserId, webhook: Uuid, now: Timestamp) -> Result<Delivery> {
        let webhook = Webhook::find_own(conn, owner, webhook)?;
        require_on(&webhook)?;
        let event = WebhookEvent::WebhookTested;
        let about = AboutTest { webhook: ToldWebhook { uuid: webhook.uuid.to_string() } };
        let body = Told::written(event, about, now)?;
        let uuid = Self::enqueue(conn, webhook.id, event, &body, now)?.ok_or_else(too_many)?;
        Ok(Delivery::query().filter(webhook_deliveries::uuid.eq(uuid)).first(conn)?)
    }

    /// Tells it again, by the same id, from the first attempt. What still waits is left to its turn.
    pub fn replay_own(
        conn: &mut Conn,
        owner: UserId,
        webhook: Uuid,
        delivery: Uuid,
        now: Timestamp,
    ) -> Result<Delivery> {
        let webhook = Webhook::find_own(conn, owner, webhook)?;
        require_on(&webhook)?;
        let own = webhook_deliveries::uuid.eq(delivery).and(webhook_deliveries::webhook_id.eq(webhook.id));
        let found: Delivery = Delivery::query().filter(own).first(conn)?;
        let ended = webhook_deliveries::state.ne(DeliveryState::Waiting);
        let changed = diesel::update(webhook_deliveries::table.find(found.id).filter(ended))
            .set((
                webhook_deliveries::state.eq(DeliveryState::Waiting),
                webhook_deliveries::attempts.eq(0),
                webhook_deliveries::next_attempt_at.eq(now),
            ))
            .execute(conn)?;
        if changed > 0 {
            Task::DeliverWebhook { delivery: found.id }.enqueue(conn, DELIVERY_MS, now)?;
        }
        Ok(Delivery::query().filter(own).first(conn)?)
    }

    /// Whose webhook it is for; None of one that is gone.
    pub fn owner(conn: &mut Conn, id: WebhookDeliveryId) -> QueryResult<Option<UserId>> {
        webhook_deliveries::table
            .inner_join(webhooks::table)
            .filter(webhook_deliveries::id.eq(id))
            .select(webhooks::user_id)
            .first(conn)
            .optional()
    }

    /// Forgets what is old, and of each webhook what is more than is kept.
    pub fn purge(conn: &mut Conn, now: Timestamp) -> QueryResult<usize> {
        let old = webhook_deliveries::created_at.lt(now.plus_days(-KEPT_DAYS));
        let mut purged = diesel::delete(webhook_deliveries::table.filter(old)).execute(conn)?;
        let all: Vec<WebhookId> = webhooks::table.select(webhooks::id).load(conn)?;
        for webhook in all {
            let own = || webhook_deliveries::table.filter(webhook_deliveries::webhook_id.eq(webhook));
            let first_beyond: Option<WebhookDeliveryId> = own()
                .order(webhook_deliveries::id.desc())
                .offset(KEPT_AT_MOST)
                .select(webhook_deliveries::id)
                .first(conn)
                .optional()?;
            if let Some(first) = first_beyond {
                let beyond = own()
                    .filter(webhook_deliveries::id.le(first))
                    .filter(webhook_deliveries::state.ne(DeliveryState::Waiting));
                purged += diesel::delete(beyond).execute(conn)?;
            }
        }
        Ok(purged)
    }
}

impl DueDelivery {
    /// What is to be delivered now; None where there is nothing left to do. What its owner may no longer be told is ended here.
    pub fn load(conn: &mut Conn, id: WebhookDeliveryId) -> QueryResult<Option<Self>> {
        let found: Option<(Delivery, Webhook, String)> = webhook_deliveries::table
            .inner_join(webhooks::table)
            .filter(webhook_deliveries::id.eq(id))
            .filter(webhook_deliveries::state.eq(DeliveryState::Waiting))
            .select((Delivery::as_select(), Webhook::as_select(), webhooks::sealed_secret))
            .first(conn)
            .optional()?;
        Ok(found.map(|(delivery, webhook, sealed)| Self {
            address: webhook.address.clone(),
            secret: SealedSecret { webhook: webhook.uuid, sealed },
            delivery,
            webhook,
        }))
    }

    /// Whether its owner may be told this still: they, their role or their wish may have changed since it happened.
    pub fn is_wanted(&self, conn: &mut Conn) -> QueryResult<bool> {
        let (role, disabled_at): (Role, Option<Timestamp>) =
            users::table.find(self.webhook.user_id).select((users::role, users::disabled_at)).first(conn)?;
        let may = !self.delivery.event.is_of_site() || role.is_administrator();
        Ok(self.webhook.is_on() && disabled_at.is_none() && may)
    }

    /// Ends it untold.
    pub fn end_untold(&self, conn: &mut Conn) -> QueryResult<()> {
        diesel::update(webhook_deliveries::table.find(self.delivery.id))
            .set((
                webhook_deliveries::state.eq(DeliveryState::Failed),
                webhook_deliveries::error.eq(OFF),
                webhook_deliveries::next_attempt_at.eq(None::<Timestamp>),
            ))
            .execute(conn)?;
        Ok(())
    }

    /// Notes what came of an attempt, and what follows from it: another one, or none.
    pub fn note(&self, conn: &mut Conn, attempt: &Attempt, now: Timestamp) -> Result<()> {
        let attempts = self.delivery.attempts + 1;
        let is_gone = attempt.status == Some(GONE);
        let wait = usize::try_from(attempts - 1).ok().and_then(|number| WAITS.get(number));
        let asked = attempt.retry_after.unwrap_or(0).min(LONGEST_WAIT);
        let next =
            wait.filter(|_| !attempt.arrived() && !is_gone).map(|wait| now.plus_seconds(asked.max(*wait)));
        let state = match (attempt.arrived(), next) {
            (true, _) => DeliveryState::Delivered,
            (false, Some(_)) => DeliveryState::Waiting,
            (false, None) => DeliveryState::Failed,
        };
        let changed = diesel::update(webhook_deliveries::table.find(self.delivery.id))
            .set((
                webhook_deliveries::state.eq(state),
                webhook_deliveries::attempts.eq(attempts),
                webhook_deliveries::status.eq(attempt.status),
                webhook_deliveries::answer.eq(&attempt.answer),
                webhook_deliveries::error.eq(&attempt.error),
                webhook_deliveries::duration_ms.eq(attempt.duration_ms),
                webhook_deliveries::attempted_at.eq(now),
                webhook_deliveries::next_attempt_at.eq(next),
            ))
            .execute(conn)?;
        // Deleted meanwhile, with its webhook or alone.
        if changed == 0 {
            return Ok(());
        }
        if let Some(next) = next {
            Task::DeliverWebhook { delivery: self.delivery.id }.enqueue_at(conn, DELIVERY_MS, next, now)?;
        }
        Ok(self.note_webhook(conn, attempt, now)?)
    }

    /// One that arrived makes up for all that did not; one that nobody takes for days, or that is gone, is told nothing more.
    fn note_webhook(&self, conn: &mut Conn, attempt: &Attempt, now: Timestamp) -> QueryResult<()> {
        let row = webhooks::table.find(self.webhook.id);
        if attempt.arrived() {
            let failing = row.filter(webhooks::failing_since.is_not_null());
            diesel::update(failing).set(webhooks::failing_since.eq(None::<Timestamp>)).execute(conn)?;
            return Ok(());
        }
        let present: Option<Timestamp> = row.select(webhooks::failing_since).first(conn)?;
        let since = present.unwrap_or(now);
        if attempt.status == Some(GONE) || since.plus_days(GIVEN_UP_DAYS) <= now {
            let on = row.filter(webhooks::state.eq(WebhookState::On));
            let given_up = (webhooks::state.eq(WebhookState::GivenUp), webhooks::failing_since.eq(since));
            diesel::update(on).set(given_up).execute(conn)?;
        } else if present.is_none() {
            diesel::update(row).set(webhooks::failing_since.eq(now)).execute(conn)?;
        }
        Ok(())
    }
}

fn require_on(webhook: &Webhook) -> Result<()> {
    if webhook.is_on() { Ok(()) } else { Err(Error::Conflict("Turn the webhook on first.".to_owned())) }
}

fn too_many() -> Error {
    Error::Conflict("Too much waits to be delivered to this webhook.".to_owned())
}
