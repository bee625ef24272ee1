//! The table. Addresses and fields name what [`super::stage`] has on stage: `{public}`, `{private}` and so on.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Page,
    Moved,
    /// A form was accepted.
    Done,
    /// A form was read and found wanting, so whoever sent it was let in.
    Refused,
    SignIn,
    NotFound,
    /// Never right: an error, a refusal that tells more than "not found".
    Unexpected,
}

use Outcome::{Done, Moved, NotFound, Page, Refused, SignIn};

pub struct Rule {
    pub method: &'static str,
    /// As in `routes.rs`.
    pub route: &'static str,
    /// One address of that route.
    pub address: &'static str,
    pub fields: &'static [(&'static str, &'static str)],
    /// Of a request that is no form.
    pub headers: &'static [(&'static str, &'static str)],
    pub expected: Expected,
}

impl Rule {
    /// Whether it is there to change something.
    pub fn changes(&self) -> bool {
        matches!(self.method, "POST" | "PUT" | "PATCH" | "DELETE")
    }
}

/// For anybody signed out, another user, the owner or author, a moderator, an administrator.
type Expected = [Outcome; 5];

const EVERYBODY: Expected = [Page; 5];
const EVERYBODY_MAY: Expected = [Done; 5];
const MEMBERS: Expected = [SignIn, Page, Page, Page, Page];
const MEMBERS_MAY: Expected = [SignIn, Done, Done, Done, Done];
const MEMBERS_TRY: Expected = [SignIn, Refused, Refused, Refused, Refused];
const OWNER: Expected = [SignIn, NotFound, Page, NotFound, NotFound];
const OWNER_MAY: Expected = [SignIn, NotFound, Done, NotFound, NotFound];
const OWNER_TRIES: Expected = [SignIn, NotFound, Refused, NotFound, NotFound];
const VIEWERS: Expected = [NotFound, NotFound, Page, Page, Page];
const VIEWERS_MAY: Expected = [NotFound, NotFound, Done, Done, Done];
const MEMBERS_WHO_SEE_IT: Expected = [SignIn, NotFound, Page, Page, Page];
const MEMBERS_WHO_SEE_IT_MAY: Expected = [SignIn, NotFound, Done, Done, Done];
const MODERATORS: Expected = [SignIn, NotFound, NotFound, Page, Page];
const MODERATORS_MAY: Expected = [SignIn, NotFound, NotFound, Done, Done];
const ADMINISTRATORS: Expected = [SignIn, NotFound, NotFound, NotFound, Page];
const ADMINISTRATORS_MAY: Expected = [SignIn, NotFound, NotFound, NotFound, Done];
const MEMBERS_FIND_NOTHING: Expected = [SignIn, NotFound, NotFound, NotFound, NotFound];
/// Moderators are strangers too.
const OWNER_ALONE: Expected = [NotFound, NotFound, Page, NotFound, NotFound];
const NOBODY: Expected = [NotFound; 5];

const fn get(route: &'static str, address: &'static str, expected: Expected) -> Rule {
    Rule { method: "GET", route, address, fields: &[], headers: &[], expected }
}

const fn post(
    route: &'static str,
    address: &'static str,
    fields: &'static [(&'static str, &'static str)],
    expected: Expected,
) -> Rule {
    Rule { method: "POST", route, address, fields, headers: &[], expected }
}

const fn plain(
    method: &'static str,
    route: &'static str,
    address: &'static str,
    headers: &'static [(&'static str, &'static str)],
    expected: Expected,
) -> Rule {
    Rule { method, route, address, fields: &[], headers, expected }
}

const TUS: (&str, &str) = ("tus-resumable", "1.0.0");
const BEGIN: &[(&str, &str)] =
    &[TUS, ("upload-length", "10"), ("upload-metadata", "filename YS5tcDQ=,privacy cHVibGlj")];
const PIECE: &[(&str, &str)] =
    &[TUS, ("upload-offset", "0"), ("content-type", "application/offset+octet-stream")];

const WATCHED: &[(&str, &str)] =
    &[("session", "{playback}"), ("position_ms", "1000"), ("watched_ms", "1000")];

pub const RULES: &[Rule] = &[
    get("/", "/", EVERYBODY),
    get("/search", "/search?q=harbour", EVERYBODY),
    get("/assets/{hash}/{file}", "{css}", EVERYBODY),
    get("/m/{path:.*}", "{media}", EVERYBODY),
    Rule { method: "HEAD", ..get("/m/{path:.*}", "{media}", EVERYBODY) },
    Rule { method: "OPTIONS", ..get("/m/{path:.*}", "{media}", EVERYBODY_MAY) },
    get("/m/{path:.*}", "{private_media}", NOBODY),
    Rule { method: "OPTIONS", ..get("/m/{path:.*}", "{private_media}", NOBODY) },
    get("/healthz", "/healthz", EVERYBODY),
    get("/readyz", "/readyz", EVERYBODY),
    get("/a/{handle}", "/a/ann", EVERYBODY),
    get("/c/{handle}", "/c/ann_channel", EVERYBODY),
    // Watching, and talking about it.
    get("/w/{id}", "/w/{public}", EVERYBODY),
    get("/w/{id}", "/w/{unlisted}", EVERYBODY),
    get("/w/{id}", "/w/{private}", VIEWERS),
    get("/w/{id}", "/w/{blocked}", [NotFound, NotFound, NotFound, Page, Page]),
    get("/w/p/{id}", "/w/p/{playlist}", EVERYBODY),
    get("/w/p/{id}", "/w/p/{private_playlist}", OWNER_ALONE),
    get("/videos/watch/playlist/{id}", "/videos/watch/playlist/{playlist_uuid}", [Moved; 5]),
    get(
        "/videos/watch/playlist/{id}",
        "/videos/watch/playlist/{private_playlist_uuid}",
        [NotFound, NotFound, Moved, NotFound, NotFound],
    ),
    get("/w/{id}", "/w/{public}?playlist={playlist}", EVERYBODY),
    get("/w/{id}/playlists", "/w/{public}/playlists", MEMBERS),
    get("/w/{id}/playlists", "/w/{private}/playlists", MEMBERS_WHO_SEE_IT),
    post("/w/{id}/playlists", "/w/{public}/playlists", &[("playlist", "watch-later")], MEMBERS_MAY),
    post(
        "/w/{id}/playlists",
        "/w/{private}/playlists",
        &[("playlist", "watch-later")],
        MEMBERS_WHO_SEE_IT_MAY,
    ),
    post("/w/{id}/playlists", "/w/{public}/playlists", &[("listed", "{playlist_uuid}")], OWNER_MAY),
    get("/videos/watch/{id}", "/videos/watch/{public_uuid}", [Moved; 5]),
    get("/videos/watch/{id}", "/videos/watch/{private_uuid}", [NotFound, NotFound, Moved, Moved, Moved]),
    get("/videos/{id}", "/videos/{public_uuid}", [Moved; 5]),
    get("/videos/{id}", "/videos/{private_uuid}", [NotFound, NotFound, Moved, Moved, Moved]),
    // Within other sites' pages, and for other programs, everybody is a stranger.
    get("/videos/embed/{id}", "/videos/embed/{public_uuid}", EVERYBODY),
    get("/videos/embed/{id}", "/videos/embed/{public}", EVERYBODY),
    get("/videos/embed/{id}", "/videos/embed/{unlisted}", EVERYBODY),
    get("/videos/embed/{id}", "/videos/embed/{private}", NOBODY),
    get("/videos/embed/{id}", "/videos/embed/{private}?share={share_token}", NOBODY),
    get("/videos/embed/{id}", "/videos/embed/{blocked}", NOBODY),
    post("/videos/embed/{id}/watch", "/videos/embed/{public}/watch", WATCHED, EVERYBODY_MAY),
    post("/videos/embed/{id}/watch", "/videos/embed/{private}/watch", WATCHED, NOBODY),
    post("/videos/embed/{id}/watch", "/videos/embed/{private}/watch?share={share_token}", WATCHED, NOBODY),
    get("/oembed", "/oembed?url={origin}/w/{public}", EVERYBODY),
    get("/oembed", "/oembed?url={origin}/w/{unlisted}", EVERYBODY),
    get("/oembed", "/oembed?url={origin}/w/{private}", NOBODY),
    get("/oembed", "/oembed?url={origin}/w/{private}?share={share_token}", NOBODY),
    get("/oembed", "/oembed?url={origin}/w/{blocked}", NOBODY),
    get("/feeds/videos.{format}", "/feeds/videos.xml", EVERYBODY),
    get("/feeds/videos.{format}", "/feeds/videos.atom?accountName=ann", EVERYBODY),
    get("/feeds/videos.{format}", "/feeds/videos.json?videoChannelName=ann_channel", EVERYBODY),
    get("/feeds/videos.{format}", "/feeds/videos.exe", NOBODY),
    get("/feeds/podcast/videos.xml", "/feeds/podcast/videos.xml?videoChannelName=ann_channel", EVERYBODY),
    get("/sitemap.xml", "/sitemap.xml", EVERYBODY),
    get("/sitemap/{number}.xml", "/sitemap/1.xml", EVERYBODY),
    get("/sitemap/{number}.xml", "/sitemap/2.xml", NOBODY),
    get("/robots.txt", "/robots.txt", EVERYBODY),
    get("/speculation-rules.json", "/speculation-rules.json", EVERYBODY),
    get("/docs/api", "/docs/api", EVERYBODY),
    get("/docs/api/endpoints/{section}", "/docs/api/endpoints/own-account", EVERYBODY),
    get("/docs/api/endpoints/{section}", "/docs/api/endpoints/nothing", NOBODY),
    get("/docs/api/shapes", "/docs/api/shapes", EVERYBODY),
    get("/docs/api/{guide}", "/docs/api/start", EVERYBODY),
    // Programs say who they are with a token, and are strangers without one.
    get("/api/v1/openapi.json", "/api/v1/openapi.json", EVERYBODY),
    get("/api/v1/config", "/api/v1/config", EVERYBODY),
    get("/api/v1/config/about", "/api/v1/config/about", EVERYBODY),
    get("/api/v1/server/stats", "/api/v1/server/stats", EVERYBODY),
    get("/.well-known/nodeinfo", "/.well-known/nodeinfo", EVERYBODY),
    get("/nodeinfo/2.1.json", "/nodeinfo/2.1.json", EVERYBODY),
    get("/api/v1/videos", "/api/v1/videos", EVERYBODY),
    plain("POST", "/api/v1/videos/upload", "/api/v1/videos/upload", &[], MEMBERS_TRY),
    plain(
        "POST",
        "/api/v1/videos/upload-resumable",
        "/api/v1/videos/upload-resumable",
        &[("x-upload-content-length", "10")],
        MEMBERS_MAY,
    ),
    plain(
        "PUT",
        "/api/v1/videos/upload-resumable",
        "/api/v1/videos/upload-resumable?upload_id={arriving}",
        &[("content-range", "bytes */10")],
        OWNER_MAY,
    ),
    plain(
        "DELETE",
        "/api/v1/videos/upload-resumable",
        "/api/v1/videos/upload-resumable?upload_id={arriving}",
        &[],
        OWNER_MAY,
    ),
    plain(
        "PUT",
        "/api/v1/videos/{id}/captions/{language}",
        "/api/v1/videos/{public}/captions/en",
        &[],
        OWNER_TRIES,
    ),
    plain(
        "DELETE",
        "/api/v1/videos/{id}/captions/{language}",
        "/api/v1/videos/{private}/captions/en",
        &[],
        OWNER_MAY,
    ),
    Rule {
        method: "PUT",
        ..post(
            "/api/v1/videos/{id}/chapters",
            "/api/v1/videos/{private}/chapters",
            &[("chapters", "[]")],
            OWNER_MAY,
        )
    },
    get("/api/v1/videos/{id}", "/api/v1/videos/{public}", EVERYBODY),
    get("/api/v1/videos/{id}", "/api/v1/videos/{public_uuid}", EVERYBODY),
    get("/api/v1/videos/{id}", "/api/v1/videos/{unlisted}", EVERYBODY),
    get("/api/v1/videos/{id}", "/api/v1/videos/{private}", VIEWERS),
    get("/api/v1/videos/{id}", "/api/v1/videos/{private}?share={share_token}", VIEWERS),
    get("/api/v1/videos/{id}", "/api/v1/videos/{blocked}", [NotFound, NotFound, NotFound, Page, Page]),
    get("/api/v1/videos/{id}/", "/api/v1/videos/{public}/", EVERYBODY),
    get("/api/v1/videos/{id}/", "/api/v1/videos/{private}/", VIEWERS),
    get("/api/v1/videos/{id}/description", "/api/v1/videos/{public}/description", EVERYBODY),
    get("/api/v1/videos/{id}/description", "/api/v1/videos/{private}/description", VIEWERS),
    get("/api/v1/videos/{id}/captions", "/api/v1/videos/{public}/captions", EVERYBODY),
    get("/api/v1/videos/{id}/captions", "/api/v1/videos/{private}/captions", VIEWERS),
    get("/api/v1/videos/{id}/chapters", "/api/v1/videos/{public}/chapters", EVERYBODY),
    get("/api/v1/videos/{id}/chapters", "/api/v1/videos/{private}/chapters", VIEWERS),
    get("/api/v1/videos/{id}/storyboards", "/api/v1/videos/{public}/storyboards", EVERYBODY),
    get("/api/v1/videos/{id}/storyboards", "/api/v1/videos/{private}/storyboards", VIEWERS),
    get("/api/v1/videos/{id}/recommendations", "/api/v1/videos/{public}/recommendations", EVERYBODY),
    get("/api/v1/videos/{id}/recommendations", "/api/v1/videos/{private}/recommendations", VIEWERS),
    get("/api/v1/videos/{id}/comment-threads", "/api/v1/videos/{public}/comment-threads", EVERYBODY),
    get("/api/v1/videos/{id}/comment-threads", "/api/v1/videos/{private}/comment-threads", VIEWERS),
    get(
        "/api/v1/videos/{id}/comment-threads/{thread}",
        "/api/v1/videos/{public}/comment-threads/{comment}",
        EVERYBODY,
    ),
    get(
        "/api/v1/videos/{id}/comment-threads/{thread}",
        "/api/v1/videos/{private}/comment-threads/{private_comment}",
        VIEWERS,
    ),
    get(
        "/api/v1/videos/{id}/comment-threads/{thread}",
        "/api/v1/videos/{public}/comment-threads/{private_comment}",
        NOBODY,
    ),
    post(
        "/api/v1/videos/{id}/comment-threads",
        "/api/v1/videos/{public}/comment-threads",
        &[("text", "Hello")],
        MEMBERS,
    ),
    post(
        "/api/v1/videos/{id}/comment-threads",
        "/api/v1/videos/{private}/comment-threads",
        &[("text", "Hello")],
        MEMBERS_WHO_SEE_IT,
    ),
    post(
        "/api/v1/videos/{id}/comments/{comment}",
        "/api/v1/videos/{public}/comments/{comment}",
        &[("text", "Hello")],
        MEMBERS,
    ),
    post(
        "/api/v1/videos/{id}/comments/{comment}",
        "/api/v1/videos/{private}/comments/{private_comment}",
        &[("text", "Hello")],
        MEMBERS_WHO_SEE_IT,
    ),
    post(
        "/api/v1/videos/{id}/comments/{comment}",
        "/api/v1/videos/{public}/comments/{private_comment}",
        &[("text", "Hello")],
        MEMBERS_FIND_NOTHING,
    ),
    Rule {
        method: "PUT",
        ..post(
            "/api/v1/videos/{id}/comments/{comment}",
            "/api/v1/videos/{public}/comments/{comment}",
            &[("text", "Better")],
            OWNER,
        )
    },
    plain(
        "DELETE",
        "/api/v1/videos/{id}/comments/{comment}",
        "/api/v1/videos/{public}/comments/{comment}",
        &[],
        [SignIn, NotFound, Done, Done, Done],
    ),
    get(
        "/api/v1/videos/{id}/comments/{comment}/replies",
        "/api/v1/videos/{public}/comments/{comment}/replies",
        EVERYBODY,
    ),
    get(
        "/api/v1/videos/{id}/comments/{comment}/replies",
        "/api/v1/videos/{private}/comments/{private_comment}/replies",
        VIEWERS,
    ),
    Rule {
        method: "PUT",
        ..post(
            "/api/v1/comments/{id}/rate",
            "/api/v1/comments/{comment}/rate",
            &[("rating", "like")],
            MEMBERS_MAY,
        )
    },
    Rule {
        method: "PUT",
        ..post(
            "/api/v1/comments/{id}/rate",
            "/api/v1/comments/{private_comment}/rate",
            &[("rating", "like")],
            MEMBERS_WHO_SEE_IT_MAY,
        )
    },
    get("/api/v1/oauth-clients/local", "/api/v1/oauth-clients/local", EVERYBODY),
    post(
        "/api/v1/users/token",
        "/api/v1/users/token",
        &[
            ("client_id", "{client_id}"),
            ("client_secret", "{client_secret}"),
            ("grant_type", "password"),
            ("username", "ben"),
            ("password", "{password}"),
        ],
        EVERYBODY,
    ),
    post("/api/v1/users/revoke-token", "/api/v1/users/revoke-token", &[], MEMBERS),
    get("/api/v1/videos/{id}/events", "/api/v1/videos/{public}/events", EVERYBODY),
    get("/api/v1/videos/{id}/events", "/api/v1/videos/{private}/events", VIEWERS),
    get("/api/v1/webhooks", "/api/v1/webhooks", MEMBERS),
    post(
        "/api/v1/webhooks",
        "/api/v1/webhooks",
        &[("url", "https://example.org/hook"), ("events", "[\"video.failed\"]")],
        MEMBERS,
    ),
    get("/api/v1/webhooks/{id}", "/api/v1/webhooks/{webhook}", OWNER),
    Rule {
        method: "PUT",
        ..post("/api/v1/webhooks/{id}", "/api/v1/webhooks/{webhook}", &[("enabled", "false")], OWNER)
    },
    plain("DELETE", "/api/v1/webhooks/{id}", "/api/v1/webhooks/{webhook}", &[], OWNER_MAY),
    get("/api/v1/webhooks/{id}/deliveries", "/api/v1/webhooks/{webhook}/deliveries", OWNER),
    post("/api/v1/webhooks/{id}/deliveries", "/api/v1/webhooks/{webhook}/deliveries", &[], OWNER),
    post(
        "/api/v1/webhooks/{id}/deliveries/{delivery}/replay",
        "/api/v1/webhooks/{webhook}/deliveries/{delivery}/replay",
        &[],
        OWNER,
    ),
    get("/api/v1/users/me", "/api/v1/users/me", MEMBERS),
    get("/api/v1/users/me/tokens", "/api/v1/users/me/tokens", MEMBERS),
    post(
        "/api/v1/users/me/tokens",
        "/api/v1/users/me/tokens",
        &[
            ("name", "Backup"),
            ("scopes", "[\"read\"]"),
            ("expires", "week"),
            ("currentPassword", "{password}"),
        ],
        MEMBERS,
    ),
    plain("DELETE", "/api/v1/users/me/tokens/{uuid}", "/api/v1/users/me/tokens/{token}", &[], OWNER_MAY),
    Rule {
        method: "PUT",
        ..post("/api/v1/users/me", "/api/v1/users/me", &[("description", "At sea")], MEMBERS_MAY)
    },
    get("/api/v1/users/me/video-quota-used", "/api/v1/users/me/video-quota-used", MEMBERS),
    get("/api/v1/users/me/videos", "/api/v1/users/me/videos", MEMBERS),
    get("/api/v1/users/me/feed", "/api/v1/users/me/feed", MEMBERS),
    Rule {
        method: "PUT",
        ..post("/api/v1/videos/{id}", "/api/v1/videos/{public}", &[("name", "Better")], OWNER_MAY)
    },
    Rule {
        method: "PUT",
        ..post("/api/v1/videos/{id}", "/api/v1/videos/{private}", &[("name", "Better")], OWNER_MAY)
    },
    plain("DELETE", "/api/v1/videos/{id}", "/api/v1/videos/{public}", &[], OWNER_MAY),
    plain("DELETE", "/api/v1/videos/{id}", "/api/v1/videos/{private}", &[], OWNER_MAY),
    post(
        "/api/v1/videos/{id}/feedback",
        "/api/v1/videos/{public}/feedback",
        &[("feedback", "not_interested")],
        MEMBERS_MAY,
    ),
    post(
        "/api/v1/videos/{id}/feedback",
        "/api/v1/videos/{private}/feedback",
        &[("feedback", "less_from_channel")],
        MEMBERS_WHO_SEE_IT_MAY,
    ),
    plain("DELETE", "/api/v1/videos/{id}/feedback", "/api/v1/videos/{public}/feedback", &[], MEMBERS_MAY),
    plain(
        "DELETE",
        "/api/v1/videos/{id}/feedback",
        "/api/v1/videos/{private}/feedback",
        &[],
        MEMBERS_WHO_SEE_IT_MAY,
    ),
    post(
        "/api/v1/video-channels",
        "/api/v1/video-channels",
        &[("name", "{fresh}"), ("displayName", "At sea")],
        MEMBERS,
    ),
    Rule {
        method: "PUT",
        ..post(
            "/api/v1/video-channels/{handle}",
            "/api/v1/video-channels/ann_channel",
            &[("displayName", "Ann at sea")],
            OWNER_MAY,
        )
    },
    post(
        "/api/v1/videos/{id}/views",
        "/api/v1/videos/{public}/views",
        &[("currentTime", "5")],
        EVERYBODY_MAY,
    ),
    post("/api/v1/videos/{id}/views", "/api/v1/videos/{private}/views", &[("currentTime", "5")], VIEWERS_MAY),
    Rule {
        method: "PUT",
        ..post("/api/v1/videos/{id}/rate", "/api/v1/videos/{public}/rate", &[("rating", "like")], MEMBERS_MAY)
    },
    Rule {
        method: "PUT",
        ..post(
            "/api/v1/videos/{id}/rate",
            "/api/v1/videos/{private}/rate",
            &[("rating", "like")],
            MEMBERS_WHO_SEE_IT_MAY,
        )
    },
    get("/api/v1/users/me/videos/{id}/rating", "/api/v1/users/me/videos/{public}/rating", MEMBERS),
    get(
        "/api/v1/users/me/videos/{id}/rating",
        "/api/v1/users/me/videos/{private}/rating",
        MEMBERS_WHO_SEE_IT,
    ),
    get("/api/v1/users/me/subscriptions", "/api/v1/users/me/subscriptions", MEMBERS),
    get(
        "/api/v1/users/me/subscriptions/exist",
        "/api/v1/users/me/subscriptions/exist?uris=ann_channel",
        MEMBERS,
    ),
    get("/api/v1/users/me/subscriptions/videos", "/api/v1/users/me/subscriptions/videos", MEMBERS),
    get(
        "/api/v1/users/me/subscriptions/{handle}",
        "/api/v1/users/me/subscriptions/{disliked_channel}",
        OWNER,
    ),
    post(
        "/api/v1/users/me/subscriptions",
        "/api/v1/users/me/subscriptions",
        &[("uri", "{disliked_channel}")],
        MEMBERS_MAY,
    ),
    plain(
        "DELETE",
        "/api/v1/users/me/subscriptions/{handle}",
        "/api/v1/users/me/subscriptions/{disliked_channel}",
        &[],
        OWNER_MAY,
    ),
    get("/api/v1/users/me/history/videos", "/api/v1/users/me/history/videos", MEMBERS),
    plain(
        "DELETE",
        "/api/v1/users/me/history/videos/{id}",
        "/api/v1/users/me/history/videos/{public}",
        &[],
        OWNER_MAY,
    ),
    post(
        "/api/v1/users/me/history/videos/remove",
        "/api/v1/users/me/history/videos/remove",
        &[],
        MEMBERS_MAY,
    ),
    get("/api/v1/video-channels", "/api/v1/video-channels", EVERYBODY),
    get("/api/v1/video-channels/{handle}", "/api/v1/video-channels/ann_channel", EVERYBODY),
    get("/api/v1/video-channels/{handle}/videos", "/api/v1/video-channels/ann_channel/videos", EVERYBODY),
    get(
        "/api/v1/video-channels/{handle}/video-playlists",
        "/api/v1/video-channels/ann_channel/video-playlists",
        EVERYBODY,
    ),
    get("/api/v1/video-playlists", "/api/v1/video-playlists", EVERYBODY),
    get("/api/v1/video-playlists/{id}", "/api/v1/video-playlists/{playlist}", EVERYBODY),
    get("/api/v1/video-playlists/{id}", "/api/v1/video-playlists/{private_playlist}", OWNER_ALONE),
    get("/api/v1/video-playlists/{id}/videos", "/api/v1/video-playlists/{playlist}/videos", EVERYBODY),
    get(
        "/api/v1/video-playlists/{id}/videos",
        "/api/v1/video-playlists/{private_playlist}/videos",
        OWNER_ALONE,
    ),
    post(
        "/api/v1/video-playlists",
        "/api/v1/video-playlists",
        &[("displayName", "Boats"), ("privacy", "1")],
        MEMBERS,
    ),
    Rule {
        method: "PUT",
        ..post(
            "/api/v1/video-playlists/{id}",
            "/api/v1/video-playlists/{playlist}",
            &[("displayName", "Ships")],
            OWNER_MAY,
        )
    },
    Rule {
        method: "DELETE",
        ..post("/api/v1/video-playlists/{id}", "/api/v1/video-playlists/{playlist}", &[], OWNER_MAY)
    },
    post(
        "/api/v1/video-playlists/{id}/videos",
        "/api/v1/video-playlists/{playlist}/videos",
        &[("videoId", "{public_uuid}")],
        [SignIn, NotFound, Page, NotFound, NotFound],
    ),
    post(
        "/api/v1/video-playlists/{id}/videos/reorder",
        "/api/v1/video-playlists/{playlist}/videos/reorder",
        &[("startPosition", "1"), ("insertAfterPosition", "0")],
        OWNER_MAY,
    ),
    Rule {
        method: "PUT",
        ..post(
            "/api/v1/video-playlists/{id}/videos/{element}",
            "/api/v1/video-playlists/{playlist}/videos/{item}",
            &[("startTimestamp", "3")],
            OWNER_MAY,
        )
    },
    Rule {
        method: "DELETE",
        ..post(
            "/api/v1/video-playlists/{id}/videos/{element}",
            "/api/v1/video-playlists/{playlist}/videos/{item}",
            &[],
            OWNER_MAY,
        )
    },
    get(
        "/api/v1/users/me/video-playlists/videos-exist",
        "/api/v1/users/me/video-playlists/videos-exist?videoIds=1",
        MEMBERS,
    ),
    get("/api/v1/accounts/{handle}/video-playlists", "/api/v1/accounts/ann/video-playlists", EVERYBODY),
    get("/api/v1/search/video-playlists", "/api/v1/search/video-playlists?search=boats", EVERYBODY),
    get("/api/v1/accounts/{handle}", "/api/v1/accounts/ann", EVERYBODY),
    get("/api/v1/accounts/{handle}/videos", "/api/v1/accounts/ann/videos", EVERYBODY),
    get("/api/v1/accounts/{handle}/video-channels", "/api/v1/accounts/ann/video-channels", EVERYBODY),
    get("/api/v1/search/videos", "/api/v1/search/videos?search=harbour", EVERYBODY),
    get("/api/v1/search/video-channels", "/api/v1/search/video-channels?search=ann", EVERYBODY),
    get("/w/{id}/transcript", "/w/{public}/transcript", EVERYBODY),
    get("/w/{id}/transcript", "/w/{private}/transcript", VIEWERS),
    get("/w/{id}/captions/{language}.vtt", "/w/{public}/captions/en.vtt", EVERYBODY),
    get("/w/{id}/captions/{language}.vtt", "/w/{private}/captions/en.vtt", VIEWERS),
    get("/w/{id}/chapters.vtt", "/w/{public}/chapters.vtt", EVERYBODY),
    get("/w/{id}/chapters.vtt", "/w/{private}/chapters.vtt", VIEWERS),
    get("/w/{id}/comments", "/w/{public}/comments", EVERYBODY),
    get("/w/{id}/comments", "/w/{private}/comments", VIEWERS),
    get("/w/{id}/comments/{comment}", "/w/{public}/comments/{comment}", EVERYBODY),
    get("/w/{id}/comments/{comment}", "/w/{private}/comments/{private_comment}", VIEWERS),
    // A comment is not found under a video that it does not belong to, whoever may see both.
    get("/w/{id}/comments/{comment}", "/w/{public}/comments/{private_comment}", NOBODY),
    get("/w/{id}/download/{quality}", "/w/{open_files}/download/240", EVERYBODY),
    get("/w/{id}/download/{quality}", "/w/{closed_files}/download/240", VIEWERS),
    get("/w/{id}/download/{quality}", "/w/{closed_files}/download/1080", NOBODY),
    post("/w/{id}/comments", "/w/{public}/comments", &[("body", "Hello")], MEMBERS_MAY),
    post("/w/{id}/comments", "/w/{private}/comments", &[("body", "Hello")], MEMBERS_WHO_SEE_IT_MAY),
    post("/w/{id}/rating", "/w/{public}/rating", &[("rating", "like")], MEMBERS_MAY),
    post("/w/{id}/rating", "/w/{private}/rating", &[("rating", "like")], MEMBERS_WHO_SEE_IT_MAY),
    post("/w/{id}/watch", "/w/{public}/watch", WATCHED, EVERYBODY_MAY),
    post("/w/{id}/watch", "/w/{private}/watch", WATCHED, VIEWERS_MAY),
    post("/w/{id}/visits", "/w/{public}/visits", &[], EVERYBODY_MAY),
    post("/w/{id}/visits", "/w/{private}/visits", &[], VIEWERS_MAY),
    post("/w/{id}/feedback", "/w/{public}/feedback", &[("kind", "less")], EVERYBODY),
    post("/w/{id}/feedback", "/w/{private}/feedback", &[("kind", "less")], VIEWERS),
    get("/comments/{id}", "/comments/{comment}", OWNER),
    post("/comments/{id}", "/comments/{comment}", &[("body", "Better")], OWNER_MAY),
    post("/comments/{id}/delete", "/comments/{comment}/delete", &[], MEMBERS_WHO_SEE_IT_MAY),
    post("/comments/{id}/rating", "/comments/{comment}/rating", &[("rating", "like")], MEMBERS_MAY),
    post(
        "/comments/{id}/rating",
        "/comments/{private_comment}/rating",
        &[("rating", "like")],
        MEMBERS_WHO_SEE_IT_MAY,
    ),
    // Nobody subscribes to themself.
    post(
        "/c/{handle}/subscription",
        "/c/ann_channel/subscription",
        &[("subscribed", "true")],
        [SignIn, Done, Refused, Done, Done],
    ),
    get("/reports/new", "/reports/new?video={public}", MEMBERS),
    get("/reports/new", "/reports/new?video={private}", MEMBERS_WHO_SEE_IT),
    get("/reports/new", "/reports/new?comment={private_comment}", MEMBERS_WHO_SEE_IT),
    post("/reports/new", "/reports/new", &[("video", "{public}"), ("reason", "spam")], MEMBERS_MAY),
    post(
        "/reports/new",
        "/reports/new",
        &[("video", "{private}"), ("reason", "spam")],
        MEMBERS_WHO_SEE_IT_MAY,
    ),
    // Accounts.
    get("/sign-up", "/sign-up", EVERYBODY),
    post(
        "/sign-up",
        "/sign-up",
        &[("username", "{fresh}"), ("email", "x@example.org"), ("password", "fourteen quiet words")],
        EVERYBODY_MAY,
    ),
    get("/sign-in", "/sign-in", EVERYBODY),
    post("/sign-in", "/sign-in", &[("username", "ben"), ("password", "{password}")], EVERYBODY_MAY),
    post("/sign-out", "/sign-out", &[], EVERYBODY_MAY),
    get("/settings", "/settings", MEMBERS),
    post("/settings", "/settings", &[("display_name", "Somebody"), ("about", "")], MEMBERS_MAY),
    post(
        "/settings/password",
        "/settings/password",
        &[("current_password", "wrong"), ("new_password", "short")],
        MEMBERS_TRY,
    ),
    post("/settings/sessions/{id}/delete", "/settings/sessions/{session}/delete", &[], OWNER_MAY),
    get("/settings/tokens", "/settings/tokens", MEMBERS),
    post("/settings/tokens", "/settings/tokens", &[("name", "Backup")], MEMBERS_TRY),
    // The secret is on the page that answers.
    post(
        "/settings/tokens",
        "/settings/tokens",
        &[("name", "Backup"), ("read", "true"), ("expires", "week"), ("current_password", "{password}")],
        MEMBERS,
    ),
    post("/settings/tokens/{uuid}/delete", "/settings/tokens/{token}/delete", &[], OWNER_MAY),
    post("/settings/tokens/delete", "/settings/tokens/delete", &[], MEMBERS_MAY),
    // What one watched and turned down.
    get("/my/history", "/my/history", MEMBERS),
    get("/my/history/delete", "/my/history/delete", MEMBERS),
    get("/my/history/export", "/my/history/export", MEMBERS),
    post("/my/history/delete", "/my/history/delete", &[], MEMBERS_MAY),
    post("/my/history/recording", "/my/history/recording", &[("recording", "on")], MEMBERS_MAY),
    post("/my/history/{id}/delete", "/my/history/{public}/delete", &[], OWNER_MAY),
    get("/my/feedback", "/my/feedback", MEMBERS),
    post("/my/feedback/videos/{id}/delete", "/my/feedback/videos/{public}/delete", &[], OWNER_MAY),
    post(
        "/my/feedback/channels/{handle}/delete",
        "/my/feedback/channels/{disliked_channel}/delete",
        &[],
        OWNER_MAY,
    ),
    post("/viewer/delete", "/viewer/delete", &[], EVERYBODY_MAY),
    // One's own things.
    get("/settings/webhooks", "/settings/webhooks", MEMBERS),
    post(
        "/settings/webhooks",
        "/settings/webhooks",
        &[("url", "https://example.org/hook"), ("events", "video.failed")],
        MEMBERS_MAY,
    ),
    post("/settings/webhooks", "/settings/webhooks", &[("url", "gopher://example.org")], MEMBERS_TRY),
    get("/settings/webhooks/{uuid}", "/settings/webhooks/{webhook}", OWNER),
    post(
        "/settings/webhooks/{uuid}",
        "/settings/webhooks/{webhook}",
        &[("url", "https://example.org/hook"), ("events", "video.failed")],
        OWNER_MAY,
    ),
    post("/settings/webhooks/{uuid}", "/settings/webhooks/{webhook}", &[], OWNER_TRIES),
    post("/settings/webhooks/{uuid}/delete", "/settings/webhooks/{webhook}/delete", &[], OWNER_MAY),
    post("/settings/webhooks/{uuid}/deliveries", "/settings/webhooks/{webhook}/deliveries", &[], OWNER_MAY),
    post(
        "/settings/webhooks/{uuid}/deliveries/{delivery}/replay",
        "/settings/webhooks/{webhook}/deliveries/{delivery}/replay",
        &[],
        OWNER_MAY,
    ),
    get("/upload", "/upload", MEMBERS),
    post("/upload", "/upload", &[], MEMBERS_TRY),
    // Only where files are in a bucket that browsers reach (storage/direct.rs).
    post("/uploads/direct", "/uploads/direct", &[], MEMBERS_FIND_NOTHING),
    post("/uploads/direct/{uuid}", "/uploads/direct/{public_uuid}", &[], MEMBERS_FIND_NOTHING),
    post("/uploads/direct/{uuid}/parts", "/uploads/direct/{public_uuid}/parts", &[], MEMBERS_FIND_NOTHING),
    post("/uploads/direct/{uuid}/delete", "/uploads/direct/{public_uuid}/delete", &[], MEMBERS_FIND_NOTHING),
    get("/uploads/{uuid}", "/uploads/{uploaded}", OWNER),
    plain("OPTIONS", "/uploads/tus", "/uploads/tus", &[], EVERYBODY_MAY),
    plain("POST", "/uploads/tus", "/uploads/tus", BEGIN, MEMBERS_MAY),
    plain("OPTIONS", "/uploads/tus/{uuid}", "/uploads/tus/{arriving}", &[], EVERYBODY_MAY),
    plain("HEAD", "/uploads/tus/{uuid}", "/uploads/tus/{arriving}", &[TUS], OWNER),
    plain("PATCH", "/uploads/tus/{uuid}", "/uploads/tus/{arriving}", PIECE, OWNER_MAY),
    plain("DELETE", "/uploads/tus/{uuid}", "/uploads/tus/{arriving}", &[TUS], OWNER_MAY),
    get("/my/channels", "/my/channels", MEMBERS),
    get("/my/channels/new", "/my/channels/new", MEMBERS),
    post(
        "/my/channels/new",
        "/my/channels/new",
        &[("handle", "{fresh}"), ("display_name", "Fresh")],
        MEMBERS_MAY,
    ),
    get("/my/channels/{handle}", "/my/channels/ann_channel", OWNER),
    post("/my/channels/{handle}", "/my/channels/ann_channel", &[], OWNER_TRIES),
    get("/my/playlists", "/my/playlists", MEMBERS),
    get("/my/playlists/new", "/my/playlists/new", MEMBERS),
    post("/my/playlists/new", "/my/playlists/new", &[("title", "Boats"), ("privacy", "public")], MEMBERS_MAY),
    get("/my/playlists/{uuid}", "/my/playlists/{playlist_uuid}", OWNER),
    post("/my/playlists/{uuid}", "/my/playlists/{playlist_uuid}", &[], OWNER_TRIES),
    post(
        "/my/playlists/{uuid}/items/{item}",
        "/my/playlists/{playlist_uuid}/items/{item}",
        &[("shift", "up")],
        OWNER_MAY,
    ),
    // An item is not found in a playlist that it does not belong to.
    post(
        "/my/playlists/{uuid}/items/{item}",
        "/my/playlists/{private_playlist_uuid}/items/{item}",
        &[("shift", "up")],
        MEMBERS_FIND_NOTHING,
    ),
    post(
        "/my/playlists/{uuid}/items/{item}/delete",
        "/my/playlists/{playlist_uuid}/items/{item}/delete",
        &[],
        OWNER_MAY,
    ),
    get("/my/playlists/{uuid}/delete", "/my/playlists/{playlist_uuid}/delete", OWNER),
    post("/my/playlists/{uuid}/delete", "/my/playlists/{playlist_uuid}/delete", &[], OWNER_MAY),
    get("/my/imports", "/my/imports", MEMBERS),
    get("/my/imports/new", "/my/imports/new", ADMINISTRATORS),
    post("/my/imports/new", "/my/imports/new", &[], [SignIn, NotFound, NotFound, NotFound, Refused]),
    get("/my/imports/{uuid}", "/my/imports/{import_uuid}", OWNER),
    post("/my/imports/{uuid}", "/my/imports/{import_uuid}", &[("action", "stop")], OWNER_MAY),
    get("/my/videos", "/my/videos", MEMBERS),
    get("/my/videos/{uuid}", "/my/videos/{public_uuid}", OWNER),
    post("/my/videos/{uuid}", "/my/videos/{public_uuid}", &[], OWNER_TRIES),
    post("/my/videos/{uuid}/file", "/my/videos/{public_uuid}/file", &[], OWNER_TRIES),
    get("/my/videos/{uuid}/chapters", "/my/videos/{public_uuid}/chapters", OWNER),
    post(
        "/my/videos/{uuid}/chapters",
        "/my/videos/{public_uuid}/chapters",
        &[("chapters", "0:00 All of it")],
        OWNER_MAY,
    ),
    get("/my/videos/{uuid}/captions", "/my/videos/{public_uuid}/captions", OWNER),
    post("/my/videos/{uuid}/captions", "/my/videos/{public_uuid}/captions", &[], OWNER_TRIES),
    get("/my/videos/{uuid}/captions/{language}", "/my/videos/{public_uuid}/captions/en", OWNER),
    post("/my/videos/{uuid}/captions/{language}", "/my/videos/{public_uuid}/captions/en", &[], OWNER_TRIES),
    post(
        "/my/videos/{uuid}/captions/{language}/delete",
        "/my/videos/{public_uuid}/captions/en/delete",
        &[],
        OWNER_MAY,
    ),
    get("/my/videos/{uuid}/links", "/my/videos/{private_uuid}/links", OWNER),
    post(
        "/my/videos/{uuid}/links",
        "/my/videos/{private_uuid}/links",
        &[("label", "Aunt"), ("duration", "week")],
        OWNER_MAY,
    ),
    post("/my/videos/{uuid}/links", "/my/videos/{private_uuid}/links", &[("duration", "ever")], OWNER_TRIES),
    post(
        "/my/videos/{uuid}/links/{link}/delete",
        "/my/videos/{private_uuid}/links/{share_link}/delete",
        &[],
        OWNER_MAY,
    ),
    // Who has a link watches and reads; whatever changes something asks who they are themselves.
    get("/w/{id}", "/w/{private}?share={share_token}", EVERYBODY),
    get("/w/{id}", "/w/{public}?share={share_token}", EVERYBODY),
    get("/w/{id}", "/w/{blocked}?share={share_token}", [NotFound, NotFound, NotFound, Page, Page]),
    get("/w/{id}/comments", "/w/{private}/comments?share={share_token}", EVERYBODY),
    post("/w/{id}/watch", "/w/{private}/watch?share={share_token}", WATCHED, EVERYBODY_MAY),
    post(
        "/w/{id}/comments",
        "/w/{private}/comments?share={share_token}",
        &[("body", "Hello")],
        MEMBERS_WHO_SEE_IT_MAY,
    ),
    post(
        "/w/{id}/rating",
        "/w/{private}/rating?share={share_token}",
        &[("rating", "like")],
        MEMBERS_WHO_SEE_IT_MAY,
    ),
    get("/my/videos/{uuid}/delete", "/my/videos/{public_uuid}/delete", OWNER),
    post("/my/videos/{uuid}/delete", "/my/videos/{public_uuid}/delete", &[], OWNER_MAY),
    // Administration.
    get("/admin", "/admin", MODERATORS),
    get("/admin/users", "/admin/users", MODERATORS),
    get("/admin/videos", "/admin/videos", MODERATORS),
    get("/admin/comments", "/admin/comments", MODERATORS),
    get("/admin/reports", "/admin/reports", MODERATORS),
    get("/admin/audit", "/admin/audit", MODERATORS),
    get("/admin/tasks", "/admin/tasks", ADMINISTRATORS),
    get("/admin/recommender", "/admin/recommender", ADMINISTRATORS),
    post("/admin/users", "/admin/users", &[("ids", "{target}"), ("action", "disable")], MODERATORS_MAY),
    post(
        "/admin/users",
        "/admin/users",
        &[("ids", "{target}"), ("action", "set_role"), ("role", "moderator")],
        ADMINISTRATORS_MAY,
    ),
    post("/admin/videos", "/admin/videos", &[("ids", "{public_uuid}"), ("action", "block")], MODERATORS_MAY),
    post(
        "/admin/videos",
        "/admin/videos",
        &[("ids", "{public_uuid}"), ("action", "delete"), ("confirm", "yes")],
        MODERATORS_MAY,
    ),
    post("/admin/comments", "/admin/comments", &[("ids", "{comment}"), ("action", "hide")], MODERATORS_MAY),
    post("/admin/reports", "/admin/reports", &[("ids", "{report}"), ("action", "dismiss")], MODERATORS_MAY),
    post("/admin/recommender", "/admin/recommender", &[("action", "train")], ADMINISTRATORS_MAY),
    post("/admin/tasks", "/admin/tasks", &[("ids", "{task}"), ("action", "retry")], ADMINISTRATORS_MAY),
];
