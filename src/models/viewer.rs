//! Who is asking: the second argument of every query that hides something.

use crate::clock::Timestamp;
use crate::db::ids::UserId;
use crate::db::types::Role;

/// Someone who looks at the site, signed in or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Viewer {
    Anonymous,
    SignedIn(SignedIn),
    /// Whoever brings a link that shares a video. Whether the link is worth anything, the queries find out.
    Guest(Guest),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guest {
    pub user: Option<SignedIn>,
    pub link: BroughtLink,
}

/// A share link as it was brought: the hash of its token, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BroughtLink {
    pub token_hash: String,
    pub at: Timestamp,
}

/// A person with a live session, as it was loaded for this request.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SignedIn {
    pub id: UserId,
    pub handle: String,
    pub display_name: String,
    #[serde(with = "role")]
    pub role: Role,
    /// Milliseconds since 1970.
    pub signed_in_at_ms: i64,
}

impl Viewer {
    pub fn user(&self) -> Option<&SignedIn> {
        match self {
            Self::Anonymous => None,
            Self::SignedIn(user) => Some(user),
            Self::Guest(guest) => guest.user.as_ref(),
        }
    }

    pub fn link(&self) -> Option<&BroughtLink> {
        match self {
            Self::Guest(guest) => Some(&guest.link),
            Self::Anonymous | Self::SignedIn(_) => None,
        }
    }

    /// The same person without the link they brought.
    pub fn without_link(&self) -> Self {
        self.user().cloned().map_or(Self::Anonymous, Self::SignedIn)
    }

    pub fn id(&self) -> Option<UserId> {
        self.user().map(|user| user.id)
    }

    pub fn is_moderator(&self) -> bool {
        self.user().is_some_and(|user| user.role.is_moderator())
    }
}

mod role {
    //! Roles travel as their word.

    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::db::types::Role;

    pub fn serialize<S: Serializer>(role: &Role, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(role.as_str())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Role, D::Error> {
        let text = String::deserialize(deserializer)?;
        Role::parse(&text).ok_or_else(|| D::Error::custom("unknown role"))
    }
}
