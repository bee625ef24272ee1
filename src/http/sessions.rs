//! Sessions in our own database behind actix-session's `SessionStore`.
//!
//! The browser holds a random key; the row holds its hash. `update` never recreates a row that is gone, so a request in flight
//! cannot revive a session that was ended meanwhile. Whoever is signed in comes back with the session in one query.

use std::collections::HashMap;

use actix_session::config::{CookieContentSecurity, PersistentSession, TtlExtensionPolicy};
use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_session::{Session, SessionMiddleware};
use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{CookieJar, Key, SameSite};
use anyhow::Context;
use sha2::{Digest, Sha256};

use super::cookies;
use super::place::Place;
use crate::app::App;
use crate::db::ids::UserId;
use crate::error::Result;
use crate::keys;
use crate::models::session::{self, NewSession};

/// The entry under which the signed-in person travels in memory; it is never stored.
pub const VIEWER: &str = "viewer";
const USER_ID: &str = "user_id";
const USER_AGENT: &str = "user_agent";
const ADDRESS_PREFIX: &str = "address_prefix";
/// The purpose of the key that signs the cookie.
pub(super) const KEY_PURPOSE: &str = "session cookie";
pub(super) const COOKIE: &str = "session";

type State = HashMap<String, String>;

pub fn middleware(app: &App) -> SessionMiddleware<DatabaseStore> {
    SessionMiddleware::builder(DatabaseStore { app: app.clone() }, jar_key(app))
        .cookie_name(cookie_name(app))
        .cookie_secure(app.origins.is_secure())
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        .cookie_path("/".to_owned())
        .cookie_content_security(CookieContentSecurity::Signed)
        .session_lifecycle(
            PersistentSession::default()
                .session_ttl(Duration::days(90))
                .session_ttl_extension_policy(TtlExtensionPolicy::OnStateChanges),
        )
        .build()
}

pub fn cookie_name(app: &App) -> String {
    cookies::name(app, COOKIE)
}

/// Begins a session for this person under a new key; whatever key the browser came with is dead.
pub fn begin(session: &Session, user: UserId, place: &Place) -> Result<()> {
    session.clear();
    session.renew();
    session.insert(USER_ID, user).context("session state")?;
    session.insert(USER_AGENT, &place.user_agent).context("session state")?;
    session.insert(ADDRESS_PREFIX, &place.address_prefix).context("session state")?;
    Ok(())
}

/// The hash of the session that this request brings: which of someone's sessions is "this device".
pub fn current_key_hash(app: &App, request: &HttpRequest) -> Option<String> {
    let cookie = request.cookie(&cookie_name(app))?;
    let mut jar = CookieJar::new();
    jar.add_original(cookie.into_owned());
    let key = jar.signed(&jar_key(app)).get(&cookie_name(app))?;
    Some(key_hash(key.value()))
}

fn jar_key(app: &App) -> Key {
    Key::from(&app.keys.derive::<64>(KEY_PURPOSE))
}

/// The hash under which a session is stored.
pub fn key_hash(key: &str) -> String {
    keys::hex(&Sha256::digest(key.as_bytes()))
}

pub struct DatabaseStore {
    app: App,
}

impl SessionStore for DatabaseStore {
    async fn load(&self, key: &SessionKey) -> Result<Option<State>, LoadError> {
        let hash = key_hash(key.as_ref());
        let now = self.app.now();
        let wanted = hash.clone();
        let loaded = self.app.db.read(move |conn| Ok(session::Session::load(conn, &wanted, now)?)).await;
        let loaded = match loaded {
            Ok(Some(loaded)) => loaded,
            Ok(None) => return Ok(None),
            Err(error) => {
                // Without the database nobody is signed in; the page itself will say what is wrong.
                log::error!("a session could not be loaded: {error}");
                return Ok(None);
            }
        };
        if loaded.is_stale {
            self.touch(hash);
        }
        let mut state: State =
            serde_json::from_str(&loaded.state).map_err(|error| LoadError::Deserialization(error.into()))?;
        let viewer = serde_json::to_string(&loaded.viewer)
            .map_err(|error| LoadError::Deserialization(error.into()))?;
        state.insert(VIEWER.to_owned(), viewer);
        Ok(Some(state))
    }

    async fn save(&self, state: State, _: &Duration) -> Result<SessionKey, SaveError> {
        let key = new_key().map_err(SaveError::Other)?;
        let new = new_session(&key, state).map_err(SaveError::Serialization)?;
        let now = self.app.now();
        self.app
            .db
            .write(move |conn| Ok(session::Session::create(conn, &new, now)?))
            .await
            .map_err(|error| SaveError::Other(error.into()))?;
        key.try_into().map_err(|_| SaveError::Other(anyhow::anyhow!("the new session key is too long")))
    }

    async fn update(&self, key: SessionKey, state: State, _: &Duration) -> Result<SessionKey, UpdateError> {
        let hash = key_hash(key.as_ref());
        let state = stored(state).map_err(UpdateError::Serialization)?;
        self.app
            .db
            .write(move |conn| Ok(session::Session::update(conn, &hash, &state)?))
            .await
            .map_err(|error| UpdateError::Other(error.into()))?;
        Ok(key)
    }

    async fn update_ttl(&self, _: &SessionKey, _: &Duration) -> anyhow::Result<()> {
        // `load` keeps `last_seen_at`, which is what a session lives by.
        Ok(())
    }

    async fn delete(&self, key: &SessionKey) -> anyhow::Result<()> {
        let hash = key_hash(key.as_ref());
        Ok(self.app.db.write(move |conn| Ok(session::Session::delete(conn, &hash)?)).await?)
    }
}

impl DatabaseStore {
    /// In the background: no page waits for it, and a lost one costs nothing.
    fn touch(&self, hash: String) {
        let app = self.app.clone();
        actix_web::rt::spawn(async move {
            let now = app.now();
            if let Err(error) = app.db.write(move |conn| Ok(session::Session::touch(conn, &hash, now)?)).await
            {
                log::warn!("a session's last use could not be noted: {error}");
            }
        });
    }
}

fn new_key() -> anyhow::Result<String> {
    Ok(keys::hex(&keys::random_bytes::<32>()?))
}

fn new_session(key: &str, state: State) -> anyhow::Result<NewSession> {
    let text = |name: &str| -> String {
        state.get(name).and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
    };
    let user_id = state.get(USER_ID).context("a session without a user is never begun")?;
    Ok(NewSession {
        key_hash: key_hash(key),
        user_id: serde_json::from_str(user_id)?,
        user_agent: text(USER_AGENT),
        address_prefix: text(ADDRESS_PREFIX),
        state: stored(state)?,
    })
}

fn stored(mut state: State) -> anyhow::Result<String> {
    state.remove(VIEWER);
    Ok(serde_json::to_string(&state)?)
}
