//! What somebody says of a webhook, and the secret that it gets.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{SealedSecret, WebhookEvents};
use crate::db::ids::Uuid;
use crate::db::types::{Role, WebhookState};
use crate::error::{Invalid, Result};
use crate::keys::{Sealer, Secret, random_bytes};
use crate::outgoing::{Address, Client};

/// How all of them begin, by which programs know what they are given.
const START: &str = "whsec_";

/// Made only by [`WebhookDetails::parse`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookDetails {
    address: Address,
    events: WebhookEvents,
    state: WebhookState,
}

/// With which deliveries are signed, as Standard Webhooks writes it: `whsec_` and 32 random bytes in base64.
#[derive(Debug, Clone)]
pub struct WebhookSecret(Secret);

impl WebhookDetails {
    /// `outgoing` says which addresses could be dialled at all.
    pub fn parse<'a>(
        address: &str,
        events: impl IntoIterator<Item = &'a str>,
        is_enabled: bool,
        role: Role,
        outgoing: &Client,
    ) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let address = Address::parse(address)
            .and_then(|address| outgoing.judge_text(&address).map(|()| address))
            .map_err(|refused| Invalid::field("url", refused.to_string()));
        let address = invalid.take(address);
        let events = WebhookEvents::parse(events, role).filter(|events| !events.is_empty());
        let events = invalid
            .take(events.ok_or_else(|| Invalid::field("events", "Choose what the webhook is to tell.")));
        let state = if is_enabled { WebhookState::On } else { WebhookState::Off };
        match (address, events) {
            (Some(address), Some(events)) => Ok(Self { address, events, state }),
            _ => Err(invalid),
        }
    }

    pub fn address(&self) -> &Address {
        &self.address
    }

    pub(super) fn events(&self) -> String {
        self.events.written()
    }

    pub(super) fn state(&self) -> WebhookState {
        self.state
    }
}

impl WebhookSecret {
    pub fn random() -> anyhow::Result<Self> {
        Ok(Self(Secret::new(format!("{START}{}", STANDARD.encode(random_bytes::<32>()?)))))
    }

    /// To be shown to whom it is made for, once.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// Whether a text could be one.
    pub fn is_one(text: &str) -> bool {
        let key = text.strip_prefix(START).and_then(|key| STANDARD.decode(key).ok());
        key.is_some_and(|key| key.len() == 32)
    }

    /// As it is kept, tied to its webhook.
    pub fn seal(&self, sealer: &Sealer, webhook: Uuid) -> anyhow::Result<SealedSecret> {
        Ok(SealedSecret { webhook, sealed: sealer.seal(webhook.as_str(), &self.0)? })
    }

    /// The secret, and whether it wants to be sealed anew.
    pub fn open(sealer: &Sealer, kept: &SealedSecret) -> anyhow::Result<(Self, bool)> {
        let opened = sealer.open(kept.webhook.as_str(), &kept.sealed)?;
        Ok((Self(opened.secret), opened.is_old))
    }

    /// The signature of a delivery (Standard Webhooks, version 1): of its id, the moment in seconds and the body.
    pub fn sign(&self, id: &str, seconds: i64, body: &str) -> anyhow::Result<String> {
        let key = STANDARD.decode(self.expose().trim_start_matches(START))?;
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&key)?;
        mac.update(format!("{id}.{seconds}.{body}").as_bytes());
        Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
    }
}

#[cfg(test)]
mod tests {
    use super::{WebhookDetails, WebhookSecret};
    use crate::db::types::Role;
    use crate::keys::Secret;
    use crate::outgoing::{Client, Networks};

    #[test]
    fn a_signature_is_as_the_standard_has_it() {
        // The example of the standard's own libraries.
        let secret = WebhookSecret(Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned()));
        let signature =
            secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#).unwrap();
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_new_secret_says_what_it_is_and_is_not_logged() {
        let secret = WebhookSecret::random().unwrap();
        assert!(secret.expose().starts_with("whsec_") && secret.expose().len() == 50);
        assert!(!format!("{secret:?}").contains("whsec_"));
    }

    #[test]
    fn in_09_every_refused_field_is_named() {
        let parse = |address: &str, events: &[&'static str]| {
            let outgoing = Client::new(Networks::Public);
            WebhookDetails::parse(address, events.iter().copied(), true, Role::User, &outgoing)
        };
        let refused = parse("http://127.0.0.1/", &[]).unwrap_err();
        assert_eq!(refused.fields().keys().copied().collect::<Vec<_>>(), ["events", "url"]);
        assert!(parse("https://example.org/hook", &["account.created"]).is_err());
        assert!(parse("https://example.org/hook", &["comment.created"]).is_ok());
    }
}
