//! A user name and a password, tried: for the sign-in page, and for programs that ask for tokens.
//!
//! Whether an account exists shows in no outcome, and not in how long it takes.

use super::App;
use crate::db::ids::UserId;
use crate::error::{Error, Invalid, Result};
use crate::models::throttle::Bucket;
use crate::models::user::{Credentials, User};
use crate::password::{HashingFailed, Verdict};

/// Who tries, and from where.
#[derive(Debug, Clone)]
pub struct SignInAttempt {
    /// As a handle is stored; what can be nobody's is empty.
    pub handle: String,
    pub address_prefix: String,
    pub device: Device,
}

/// Whether somebody has signed in to this account from there before: strangers' failures do not lock them out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    Known,
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInOutcome {
    Right {
        user: UserId,
        /// What ends when the password changes begins with this.
        epoch: i64,
    },
    Wrong,
    /// Too many have failed; nothing was tried.
    Wait {
        seconds: i64,
    },
}

impl App {
    /// Tries a password, and counts the failure or forgets the earlier ones.
    pub async fn try_password(&self, attempt: &SignInAttempt, password: &str) -> Result<SignInOutcome> {
        let (buckets, now) = (attempt.buckets(), self.now());
        let wanted = buckets.clone();
        let seconds = self.db.read(move |conn| Ok(Bucket::wait(conn, &wanted, now)?)).await?;
        let address = &attempt.address_prefix;
        if seconds > 0 {
            log::warn!(target: "kinora::security", "sign-in-throttled address={address}");
            return Ok(SignInOutcome::Wait { seconds });
        }
        let Some(found) = self.authenticated(&attempt.handle, password).await? else {
            log::warn!(target: "kinora::security", "sign-in-failed address={address}");
            let failing =
                move |conn: &mut _| Ok(buckets.iter().try_for_each(|bucket| bucket.fail(conn, now))?);
            self.db.write(failing).await?;
            return Ok(SignInOutcome::Wrong);
        };
        self.db.write(move |conn| Ok(buckets[0].clear(conn)?)).await?;
        Ok(SignInOutcome::Right { user: found.user, epoch: found.epoch })
    }

    /// Asks somebody who is signed in already for their password, before they do what outlives this visit: whoever finds an open
    /// session must not be able to, and it must not become a place to guess the password.
    pub async fn require_password(&self, attempt: &SignInAttempt, password: &str) -> Result<()> {
        match self.try_password(attempt, password).await? {
            SignInOutcome::Right { .. } => Ok(()),
            SignInOutcome::Wrong => {
                Err(Invalid::field("current_password", "This is not your present password.").into())
            }
            SignInOutcome::Wait { seconds } => Err(Error::TooMany { retry_after: seconds }),
        }
    }

    async fn authenticated(&self, handle: &str, password: &str) -> Result<Option<Credentials>> {
        let wanted = handle.to_owned();
        let credentials = self.db.read(move |conn| Ok(Credentials::of(conn, &wanted)?)).await?;
        let stored = credentials.as_ref().map(|credentials| credentials.password_hash.clone());
        let verdict = self.hasher.verify(password.to_owned(), stored).await.map_err(hashing_failed)?;
        let Some(found) = credentials.filter(|_| verdict.is_right()) else { return Ok(None) };
        if verdict == Verdict::RightButOld {
            let hash = self.hasher.hash(password.to_owned()).await.map_err(hashing_failed)?;
            let user = found.user;
            self.db.write(move |conn| Ok(User::rehash_password(conn, user, &hash)?)).await?;
        }
        Ok(Some(found))
    }
}

impl SignInAttempt {
    /// The account's bucket first: success clears that one alone.
    fn buckets(&self) -> Vec<Bucket> {
        let account = match self.device {
            Device::Known => Bucket::KnownDevice(self.handle.clone()),
            Device::Unknown => Bucket::Account(self.handle.clone()),
        };
        vec![account, Bucket::AddressPrefix(self.address_prefix.clone())]
    }
}

/// A full queue passes; anything else is ours to look at.
pub fn hashing_failed(failure: HashingFailed) -> Error {
    match failure {
        HashingFailed::Busy => Error::Busy("too many passwords are being checked"),
        other => Error::Internal(other.into()),
    }
}
