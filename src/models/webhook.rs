//! Webhooks: addresses of somebody's choice to which the site tells what happened.
//!
//! What happens is told to whoever it belongs to, and some of it to administrators (`announcements`): a row for each webhook that listens,
//! with the very words that will be sent, and a task, all in the transaction of what happened. The words tell no more than the webhook's
//! owner could read through the API. Sending is not here: `jobs/deliver_webhook` does it, and says here what came of it (`delivery`).
//!
//! The secret with which deliveries are signed is shown once and kept sealed, for a hash could not sign.

mod announcements;
mod delivery;
mod details;
mod events;
pub mod told;

use diesel::prelude::*;

pub use self::announcements::{account, comment, report, subscription, video};
pub use self::delivery::{ANSWER_CHARACTERS, Attempt, DELIVERY_MS, Delivery, DueDelivery};
pub use self::details::{WebhookDetails, WebhookSecret};
pub use self::events::WebhookEvents;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{UserId, Uuid, WebhookId};
use crate::db::schema::webhooks;
use crate::db::types::WebhookState;
use crate::error::{Invalid, Result};

/// For what the secrets are sealed.
pub const PURPOSE: &str = "webhook secret";

/// A webhook as its owner sees it.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = webhooks)]
pub struct Webhook {
    pub id: WebhookId,
    pub uuid: Uuid,
    pub user_id: UserId,
    pub address: String,
    pub events: WebhookEvents,
    pub state: WebhookState,
    /// Since when nothing has arrived, though it was tried.
    pub failing_since: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A secret that is kept, and the name of the webhook that it belongs to.
#[derive(Debug, Clone)]
pub struct SealedSecret {
    pub webhook: Uuid,
    pub sealed: String,
}

impl Webhook {
    /// This person's, in the order in which they were made.
    pub fn of_user(conn: &mut Conn, owner: UserId) -> QueryResult<Vec<Webhook>> {
        Webhook::query().filter(webhooks::user_id.eq(owner)).order(webhooks::id).load(conn)
    }

    /// One of this person's own; anybody else's is not found.
    pub fn find_own(conn: &mut Conn, owner: UserId, uuid: Uuid) -> QueryResult<Webhook> {
        Webhook::query().filter(webhooks::user_id.eq(owner)).filter(webhooks::uuid.eq(uuid)).first(conn)
    }

    /// Makes one, unless there are `at_most` already.
    pub fn create(
        conn: &mut Conn,
        owner: UserId,
        details: &WebhookDetails,
        secret: &SealedSecret,
        at_most: i64,
        now: Timestamp,
    ) -> Result<Webhook> {
        let present: i64 = webhooks::table.filter(webhooks::user_id.eq(owner)).count().get_result(conn)?;
        if present >= at_most {
            let message = format!("You have {present} webhooks. Delete one that is no longer needed.");
            return Err(Invalid::field("", message).into());
        }
        diesel::insert_into(webhooks::table)
            .values((
                webhooks::uuid.eq(secret.webhook),
                webhooks::user_id.eq(owner),
                webhooks::address.eq(details.address().as_str()),
                webhooks::events.eq(details.events()),
                webhooks::sealed_secret.eq(&secret.sealed),
                webhooks::state.eq(details.state()),
                webhooks::created_at.eq(now),
                webhooks::updated_at.eq(now),
            ))
            .execute(conn)?;
        Ok(Webhook::find_own(conn, owner, secret.webhook)?)
    }

    /// Changes it. However long it failed before, it begins anew.
    pub fn update_own(
        conn: &mut Conn,
        owner: UserId,
        uuid: Uuid,
        details: &WebhookDetails,
        now: Timestamp,
    ) -> Result<Webhook> {
        let webhook = Webhook::find_own(conn, owner, uuid)?;
        diesel::update(webhooks::table.find(webhook.id))
            .set((
                webhooks::address.eq(details.address().as_str()),
                webhooks::events.eq(details.events()),
                webhooks::state.eq(details.state()),
                webhooks::failing_since.eq(None::<Timestamp>),
                webhooks::updated_at.eq(now),
            ))
            .execute(conn)?;
        Ok(Webhook::find_own(conn, owner, uuid)?)
    }

    /// Forgets it, with all that it has told and was still to tell.
    pub fn delete_own(conn: &mut Conn, owner: UserId, uuid: Uuid) -> QueryResult<()> {
        let webhook = Webhook::find_own(conn, owner, uuid)?;
        diesel::delete(webhooks::table.find(webhook.id)).execute(conn)?;
        Ok(())
    }

    /// Keeps the secret sealed by another key.
    pub fn reseal(conn: &mut Conn, secret: &SealedSecret) -> QueryResult<()> {
        diesel::update(webhooks::table.filter(webhooks::uuid.eq(secret.webhook)))
            .set(webhooks::sealed_secret.eq(&secret.sealed))
            .execute(conn)?;
        Ok(())
    }

    pub fn is_on(&self) -> bool {
        self.state == WebhookState::On
    }
}
