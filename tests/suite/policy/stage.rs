//! People, and for each call fresh things of the owner's to call the routes with.

use diesel::prelude::*;
use kinora::db::ids::Uuid;
use kinora::db::schema::{api_tokens, reports, tasks, videos};
use kinora::db::types::{ImportRunner, Privacy, TaskState, TokenKind, VideoState};
use kinora::models::api_token::{ApiToken, TokenDetails, TokenSecret};
use kinora::models::captions::{CaptionsDetails, NewCaptions, VideoCaptions};
use kinora::models::comment::{Comment, CommentDetails};
use kinora::models::feedback::Opinion;
use kinora::models::import::{Import, ImportDetails};
use kinora::models::playlist::{Playlist, PlaylistDetails, Stretch};
use kinora::models::report::{Report, ReportDetails, ReportSubject};
use kinora::models::session::Session;
use kinora::models::share_link::{ShareLink, ShareLinkDetails, ShareToken};
use kinora::models::subscription::Subscription;
use kinora::models::task::Task;
use kinora::models::user::User;
use kinora::models::video::{NewUpload, Upload, Video, VideoDetails, VideoRef};
use kinora::models::watch_event::{self, Arrival, Playable};
use kinora::models::webhook::{Delivery, PURPOSE, Webhook, WebhookDetails, WebhookSecret};
use kinora::paths;
use kinora::text::captions::Captions;
use serde_json::Value;

use super::Rule;
use crate::support::builders::{VideoDraft, signed_in};
use crate::support::captions::WEBVTT;
use crate::support::{Answer, Bearer, PASSWORD, TestApp, Visitor};

const CHAPTERS: &str = "0:00 One\n0:10 Two\n0:20 Three";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    Anybody,
    Other,
    Owner,
    Moderator,
    Administrator,
}

pub struct Stage {
    pub app: TestApp,
    owner: User,
    /// What stays the same for all calls.
    names: Vec<(&'static str, String)>,
}

/// One actor, before things that nobody has touched yet.
pub struct Scene {
    pub visitor: Visitor,
    /// The same person as a program has them.
    program: Bearer,
    names: Vec<(&'static str, String)>,
}

impl Actor {
    pub const ALL: [Self; 5] =
        [Self::Anybody, Self::Other, Self::Owner, Self::Moderator, Self::Administrator];

    fn name(self) -> Option<&'static str> {
        match self {
            Self::Anybody => None,
            Self::Other => Some("ben"),
            Self::Owner => Some("ann"),
            Self::Moderator => Some("mod_mia"),
            Self::Administrator => Some("ada"),
        }
    }
}

impl Stage {
    pub async fn build() -> Self {
        let app = TestApp::start_with_ladder(&[("KINORA_EVENT_STREAM_SECONDS", "0")]).await;
        app.moderator("mod_mia").await;
        app.administrator("ada").await;
        app.user("ben").await;
        let owner = app.user("ann").await;
        let ann = app.sign_in("ann").await;
        let public = app.uploaded_large(&ann, "Open files", "public").await;
        let private = app.uploaded_large(&ann, "Closed files", "private").await;
        let css = app.get("/").await.attribute("link[href$='/app.css']", "href");
        let (client_id, client_secret) = app.program().oauth_client().await;
        let names = vec![
            ("client_id", client_id),
            ("client_secret", client_secret),
            ("media", media(&public)),
            ("private_media", media(&private)),
            ("open_files", paths::videos::short(&public.uuid)),
            ("closed_files", paths::videos::short(&private.uuid)),
            ("uploaded", public.uuid.to_string()),
            ("css", css),
            ("origin", app.url("")),
            ("password", PASSWORD.to_owned()),
        ];
        Self { app, owner, names }
    }

    pub async fn scene(&self, actor: Actor) -> Scene {
        // So that no limit of an hour is met, however many rules there are; the oldest sessions still live at the end.
        self.app.advance_seconds(3700);
        let visitor = match actor.name() {
            Some(name) => self.app.sign_in(name).await,
            None => self.app.visitor(),
        };
        let program = match actor.name() {
            Some(name) => self.app.signed_in_program(name).await,
            None => self.app.program(),
        };
        let mut names = self.names.clone();
        names.extend(self.things().await);
        Scene { visitor, program, names }
    }

    async fn things(&self) -> Vec<(&'static str, String)> {
        let (app, owner) = (&self.app, &self.owner);
        let fresh = format!("x{}", &Uuid::random().as_str()[..8]);
        let with_chapters = |video: &mut VideoDraft| video.description = CHAPTERS.to_owned();
        let public = app.video(owner, with_chapters).await;
        let private = app
            .video(owner, |video| {
                with_chapters(video);
                video.privacy = Privacy::Private;
            })
            .await;
        let playlists = self.playlists(&public).await;
        let webhooks = self.webhooks().await;
        let unlisted = app.video(owner, |video| video.privacy = Privacy::Unlisted).await;
        let blocked = app.video(owner, |video| video.blocked = true).await;
        let target = app.user(&format!("t{fresh}")).await;
        let disliked = app.channel_of(&target).await;
        let (author, now) = (signed_in(owner), app.app.now());
        let (open, closed) = (public.uuid, private.uuid);
        let watched = Playable { id: public.id, duration_ms: public.duration_ms };
        let (less_of, followed) = (disliked.id, disliked.handle.clone());
        let with_captions = [public.id, private.id];
        let said = Captions::parse(WEBVTT.as_bytes()).unwrap();
        let said = NewCaptions::new(CaptionsDetails::parse("en", "").unwrap(), &said, i64::MAX);
        let details_of_upload = VideoDetails::parse("Half a film", "", "", "private").unwrap();
        let new_upload = NewUpload { uuid: Uuid::random(), bytes: 10, channel: None, quota_bytes: i64::MAX };
        let arriving = new_upload.uuid;
        let token = ShareToken::random().unwrap();
        let shared = token.clone();
        let secret = TokenSecret::random(TokenKind::Personal).unwrap();
        let (comment, private_comment, share_link, session, report, task, api_token) = app
            .write(move |conn| {
                let words = CommentDetails::parse("Something", "/w/x")?;
                let comment = Comment::create(conn, &author, open, None, &words, now)?;
                let private = Comment::create(conn, &author, closed, None, &words, now)?;
                let session = Session::of_user(conn, author.id, now)?.pop().unwrap();
                let details = ReportDetails::parse("spam", "")?;
                Report::create(conn, &author, ReportSubject::Video(VideoRef::Uuid(open)), &details, now)?;
                let report: Uuid =
                    reports::table.order(reports::id.desc()).select(reports::uuid).first(conn)?;
                // Else there would soon be too many.
                diesel::delete(videos::table.filter(videos::state.eq(VideoState::Uploading)))
                    .execute(conn)?;
                Upload::begin(
                    conn,
                    author.id,
                    &details_of_upload,
                    &new_upload,
                    i64::MAX,
                    (now, now.plus_days(1)),
                )?;
                watch_event::estimate(conn, author.id, watched, 30_000, Arrival::unknown(), now)?;
                Opinion::NotInterested(watched.id).note(conn, author.id, now)?;
                Opinion::LessOf(less_of).note(conn, author.id, now)?;
                Subscription::Subscribed.set(conn, &author, &followed, now)?;
                for video in with_captions {
                    VideoCaptions::add_generated(conn, video, &said, now)?;
                }
                let details = ShareLinkDetails::parse("Aunt", "week")?;
                ShareLink::create(conn, author.id, closed, &details, &shared, now)?;
                let share_link = ShareLink::of_own(conn, author.id, closed, now)?.1.remove(0).uuid;
                let task = Task::Sweep.enqueue(conn, 1, now)?;
                diesel::update(tasks::table.find(task))
                    .set((tasks::state.eq(TaskState::Failed), tasks::error.eq("broken")))
                    .execute(conn)?;
                // Else there would soon be too many.
                diesel::delete(api_tokens::table.filter(api_tokens::kind.eq(TokenKind::Personal)))
                    .execute(conn)?;
                let details = TokenDetails::parse("A program", ["read"], "week", "")?;
                let api_token = ApiToken::create(conn, author.id, &details, &secret, now)?.uuid;
                Ok((comment.uuid, private.uuid, share_link, session.key_hash, report, task, api_token))
            })
            .await;
        let mut things = vec![
            ("fresh", fresh),
            ("arriving", arriving.to_string()),
            ("playback", Uuid::random().to_string()),
            ("public_uuid", public.uuid.to_string()),
            ("private_uuid", private.uuid.to_string()),
            ("public", paths::videos::short(&public.uuid)),
            ("private", paths::videos::short(&private.uuid)),
            ("unlisted", paths::videos::short(&unlisted.uuid)),
            ("blocked", paths::videos::short(&blocked.uuid)),
            ("target", target.uuid.to_string()),
            ("disliked_channel", disliked.handle),
            ("comment", comment.to_string()),
            ("private_comment", private_comment.to_string()),
            ("share_link", share_link.to_string()),
            ("share_token", token.expose().to_owned()),
            ("session", session),
            ("report", report.to_string()),
            ("task", task.to_string()),
            ("token", api_token.to_string()),
        ];
        things.extend(playlists);
        things.push(("import_uuid", self.import().await));
        things.extend(webhooks);
        things
    }

    /// One that has been told something.
    async fn webhooks(&self) -> Vec<(&'static str, String)> {
        let (app, owner, now) = (self.app.app.clone(), self.owner.id, self.app.app.now());
        let (webhook, delivery) = self
            .app
            .write(move |conn| {
                use kinora::db::schema::{webhook_deliveries, webhooks};
                use kinora::db::types::{DeliveryState, Role};
                // Else there would soon be too many.
                diesel::delete(webhooks::table).execute(conn)?;
                let details = WebhookDetails::parse(
                    "https://example.org/",
                    ["video.failed"],
                    true,
                    Role::User,
                    &app.webhooks,
                )?;
                let secret = WebhookSecret::random()?.seal(&app.keys.sealer(PURPOSE), Uuid::random())?;
                let webhook = Webhook::create(conn, owner, &details, &secret, 10, now)?;
                let delivery = Delivery::test_own(conn, owner, webhook.uuid, now)?;
                diesel::update(webhook_deliveries::table)
                    .set(webhook_deliveries::state.eq(DeliveryState::Failed))
                    .execute(conn)?;
                Ok((webhook.uuid, delivery.uuid))
            })
            .await;
        vec![("webhook", webhook.to_string()), ("delivery", delivery.to_string())]
    }

    /// One that a command began.
    async fn import(&self) -> String {
        let (owner, now) = (self.owner.id, self.app.app.now());
        let begin = move |conn: &mut kinora::db::Conn| {
            let details = ImportDetails::parse("folder", "/srv/films", "", "private")?;
            Import::create(conn, owner, &details, ImportRunner::Command, now)
        };
        self.app.write(begin).await.uuid.to_string()
    }

    /// A public one with a video in it, and a private one.
    async fn playlists(&self, video: &Video) -> Vec<(&'static str, String)> {
        let (author, video, now) = (signed_in(&self.owner), VideoRef::Uuid(video.uuid), self.app.app.now());
        let (public, private, item) = self
            .app
            .write(move |conn| {
                use kinora::db::schema::playlists;
                // Else there would soon be too many.
                diesel::delete(playlists::table).execute(conn)?;
                let public = PlaylistDetails::parse("Boats", "", "public", "ann_channel")?;
                let public = Playlist::create(conn, author.id, &public, now)?.uuid;
                let private = PlaylistDetails::parse("For me", "", "private", "")?;
                let private = Playlist::create(conn, author.id, &private, now)?.uuid;
                let item = Playlist::add(conn, &author, public, video, Stretch::default(), now)?;
                Ok((public, private, item))
            })
            .await;
        vec![
            ("playlist_uuid", public.to_string()),
            ("private_playlist_uuid", private.to_string()),
            ("playlist", paths::videos::short(&public)),
            ("private_playlist", paths::videos::short(&private)),
            ("item", item.to_string()),
        ]
    }
}

impl Scene {
    /// As a page of the site would, or a program.
    pub async fn call(&self, rule: &Rule) -> Answer {
        let address = self.address(rule);
        if rule.route.starts_with("/api/") {
            let fields = self.fields(rule).into_iter().map(|(name, value)| {
                let value = serde_json::from_str(&value).unwrap_or(Value::String(value));
                (name.to_owned(), value)
            });
            let body = rule.changes().then(|| Value::Object(fields.collect()));
            return self.program.send_with(rule.method, &address, body, rule.headers).await;
        }
        match rule.method {
            "POST" if rule.headers.is_empty() => {
                let fields = self.fields(rule);
                let fields: Vec<(&str, &str)> =
                    fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                self.visitor.post(address, &fields).await
            }
            method => {
                let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
                let request = self.visitor.request(method, &address).header("sec-fetch-site", "same-origin");
                let headers = rule.headers.iter();
                self.visitor
                    .send(headers.fold(request, |request, (name, value)| request.header(*name, *value)))
                    .await
            }
        }
    }

    pub fn address(&self, rule: &Rule) -> String {
        self.named(rule.address)
    }

    pub fn fields(&self, rule: &Rule) -> Vec<(&'static str, String)> {
        rule.fields.iter().map(|(name, value)| (*name, self.named(value))).collect()
    }

    fn named(&self, text: &str) -> String {
        let text = self
            .names
            .iter()
            .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value));
        assert!(!text.contains('{'), "nothing on stage is called {text}");
        text
    }
}

/// The unsigned address of a video's picture.
fn media(video: &Video) -> String {
    let (uuid, version) = (&video.uuid, video.media_version.as_deref().unwrap());
    format!("/m/{uuid}/{version}/{uuid}-card-{}.jpg", video.poster.as_deref().unwrap())
}
