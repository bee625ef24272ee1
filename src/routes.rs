//! Every address and its handler. `tests/suite/policy.rs` holds who may call each; one that is missing there fails the suite.

use actix_web::http::Method;
use actix_web::middleware::from_fn;
use actix_web::web;

use crate::handlers::{
    accounts, admin, api, api_reference, api_tokens, captions, channels, chapters, comments, downloads,
    embeds, feedback, feeds, guides, health, history, home, media, my_channels, my_feedback, my_imports,
    my_playlists, my_videos, oembed, playlists, ratings, reports, robots, search, sessions, settings,
    share_links, sitemaps, speculation_rules, subscriptions, transcripts, uploads, users, videos, viewers,
    visits, watch_events, webhooks,
};
use crate::http::{assets, error_pages};

/// Declares the routes once, for the server and for the policy test.
macro_rules! routes {
    ($($path:literal { $($method:ident => $handler:path),+ $(,)? })+) => {
        /// Method and address template of every route.
        pub const TABLE: &[(&str, &str)] = &[$($((stringify!($method), $path)),+),+];

        pub fn configure(service: &mut web::ServiceConfig) {
            $(service.service({
                let resource = web::resource($path);
                $(let resource = resource.route(routes!(@$method).to($handler));)+
                const KNOWN: &[&str] = &[$(stringify!($method)),+];
                let resource = resource.default_service(web::to(async || error_pages::wrong_method(&KNOWN.join(", "))));
                resource.wrap(from_fn(error_pages::catch_panics))
            });)+
        }
    };
    (@GET) => { web::get() };
    (@HEAD) => { web::head() };
    (@POST) => { web::post() };
    (@PUT) => { web::put() };
    (@PATCH) => { web::patch() };
    (@DELETE) => { web::delete() };
    (@OPTIONS) => { web::route().method(Method::OPTIONS) };
}

routes! {
    "/" { GET => home::show }
    "/search" { GET => search::show }

    "/assets/{hash}/{file}" { GET => assets::show }
    "/m/{path:.*}" { GET => media::show, HEAD => media::show, OPTIONS => media::preflight }

    // Before what stands under a video, none of which is called "p".
    "/w/p/{id}" { GET => playlists::show }
    "/w/{id}" { GET => videos::show }
    "/videos/watch/playlist/{id}" { GET => playlists::redirect }
    "/videos/watch/{id}" { GET => videos::redirect }
    "/videos/{id}" { GET => videos::redirect }
    "/videos/embed/{id}" { GET => embeds::show }
    "/videos/embed/{id}/watch" { POST => watch_events::embedded::create }
    "/w/{id}/comments" { GET => comments::index, POST => comments::create }
    "/w/{id}/comments/{comment}" { GET => comments::show }
    "/w/{id}/download/{quality}" { GET => downloads::show }
    "/w/{id}/transcript" { GET => transcripts::show }
    "/w/{id}/captions/{language}.vtt" { GET => captions::show }
    "/w/{id}/chapters.vtt" { GET => chapters::show }
    "/w/{id}/watch" { POST => watch_events::create }
    "/w/{id}/visits" { POST => visits::create }
    "/w/{id}/feedback" { POST => feedback::create }
    "/w/{id}/playlists" { GET => playlists::of_video::edit, POST => playlists::of_video::update }
    "/w/{id}/rating" { POST => ratings::of_video::update }
    "/comments/{id}" { GET => comments::edit, POST => comments::update }
    "/comments/{id}/delete" { POST => comments::delete }
    "/comments/{id}/rating" { POST => ratings::of_comment::update }
    "/a/{handle}" { GET => accounts::show }
    "/c/{handle}" { GET => channels::show }
    "/c/{handle}/subscription" { POST => subscriptions::update }
    "/reports/new" { GET => reports::new, POST => reports::create }

    "/sign-up" { GET => users::new, POST => users::create }
    "/sign-in" { GET => sessions::new, POST => sessions::create }
    "/sign-out" { POST => sessions::delete }
    "/settings" { GET => settings::show, POST => settings::update }
    "/settings/password" { POST => settings::update_password }
    "/settings/sessions/{id}/delete" { POST => settings::delete_session }
    "/settings/tokens" { GET => api_tokens::index, POST => api_tokens::create }
    "/settings/tokens/delete" { POST => api_tokens::delete_all }
    "/settings/tokens/{uuid}/delete" { POST => api_tokens::delete }
    "/settings/webhooks" { GET => webhooks::index, POST => webhooks::create }
    "/settings/webhooks/{uuid}" { GET => webhooks::edit, POST => webhooks::update }
    "/settings/webhooks/{uuid}/delete" { POST => webhooks::delete }
    "/settings/webhooks/{uuid}/deliveries" { POST => webhooks::deliveries::create }
    "/settings/webhooks/{uuid}/deliveries/{delivery}/replay" { POST => webhooks::deliveries::replay }

    "/upload" { GET => uploads::new, POST => uploads::create }
    "/uploads/tus" { POST => uploads::tus::create, OPTIONS => uploads::tus::protocol::show }
    "/uploads/tus/{uuid}" {
        HEAD => uploads::tus::show,
        PATCH => uploads::tus::update,
        DELETE => uploads::tus::delete,
        OPTIONS => uploads::tus::protocol::show,
    }
    "/uploads/direct" { POST => uploads::direct::create }
    "/uploads/direct/{uuid}" { POST => uploads::direct::finish }
    "/uploads/direct/{uuid}/parts" { POST => uploads::direct::parts }
    "/uploads/direct/{uuid}/delete" { POST => uploads::direct::delete }
    "/uploads/{uuid}" { GET => uploads::show }
    "/my/history" { GET => history::index }
    "/my/history/delete" { GET => history::confirm_delete, POST => history::delete }
    "/my/history/recording" { POST => history::recording::update }
    "/my/history/export" { GET => history::export::show }
    "/my/history/{id}/delete" { POST => history::entries::delete }
    "/my/feedback" { GET => my_feedback::index }
    "/my/feedback/videos/{id}/delete" { POST => my_feedback::delete_of_video }
    "/my/feedback/channels/{handle}/delete" { POST => my_feedback::delete_of_channel }
    "/viewer/delete" { POST => viewers::delete }
    "/my/channels" { GET => my_channels::index }
    "/my/channels/new" { GET => my_channels::new, POST => my_channels::create }
    "/my/channels/{handle}" { GET => my_channels::edit, POST => my_channels::update }
    "/my/playlists" { GET => my_playlists::index }
    "/my/playlists/new" { GET => my_playlists::new, POST => my_playlists::create }
    "/my/playlists/{uuid}" { GET => my_playlists::edit, POST => my_playlists::update }
    "/my/playlists/{uuid}/items/{item}" { POST => my_playlists::items::update }
    "/my/playlists/{uuid}/items/{item}/delete" { POST => my_playlists::items::delete }
    "/my/playlists/{uuid}/delete" { GET => my_playlists::confirm_delete, POST => my_playlists::delete }
    "/my/imports" { GET => my_imports::index }
    "/my/imports/new" { GET => my_imports::new, POST => my_imports::create }
    "/my/imports/{uuid}" { GET => my_imports::show, POST => my_imports::update }
    "/my/videos" { GET => my_videos::index }
    "/my/videos/{uuid}" { GET => my_videos::edit, POST => my_videos::update }
    "/my/videos/{uuid}/file" { POST => my_videos::create_replacement }
    "/my/videos/{uuid}/links" { GET => share_links::index, POST => share_links::create }
    "/my/videos/{uuid}/links/{link}/delete" { POST => share_links::delete }
    "/my/videos/{uuid}/chapters" { GET => chapters::edit, POST => chapters::update }
    "/my/videos/{uuid}/captions" { GET => captions::index, POST => captions::create }
    "/my/videos/{uuid}/captions/{language}" { GET => captions::edit, POST => captions::update }
    "/my/videos/{uuid}/captions/{language}/delete" { POST => captions::delete }
    "/my/videos/{uuid}/delete" { GET => my_videos::confirm_delete, POST => my_videos::delete }

    "/admin" { GET => admin::dashboard::show }
    "/admin/users" { GET => admin::users::index, POST => admin::users::update }
    "/admin/videos" { GET => admin::videos::index, POST => admin::videos::update }
    "/admin/comments" { GET => admin::comments::index, POST => admin::comments::update }
    "/admin/tasks" { GET => admin::tasks::index, POST => admin::tasks::update }
    "/admin/reports" { GET => admin::reports::index, POST => admin::reports::update }
    "/admin/recommender" { GET => admin::recommender::show, POST => admin::recommender::update }
    "/admin/audit" { GET => admin::audit::index }

    "/feeds/videos.{format}" { GET => feeds::videos }
    "/feeds/podcast/videos.xml" { GET => feeds::podcast }
    "/oembed" { GET => oembed::show }
    "/sitemap.xml" { GET => sitemaps::index }
    "/sitemap/{number}.xml" { GET => sitemaps::show }
    "/robots.txt" { GET => robots::show }
    "/speculation-rules.json" { GET => speculation_rules::show }

    "/docs/api" { GET => api_reference::index }
    "/docs/api/endpoints/{section}" { GET => api_reference::section }
    "/docs/api/shapes" { GET => api_reference::shapes }
    "/docs/api/{guide}" { GET => guides::show }
    "/api/v1/openapi.json" { GET => api::openapi::show }
    "/api/v1/config" { GET => api::config::show }
    "/api/v1/config/about" { GET => api::config::about }
    "/api/v1/server/stats" { GET => api::stats::show }
    "/api/v1/videos" { GET => api::videos::index }
    "/api/v1/videos/upload" { POST => api::uploads::create }
    "/api/v1/videos/upload-resumable" {
        POST => api::resumable_uploads::create,
        PUT => api::resumable_uploads::update,
        DELETE => api::resumable_uploads::delete,
    }
    "/api/v1/videos/{id}" {
        GET => api::videos::show,
        PUT => api::my_videos::update,
        DELETE => api::my_videos::delete,
    }
    "/api/v1/videos/{id}/" { GET => api::videos::show }
    "/api/v1/videos/{id}/description" { GET => api::videos::description }
    "/api/v1/videos/{id}/captions" { GET => api::videos::captions }
    "/api/v1/videos/{id}/captions/{language}" { PUT => api::captions::update, DELETE => api::captions::delete }
    "/api/v1/videos/{id}/chapters" { GET => api::videos::chapters, PUT => api::chapters::update }
    "/api/v1/videos/{id}/storyboards" { GET => api::videos::storyboards }
    "/api/v1/videos/{id}/events" { GET => api::video_events::show }
    "/api/v1/videos/{id}/recommendations" { GET => api::videos::recommendations }
    "/api/v1/videos/{id}/views" { POST => api::views::create }
    "/api/v1/videos/{id}/rate" { PUT => api::ratings::update }
    "/api/v1/videos/{id}/feedback" { POST => api::feedback::create, DELETE => api::feedback::delete }
    "/api/v1/videos/{id}/comment-threads" {
        GET => api::comment_threads::index,
        POST => api::comment_threads::create,
    }
    "/api/v1/videos/{id}/comment-threads/{thread}" { GET => api::comment_threads::show }
    "/api/v1/videos/{id}/comments/{comment}" {
        POST => api::comments::create,
        PUT => api::comments::update,
        DELETE => api::comments::delete,
    }
    "/api/v1/videos/{id}/comments/{comment}/replies" { GET => api::comments::index }
    "/api/v1/comments/{id}/rate" { PUT => api::ratings::of_comment::update }
    "/api/v1/video-channels" { GET => api::video_channels::index, POST => api::my_channels::create }
    "/api/v1/video-channels/{handle}" { GET => api::video_channels::show, PUT => api::my_channels::update }
    "/api/v1/video-channels/{handle}/videos" { GET => api::video_channels::videos }
    "/api/v1/video-channels/{handle}/video-playlists" { GET => api::video_channels::video_playlists }
    "/api/v1/video-playlists" { GET => api::video_playlists::index, POST => api::video_playlists::create }
    "/api/v1/video-playlists/{id}" {
        GET => api::video_playlists::show,
        PUT => api::video_playlists::update,
        DELETE => api::video_playlists::delete,
    }
    "/api/v1/video-playlists/{id}/videos" {
        GET => api::video_playlists::elements::index,
        POST => api::video_playlists::elements::create,
    }
    "/api/v1/video-playlists/{id}/videos/reorder" { POST => api::video_playlists::elements::reorder }
    "/api/v1/video-playlists/{id}/videos/{element}" {
        PUT => api::video_playlists::elements::update,
        DELETE => api::video_playlists::elements::delete,
    }
    "/api/v1/users/me/video-playlists/videos-exist" { GET => api::video_playlists::places::show }
    "/api/v1/accounts/{handle}" { GET => api::accounts::show }
    "/api/v1/accounts/{handle}/videos" { GET => api::accounts::videos }
    "/api/v1/accounts/{handle}/video-channels" { GET => api::accounts::video_channels }
    "/api/v1/accounts/{handle}/video-playlists" { GET => api::accounts::video_playlists }
    "/api/v1/search/videos" { GET => api::search::videos }
    "/api/v1/search/video-channels" { GET => api::search::video_channels }
    "/api/v1/search/video-playlists" { GET => api::search::video_playlists }
    "/api/v1/oauth-clients/local" { GET => api::oauth_clients::show }
    "/api/v1/users/token" { POST => api::sign_ins::create }
    "/api/v1/users/revoke-token" { POST => api::sign_ins::delete }
    "/api/v1/users/me" { GET => api::me::show, PUT => api::me::update }
    "/api/v1/users/me/tokens" { GET => api::api_tokens::index, POST => api::api_tokens::create }
    "/api/v1/users/me/tokens/{uuid}" { DELETE => api::api_tokens::delete }
    "/api/v1/users/me/video-quota-used" { GET => api::me::quota }
    "/api/v1/users/me/feed" { GET => api::me::feed }
    "/api/v1/users/me/videos" { GET => api::my_videos::index }
    "/api/v1/users/me/subscriptions" {
        GET => api::subscriptions::index,
        POST => api::subscriptions::create,
    }
    "/api/v1/users/me/subscriptions/exist" { GET => api::subscriptions::followed }
    "/api/v1/users/me/subscriptions/videos" { GET => api::subscriptions::videos }
    "/api/v1/users/me/subscriptions/{handle}" {
        GET => api::subscriptions::show,
        DELETE => api::subscriptions::delete,
    }
    "/api/v1/users/me/videos/{id}/rating" { GET => api::ratings::show }
    "/api/v1/users/me/history/videos" { GET => api::history::index }
    "/api/v1/users/me/history/videos/remove" { POST => api::history::remove }
    "/api/v1/users/me/history/videos/{id}" { DELETE => api::history::delete }
    "/api/v1/webhooks" { GET => api::webhooks::index, POST => api::webhooks::create }
    "/api/v1/webhooks/{id}" {
        GET => api::webhooks::show,
        PUT => api::webhooks::update,
        DELETE => api::webhooks::delete,
    }
    "/api/v1/webhooks/{id}/deliveries" {
        GET => api::webhooks::deliveries::index,
        POST => api::webhooks::deliveries::create,
    }
    "/api/v1/webhooks/{id}/deliveries/{delivery}/replay" { POST => api::webhooks::deliveries::replay }
    "/.well-known/nodeinfo" { GET => api::nodeinfo::index }
    "/nodeinfo/2.1.json" { GET => api::nodeinfo::show }

    "/healthz" { GET => health::alive }
    "/readyz" { GET => health::ready }
}
