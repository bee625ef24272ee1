//! People and videos to test with, made where a test begins rather than clicked together.

use diesel::prelude::*;
use kinora::clock::Timestamp;
use kinora::db::Conn;
use kinora::db::ids::{UserId, Uuid, VideoId};
use kinora::db::schema::{channels, users, video_tags, videos};
use kinora::db::types::{Privacy, RecommendationPolicy, Role, VideoState};
use kinora::error::Result;
use kinora::models::channel::Channel;
use kinora::models::search;
use kinora::models::user::{AccountDetails, User};
use kinora::models::video::Video;
use kinora::models::viewer::{SignedIn, Viewer};

use super::TestApp;

/// What everyone here signs in with.
pub const PASSWORD: &str = "a quiet word for the tests";

/// A video before it is written: published and public unless the test says otherwise.
#[derive(Debug, Clone)]
pub struct VideoDraft {
    pub title: String,
    pub description: String,
    pub tags: Vec<String>,
    pub privacy: Privacy,
    pub state: VideoState,
    pub blocked: bool,
    pub comments_enabled: bool,
    pub downloads_enabled: bool,
    pub duration_ms: i64,
    pub views: i64,
    pub recommendation_policy: RecommendationPolicy,
}

impl TestApp {
    /// The account of this name; it is made when it is first asked for, with [`PASSWORD`] and a channel of its own.
    pub async fn user(&self, name: &str) -> User {
        self.user_with_role(name, Role::User).await
    }

    pub async fn moderator(&self, name: &str) -> User {
        self.user_with_role(name, Role::Moderator).await
    }

    pub async fn administrator(&self, name: &str) -> User {
        self.user_with_role(name, Role::Administrator).await
    }

    async fn user_with_role(&self, name: &str, role: Role) -> User {
        let name = name.to_owned();
        let hash = self.app.hasher.hash_now(PASSWORD).unwrap();
        let now = self.app.now();
        self.write(move |conn| {
            if let Some(user) = User::find_by_handle(conn, &name).optional()? {
                // Asked for again as somebody ordinary, one stays what one is.
                let role = role.max(user.role);
                diesel::update(users::table.find(user.id)).set(users::role.eq(role)).execute(conn)?;
                return Ok(User::find(conn, user.id)?);
            }
            let details = AccountDetails::parse_by_operator(&name, &format!("{name}@example.org"))?;
            User::create(conn, &details, &hash, role, now)
        })
        .await
    }

    /// The first channel of this person.
    pub async fn channel_of(&self, owner: &User) -> Channel {
        let owner = owner.id;
        self.read(move |conn| Ok(Channel::of_user(conn, owner)?.remove(0))).await
    }

    /// A video on the owner's first channel, without files: `change` says what is special about it.
    pub async fn video(&self, owner: &User, change: impl FnOnce(&mut VideoDraft)) -> Video {
        let mut draft = VideoDraft::ordinary();
        change(&mut draft);
        let (owner, now) = (owner.id, self.app.now());
        let video = self.write(move |conn| insert_video(conn, owner, &draft, now)).await;
        self.app.catalogue_changed(video.id);
        video
    }

    /// One of which only this is special.
    pub async fn video_in(&self, owner: &User, privacy: Privacy, state: VideoState, blocked: bool) -> Video {
        let change = |draft: &mut VideoDraft| {
            draft.privacy = privacy;
            draft.state = state;
            draft.blocked = blocked;
        };
        self.video(owner, change).await
    }
}

/// This person as the models meet them in a request.
pub fn signed_in(user: &User) -> SignedIn {
    SignedIn {
        id: user.id,
        handle: user.handle.clone(),
        display_name: user.display_name.clone(),
        role: user.role,
        signed_in_at_ms: user.created_at.millis(),
    }
}

pub fn viewer(user: &User) -> Viewer {
    Viewer::SignedIn(signed_in(user))
}

impl VideoDraft {
    fn ordinary() -> Self {
        Self {
            title: "A quiet harbour".to_owned(),
            description: "Boats leave before the sun is up.".to_owned(),
            tags: Vec::new(),
            privacy: Privacy::Public,
            state: VideoState::Published,
            blocked: false,
            comments_enabled: true,
            downloads_enabled: true,
            duration_ms: 60_000,
            views: 0,
            recommendation_policy: RecommendationPolicy::Any,
        }
    }
}

fn insert_video(conn: &mut Conn, owner: UserId, draft: &VideoDraft, now: Timestamp) -> Result<Video> {
    let channel: kinora::db::ids::ChannelId = channels::table
        .filter(channels::user_id.eq(owner))
        .order(channels::id)
        .select(channels::id)
        .first(conn)?;
    let id: VideoId = diesel::insert_into(videos::table)
        .values((
            (
                videos::uuid.eq(Uuid::random()),
                videos::channel_id.eq(channel),
                videos::title.eq(&draft.title),
                videos::description.eq(&draft.description),
                videos::description_html
                    .eq(kinora::text::markdown::to_html(&draft.description).into_string()),
                videos::privacy.eq(draft.privacy),
                videos::sensitive.eq(false),
                videos::state.eq(draft.state),
                videos::blocked_at.eq(draft.blocked.then_some(now)),
                videos::published_at.eq((draft.state == VideoState::Published).then_some(now)),
                videos::created_at.eq(now),
                videos::updated_at.eq(now),
            ),
            (
                videos::duration_ms.eq(draft.duration_ms),
                videos::width.eq(640),
                videos::height.eq(360),
                videos::media_epoch.eq(0_i64),
                videos::comments_enabled.eq(draft.comments_enabled),
                videos::downloads_enabled.eq(draft.downloads_enabled),
                videos::views.eq(draft.views),
                videos::likes.eq(0_i64),
                videos::dislikes.eq(0_i64),
                videos::comments.eq(0_i64),
                videos::recommendation_policy.eq(draft.recommendation_policy),
            ),
        ))
        .returning(videos::id)
        .get_result(conn)?;
    for tag in &draft.tags {
        diesel::insert_into(video_tags::table)
            .values((video_tags::video_id.eq(id), video_tags::tag.eq(tag)))
            .execute(conn)?;
    }
    search::index(conn, id)?;
    Ok(Video::find(conn, id)?)
}
