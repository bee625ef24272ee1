//! The frame of a page, gathered from the request.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use super::security_headers::Nonce;
use super::{assets, flash, viewer};
use crate::app::App;
use crate::error::{Error, Result};
use crate::views::{Layout, LayoutViewer};

impl FromRequest for Layout {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(super::app::of(request).map(|app| of(&app, request)))
    }
}

fn of(app: &App, request: &HttpRequest) -> Layout {
    let viewer = viewer::of(request);
    let assets = assets::urls();
    Layout {
        site_name: app.config.site.name.clone(),
        viewer: viewer.user().map(|user| LayoutViewer {
            handle: user.handle.clone(),
            display_name: user.display_name.clone(),
            is_moderator: user.role.is_moderator(),
            is_administrator: user.role.is_administrator(),
        }),
        notice: flash::take(app, request),
        nonce: request.extensions().get::<Nonce>().map(|nonce| nonce.0.clone()).unwrap_or_default(),
        css_url: assets.css.clone(),
        pages_css_url: assets.pages_css.clone(),
        admin_css_url: assets.admin_css.clone(),
        js_url: assets.js.clone(),
        icon_url: assets.icon.clone(),
        search_query: String::new(),
        // Pages of which there are several kinds at one path say more.
        canonical: Some(format!("{}{}", app.origins.canonical(), request.path())),
        robots_noindex: false,
        current: "",
        return_to: request.uri().path_and_query().map(ToString::to_string).unwrap_or_else(|| "/".to_owned()),
    }
}
