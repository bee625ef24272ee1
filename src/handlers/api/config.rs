//! `/api/v1/config`: what the site is called and what it can do.

use actix_web::{HttpRequest, HttpResponse};

use crate::app::App;
use crate::config::SignUp;
use crate::error::Result;
use crate::http::api;
use crate::http::render::Caches;
use crate::views::api::instance::{
    About, AboutInstance, Config, Enabled, FileConfig, Instance, Signup, Transcoding, VideoConfig,
};

/// The API of PeerTube that clients may count on; they read the number in front.
const SERVER_VERSION: &str = concat!("8.1.0+kinora.", env!("CARGO_PKG_VERSION"));
/// What a picker of files may offer first; any other that is a video is taken as well.
const EXTENSIONS: [&str; 8] = [".mp4", ".webm", ".mkv", ".mov", ".m4v", ".ogv", ".avi", ".ts"];

/// `GET /api/v1/config`
pub async fn show(app: App, request: HttpRequest) -> Result<HttpResponse> {
    let site = &app.config.site;
    let is_open = app.config.accounts.sign_up == SignUp::Open;
    let config = Config {
        instance: Instance {
            name: site.name.clone(),
            short_description: site.description.clone(),
            default_client_route: "/".to_owned(),
            default_nsfw_policy: "display",
            is_nsfw: false,
            avatars: Vec::new(),
            banners: Vec::new(),
        },
        server_version: SERVER_VERSION.to_owned(),
        signup: Signup {
            allowed: is_open,
            allowed_for_current_ip: is_open,
            requires_email_verification: false,
            requires_approval: false,
            minimum_age: 0,
        },
        video: VideoConfig { file: FileConfig { extensions: EXTENSIONS.map(str::to_owned).to_vec() } },
        transcoding: Transcoding { hls: Enabled { enabled: true }, web_videos: Enabled { enabled: true } },
    };
    api::answer(&request, Caches::Shared, &config)
}

/// `GET /api/v1/config/about`
pub async fn about(app: App, request: HttpRequest) -> Result<HttpResponse> {
    let site = &app.config.site;
    let about = About {
        instance: AboutInstance {
            name: site.name.clone(),
            short_description: site.description.clone(),
            description: site.description.clone(),
            terms: String::new(),
            code_of_conduct: String::new(),
            languages: Vec::new(),
            categories: Vec::new(),
            avatars: Vec::new(),
            banners: Vec::new(),
        },
    };
    api::answer(&request, Caches::Shared, &about)
}
