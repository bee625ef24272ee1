//! The names and flags of our cookies: `__Host-` and Secure wherever the site is reached over TLS.

use actix_web::cookie::{Cookie, SameSite, time::Duration};

use crate::app::App;

/// A cookie of ours; without an age it ends with the browser's session.
pub fn cookie(app: &App, name: &str, value: String, age: Option<Duration>) -> Cookie<'static> {
    let mut cookie = Cookie::new(self::name(app, name), value);
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_secure(app.origins.is_secure());
    cookie.set_same_site(SameSite::Lax);
    cookie.set_max_age(age);
    cookie
}

/// A cookie that only the addresses below `path` are sent.
pub fn scoped(app: &App, name: &str, value: String, path: String, age: Duration) -> Cookie<'static> {
    let mut cookie = cookie(app, name, value, Some(age));
    cookie.set_name(scoped_name(app, name));
    cookie.set_path(path);
    cookie
}

/// `__Host-` is for cookies of the whole site.
pub fn scoped_name(app: &App, name: &str) -> String {
    if app.origins.is_secure() { format!("__Secure-kinora-{name}") } else { format!("kinora-{name}") }
}

/// What makes a browser forget the cookie.
pub fn removal(app: &App, name: &str) -> Cookie<'static> {
    cookie(app, name, String::new(), Some(Duration::ZERO))
}

pub fn name(app: &App, name: &str) -> String {
    if app.origins.is_secure() { format!("__Host-kinora-{name}") } else { format!("kinora-{name}") }
}
