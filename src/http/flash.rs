//! One notice after a redirect: a code in a one-shot signed cookie, never text.

use std::future::{Ready, ready};

use actix_web::cookie::time::Duration;
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, HttpResponse};

use super::cookies;
use crate::app::App;
use crate::error::{Error, Result};
use crate::keys;
use crate::views::{Notice, NoticeKind};

const COOKIE: &str = "notice";

macro_rules! notices {
    ($($variant:ident = $kind:ident $text:literal),+ $(,)?) => {
        /// What a page may say once.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Done { $($variant),+ }

        impl Done {
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            fn code(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant)),+ }
            }

            fn notice(self) -> Notice {
                match self { $(Self::$variant => Notice { text: $text.to_owned(), kind: NoticeKind::$kind }),+ }
            }
        }
    };
}

notices! {
    SignedUp = Done "Welcome! Your account is ready.",
    SignedIn = Done "You are signed in.",
    SignedOut = Done "You are signed out.",
    ProfileSaved = Done "Your profile is saved.",
    PasswordChanged = Done "Your password is changed. Other devices were signed out.",
    SessionEnded = Done "That device is signed out.",
    TokenRevoked = Done "That token no longer works.",
    TokensRevoked = Done "No program acts for you any more.",
    ChannelCreated = Done "Your channel is ready.",
    ChannelSaved = Done "The channel is saved.",
    Subscribed = Done "You are subscribed.",
    Unsubscribed = Done "You are no longer subscribed.",
    UploadReceived = Done "Your file has arrived and is being prepared.",
    VideoSaved = Done "The video is saved.",
    ShareLinkCreated = Done "The link is ready. Copy it now: it is shown only once.",
    ShareLinkEnded = Done "The link no longer works.",
    VideoDeleted = Done "The video is deleted.",
    PlaylistCreated = Done "The playlist is ready.",
    PlaylistSaved = Done "The playlist is saved.",
    PlaylistDeleted = Done "The playlist is deleted.",
    PlaylistItemRemoved = Done "The video is no longer in the playlist.",
    PlaylistsSaved = Done "Your playlists are saved.",
    ImportBegun = Done "The import has begun. You may leave this page.",
    ImportStopped = Done "Stopped. What has been taken stays.",
    ImportGoesOn = Done "It goes on.",
    ChaptersSaved = Done "The chapters are saved.",
    CaptionsAdded = Done "The captions are added.",
    CaptionsSaved = Done "The captions are saved.",
    CaptionsDeleted = Done "The captions are deleted.",
    CommentPosted = Done "Comment posted.",
    CommentSaved = Done "Comment saved.",
    CommentDeleted = Done "Comment deleted.",
    Rated = Done "Thanks, noted.",
    FeedbackNoted = Done "Noted: you will see less of this.",
    FeedbackWithdrawn = Done "Taken back: it may be recommended to you again.",
    HistoryEntryRemoved = Done "Removed from your history, and forgotten.",
    HistoryCleared = Done "Your history is cleared, and your lists begin anew.",
    HistoryPaused = Done "Paused: what you watch is not kept.",
    HistoryResumed = Done "What you watch is kept again.",
    StrangerForgotten = Done "Forgotten. Your list begins anew.",
    WebhookCreated = Done "The webhook is ready. Copy its secret now: it is shown only once.",
    WebhookSaved = Done "The webhook is saved.",
    WebhookDeleted = Done "The webhook is deleted.",
    WebhookTold = Done "It is being told. Look again in a moment.",
    Reported = Done "Thank you. A moderator will look at it.",
    AdminDone = Done "Done.",
    AdminNothing = Problem "Nothing was selected.",
    AdminUnchanged = Done "Nothing had to be changed.",
    ModelRun = Done "Done. Every server runs that version within seconds.",
    ModelTraining = Done "A training is queued.",
    AdminRefused = Problem "That is not possible.",
}

/// Answers a form that was accepted.
pub struct Flash {
    app: App,
}

impl Flash {
    /// 303 to a local path, with a notice on the page that opens.
    pub fn redirect(&self, path: impl AsRef<str>, done: Done) -> Result<HttpResponse> {
        let signature = self.app.keys.signer("notice").sign(done.code().as_bytes());
        let value = format!("{}.{}", done.code(), keys::hex(&signature));
        let mut response = see_other(path)?;
        response
            .add_cookie(&cookies::cookie(&self.app, COOKIE, value, Some(Duration::minutes(1))))
            .map_err(|error| anyhow::anyhow!(error))?;
        Ok(response)
    }
}

/// 303 without a notice.
pub fn see_other(path: impl AsRef<str>) -> Result<HttpResponse> {
    let location = header::HeaderValue::from_str(path.as_ref()).map_err(|error| anyhow::anyhow!(error))?;
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, location)).finish())
}

/// The notice that this request brings, if it is one of ours.
pub fn take(app: &App, request: &HttpRequest) -> Option<Notice> {
    let cookie = request.cookie(&cookies::name(app, COOKIE))?;
    let (code, signature) = cookie.value().split_once('.')?;
    let done = Done::ALL.iter().find(|done| done.code() == code)?;
    let signature = keys::unhex(signature)?;
    app.keys.signer("notice").verify(code.as_bytes(), &signature).then(|| done.notice())
}

/// Makes the browser forget the notice that was just shown.
pub fn clear(app: &App) -> actix_web::cookie::Cookie<'static> {
    cookies::removal(app, COOKIE)
}

impl FromRequest for Flash {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(super::app::of(request).map(|app| Self { app }))
    }
}
