//! What a webhook listens for: any of the events, in one column as words.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::sql_types::Text;

use crate::db::types::{Role, WebhookEvent};

/// Some events, each once, in the order in which people read them.
#[derive(Debug, Clone, PartialEq, Eq, FromSqlRow)]
pub struct WebhookEvents(Vec<WebhookEvent>);

impl WebhookEvents {
    /// None where a word is no event that somebody of this role may choose.
    pub fn parse<'a>(words: impl IntoIterator<Item = &'a str>, role: Role) -> Option<Self> {
        let choices = WebhookEvent::choices(role);
        let chosen =
            words.into_iter().map(|word| choices.iter().copied().find(|event| event.as_str() == word));
        chosen.collect::<Option<Vec<_>>>().map(Self::sorted)
    }

    pub fn has(&self, event: WebhookEvent) -> bool {
        self.0.contains(&event)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn each(&self) -> impl Iterator<Item = WebhookEvent> {
        self.0.iter().copied()
    }

    /// Separated by spaces.
    pub fn written(&self) -> String {
        self.0.iter().map(|event| event.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn sorted(mut events: Vec<WebhookEvent>) -> Self {
        events.sort_unstable();
        events.dedup();
        Self(events)
    }
}

impl WebhookEvent {
    /// What somebody of this role may be told of.
    pub fn choices(role: Role) -> Vec<Self> {
        let may = |event: &Self| match event.is_of_site() {
            true => role.is_administrator(),
            false => *event != Self::WebhookTested,
        };
        Self::ALL.iter().copied().filter(may).collect()
    }

    /// Whether it is told to administrators, whoever it concerns.
    pub fn is_of_site(self) -> bool {
        matches!(self, Self::AccountCreated | Self::ReportCreated)
    }

    /// What happened, for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::VideoPublished => "A video of yours can be watched",
            Self::VideoFailed => "A file of yours could not be made a video",
            Self::VideoDeleted => "A video of yours was deleted",
            Self::CommentCreated => "Somebody commented on a video of yours",
            Self::SubscriptionCreated => "Somebody subscribed to a channel of yours",
            Self::AccountCreated => "Somebody opened an account on this site",
            Self::ReportCreated => "Somebody reported something on this site",
            Self::WebhookTested => "A test",
        }
    }
}

impl<DB: Backend> FromSql<Text, DB> for WebhookEvents
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let text = String::from_sql(bytes)?;
        let events = text.split_whitespace().map(WebhookEvent::parse).collect::<Option<Vec<_>>>();
        events.map(Self).ok_or_else(|| format!("unknown events: {text:?}").into())
    }
}

#[cfg(test)]
mod tests {
    use super::WebhookEvents;
    use crate::db::types::{Role, WebhookEvent};

    #[test]
    fn what_concerns_the_site_is_for_administrators() {
        let words = ["report.created", "video.published", "video.published"];
        assert_eq!(WebhookEvents::parse(words, Role::User), None);
        assert_eq!(WebhookEvents::parse(words, Role::Moderator), None);
        let chosen = WebhookEvents::parse(words, Role::Administrator).unwrap();
        assert_eq!(chosen.written(), "video.published report.created");
        assert!(chosen.has(WebhookEvent::ReportCreated) && !chosen.has(WebhookEvent::VideoFailed));
        for word in ["", "webhook.tested", "video", "video.published comment.created"] {
            assert_eq!(WebhookEvents::parse([word], Role::Administrator), None, "{word}");
        }
    }
}
