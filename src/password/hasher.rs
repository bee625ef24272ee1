//! Hashing for many people at once: few at a time, a short queue, and an honest refusal beyond it.
//!
//! A hash keeps one processor busy for a fifth of a second. Without this gate, two hundred sign-ins would take every thread that also
//! serves pages.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{PasswordError, PasswordKeys, Verdict, hash, verify};

/// How many may wait while others are hashed.
const QUEUE: usize = 32;

#[derive(Clone)]
pub struct Hasher {
    keys: PasswordKeys,
    cost: u32,
    running: Arc<Semaphore>,
    /// Running and waiting together.
    places: Arc<Semaphore>,
    /// A hash of nobody's password: who does not exist is checked for as long as who does.
    dummy: Arc<str>,
}

#[derive(Debug, thiserror::Error)]
pub enum HashingFailed {
    /// The queue is full; a second later it may not be.
    #[error("too many passwords are being checked")]
    Busy,
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error("the hashing thread ended early: {0}")]
    Thread(#[from] tokio::task::JoinError),
}

impl Hasher {
    /// For this machine: half its processors hash at once, and at least one.
    pub fn new(keys: PasswordKeys, cost: u32) -> Result<Self, PasswordError> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self::with_permits(keys, cost, (cores / 2).max(1))
    }

    fn with_permits(keys: PasswordKeys, cost: u32, permits: usize) -> Result<Self, PasswordError> {
        let dummy = hash(&keys, "nobody has this password", cost)?.into();
        let running = Arc::new(Semaphore::new(permits));
        let places = Arc::new(Semaphore::new(permits + QUEUE));
        Ok(Self { keys, cost, running, places, dummy })
    }

    /// What to store for a password.
    pub async fn hash(&self, password: String) -> Result<String, HashingFailed> {
        let turn = self.turn().await?;
        let hasher = self.clone();
        in_background(turn, move || hash(&hasher.keys, &password, hasher.cost)).await
    }

    /// Compares with what is stored; None stands for a person who does not exist or may not sign in, and takes as long.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<Verdict, HashingFailed> {
        let turn = self.turn().await?;
        let hasher = self.clone();
        in_background(turn, move || match stored {
            Some(stored) => verify(&hasher.keys, &password, &stored, hasher.cost),
            None => verify(&hasher.keys, &password, &hasher.dummy, hasher.cost).map(|_| Verdict::Wrong),
        })
        .await
    }

    /// For the command line, which has nobody to wait for.
    pub fn hash_now(&self, password: &str) -> Result<String, PasswordError> {
        hash(&self.keys, password, self.cost)
    }

    async fn turn(&self) -> Result<Turn, HashingFailed> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| HashingFailed::Busy)?;
        let permit = Arc::clone(&self.running).acquire_owned().await.map_err(|_| HashingFailed::Busy)?;
        Ok(Turn { _permit: permit, _place: place })
    }
}

/// Held by the thread that hashes, not by the request that asked: a visitor who leaves does not free the processor.
struct Turn {
    _permit: OwnedSemaphorePermit,
    _place: OwnedSemaphorePermit,
}

async fn in_background<T: Send + 'static>(
    turn: Turn,
    work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
) -> Result<T, HashingFailed> {
    let done = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    });
    Ok(done.await??)
}

#[cfg(test)]
mod tests {
    use super::{Hasher, HashingFailed, QUEUE};
    use crate::keys::{MasterKey, Secret};
    use crate::password::{PasswordKeys, Verdict};

    fn hasher() -> Hasher {
        let key = MasterKey::from_secrets(&Secret::new("s".repeat(32)), None).unwrap();
        Hasher::with_permits(PasswordKeys::derived_from(&key), 4, 1).unwrap()
    }

    #[tokio::test]
    async fn a_person_and_nobody_are_checked_alike() {
        let hasher = hasher();
        let stored = hasher.hash("a fine long password".to_owned()).await.unwrap();
        let check = async |password: &str, stored| hasher.verify(password.to_owned(), stored).await.unwrap();
        assert_eq!(check("a fine long password", Some(stored.clone())).await, Verdict::Right);
        assert_eq!(check("another one", Some(stored)).await, Verdict::Wrong);
        assert_eq!(check("nobody has this password", None).await, Verdict::Wrong);
    }

    #[tokio::test]
    async fn au_11_beyond_the_queue_the_answer_is_busy_at_once() {
        let hasher = hasher();
        let asked: Vec<_> = (0..200).map(|_| hasher.verify("x".to_owned(), None)).collect();
        let answers = futures_util::future::join_all(asked).await;
        let busy = answers.iter().filter(|answer| matches!(answer, Err(HashingFailed::Busy))).count();
        assert_eq!(busy, 200 - 1 - QUEUE);
        assert!(hasher.verify("x".to_owned(), None).await.is_ok(), "the queue is free again");
    }
}
