//! NodeInfo: which software this is, truthfully, whatever API it answers (<https://nodeinfo.diaspora.software>).

use actix_web::{HttpRequest, HttpResponse};

use crate::app::App;
use crate::config::SignUp;
use crate::error::Result;
use crate::http::api;
use crate::http::render::Caches;
use crate::models::site_size::SiteSize;
use crate::views::api::instance::{
    Metadata, NodeInfo, NodeInfoLink, NodeInfoLinks, Services, Software, Usage, UsageUsers,
};

const SCHEMA: &str = "http://nodeinfo.diaspora.software/ns/schema/2.1";

/// `GET /.well-known/nodeinfo`
pub async fn index(app: App, request: HttpRequest) -> Result<HttpResponse> {
    let href = format!("{}/nodeinfo/2.1.json", app.origins.canonical());
    api::answer(&request, Caches::Shared, &NodeInfoLinks { links: vec![NodeInfoLink { rel: SCHEMA, href }] })
}

/// `GET /nodeinfo/2.1.json`
pub async fn show(app: App, request: HttpRequest) -> Result<HttpResponse> {
    let size = app.db.read(|conn| Ok(SiteSize::count(conn)?)).await?;
    let site = &app.config.site;
    let info = NodeInfo {
        version: "2.1",
        software: Software { name: "kinora", version: env!("CARGO_PKG_VERSION") },
        protocols: Vec::new(),
        services: Services { inbound: Vec::new(), outbound: Vec::new() },
        open_registrations: app.config.accounts.sign_up == SignUp::Open,
        usage: Usage {
            users: UsageUsers { total: size.people },
            local_posts: size.videos,
            local_comments: size.comments,
        },
        metadata: Metadata { node_name: site.name.clone(), node_description: site.description.clone() },
    };
    api::answer(&request, Caches::Shared, &info)
}
