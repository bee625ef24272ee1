//! The page on which a form stood, as far as the browser tells: a path of this site, or nothing.

use actix_web::HttpRequest;
use actix_web::http::{Uri, header};

use super::return_to::LocalPath;
use crate::app::App;

pub fn path(request: &HttpRequest) -> Option<LocalPath> {
    let app = request.app_data::<App>()?;
    let uri: Uri = request.headers().get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    let ours = app.origins.accepts_host(uri.authority()?.as_str());
    ours.then(|| LocalPath::parse(uri.path_and_query()?.as_str()))?
}
