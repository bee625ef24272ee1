//! The words that columns may hold, each an enum stored as text.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

macro_rules! text_enum {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression, FromSqlRow)]
        #[diesel(sql_type = Text)]
        pub enum $name { $($variant),+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The variant that is written so, if there is one.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl<DB: Backend> ToSql<Text, DB> for $name
        where
            str: ToSql<Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                self.as_str().to_sql(out)
            }
        }

        impl<DB: Backend> FromSql<Text, DB> for $name
        where
            String: FromSql<Text, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
                let text = String::from_sql(bytes)?;
                Self::parse(&text).ok_or_else(|| format!("unknown {}: {text:?}", stringify!($name)).into())
            }
        }
    };
}

text_enum! {
    /// What an account may do on the whole site; each may do all that those before it may.
    Role { User = "user", Moderator = "moderator", Administrator = "administrator" }
}
text_enum! {
    /// What a token is: one that somebody made for themselves, or of a pair that a program got for a password.
    TokenKind { Personal = "personal", Access = "access", Refresh = "refresh" }
}
text_enum! {
    /// What whoever brings a token may do with it; none includes another.
    Scope { Read = "read", Write = "write", Upload = "upload" }
}
text_enum! {
    /// What a webhook tells of; the last is somebody trying it out.
    WebhookEvent {
        VideoPublished = "video.published", VideoFailed = "video.failed", VideoDeleted = "video.deleted",
        CommentCreated = "comment.created", SubscriptionCreated = "subscription.created",
        AccountCreated = "account.created", ReportCreated = "report.created",
        WebhookTested = "webhook.tested",
    }
}
text_enum! {
    /// Whether a webhook tells; or no longer, because nobody listened for days.
    WebhookState { On = "on", Off = "off", GivenUp = "given_up" }
}
text_enum! {
    DeliveryState { Waiting = "waiting", Delivered = "delivered", Failed = "failed" }
}
text_enum! {
    /// What a handle names.
    HandleKind { User = "user", Channel = "channel" }
}
text_enum! {
    /// Who may find and see a video.
    Privacy { Public = "public", Unlisted = "unlisted", Private = "private" }
}
text_enum! {
    /// How far a video has come.
    VideoState { Uploading = "uploading", Processing = "processing", Published = "published", Failed = "failed" }
}
text_enum! {
    /// Which videos its creator wants beside this one.
    RecommendationPolicy { Any = "any", OwnAccount = "own_account", OwnChannel = "own_channel" }
}
text_enum! {
    /// What a media file is for.
    MediaKind {
        Web = "web", Video = "video", Audio = "audio", Poster = "poster",
        Storyboard = "storyboard", Waveform = "waveform", Caption = "caption",
    }
}
text_enum! {
    /// Where a video's chapters come from; the table holds none of descriptions, which are read each time.
    ChapterOrigin { Creator = "creator", Description = "description", File = "file" }
}
text_enum! {
    /// What a playlist is for.
    PlaylistKind { Regular = "regular", WatchLater = "watch_later" }
}
text_enum! {
    /// A viewer's opinion of a video or a comment.
    Rating { Like = "like", Dislike = "dislike" }
}
text_enum! {
    ReportReason { Spam = "spam", Abuse = "abuse", Illegal = "illegal", Rights = "rights", Other = "other" }
}
text_enum! {
    ReportState { Open = "open", Accepted = "accepted", Rejected = "rejected" }
}
text_enum! {
    /// Where a viewer came from when a watch began.
    WatchSource {
        Home = "home", UpNext = "up_next", Search = "search", Channel = "channel",
        Subscription = "subscription", Direct = "direct", Embed = "embed", Api = "api",
    }
}
text_enum! {
    /// The page on which recommended videos were shown.
    ImpressionPage { Home = "home", UpNext = "up_next" }
}
text_enum! {
    FeedbackKind { NotInterested = "not_interested", Less = "less" }
}
text_enum! {
    /// Queues that do not hold each other up.
    Lane { Quick = "quick", Media = "media", Training = "training" }
}
text_enum! {
    /// What a moderator or an administrator did.
    AuditAction {
        SetRole = "set_role", Enable = "enable", Disable = "disable",
        Block = "block", Unblock = "unblock", Delete = "delete", Hide = "hide", Show = "show",
        Accept = "accept", Dismiss = "dismiss", Reopen = "reopen", Retry = "retry",
        Run = "run", RollBack = "roll_back", Compare = "compare", StopComparing = "stop_comparing",
        Unpin = "unpin", Train = "train",
    }
}
text_enum! {
    /// What it was done to.
    AuditSubject {
        User = "user", Video = "video", Comment = "comment", Report = "report", Task = "task",
        Model = "model",
    }
}
text_enum! {
    /// How much a training tries: what is learned in closed form, or also what takes its time.
    TrainingEffort { Quick = "quick", Thorough = "thorough" }
}
text_enum! {
    TaskState { Queued = "queued", Done = "done", Failed = "failed" }
}

text_enum! {
    /// From where videos are brought.
    ImportSource { Folder = "folder", Takeout = "takeout", Peertube = "peertube", Mediacms = "mediacms" }
}
text_enum! {
    /// Who works on an import: tasks, or a command that somebody watches.
    ImportRunner { Task = "task", Command = "command" }
}
text_enum! {
    ImportState { Running = "running", Stopped = "stopped", Done = "done", Failed = "failed" }
}
text_enum! {
    /// What was found somewhere else.
    ImportItemKind { Video = "video", Playlist = "playlist" }
}
text_enum! {
    /// What became of one thing that was found.
    ImportItemState {
        Waiting = "waiting", Taken = "taken", ThereAlready = "there_already",
        PassedOver = "passed_over", Failed = "failed",
    }
}

impl serde::Serialize for TrainingEffort {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for TrainingEffort {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("no effort of training"))
    }
}

impl Role {
    pub fn is_moderator(self) -> bool {
        self >= Self::Moderator
    }

    pub fn is_administrator(self) -> bool {
        self == Self::Administrator
    }
}
