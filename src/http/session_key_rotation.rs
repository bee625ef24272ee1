//! While the site's secret is rotated, a session cookie signed with the old key is as good as one signed with the new.
//!
//! actix-session knows one key, so the cookie is signed anew on its way in; the session itself is a row and does not change.

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::cookie::{Cookie, CookieJar, Key};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;

use super::sessions;
use crate::app::App;

pub async fn middleware(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if let Some(signed_anew) = header_signed_anew(&request) {
        request.headers_mut().insert(header::COOKIE, signed_anew);
    }
    next.call(request).await
}

fn header_signed_anew(request: &ServiceRequest) -> Option<header::HeaderValue> {
    let app = request.app_data::<App>()?;
    let old = Key::from(&app.keys.derive_old::<64>(sessions::KEY_PURPOSE)?);
    let current = Key::from(&app.keys.derive::<64>(sessions::KEY_PURPOSE));
    let sent = request.headers().get(header::COOKIE)?.to_str().ok()?;
    header::HeaderValue::from_str(&signed_anew(sent, &sessions::cookie_name(app), &old, &current)?).ok()
}

/// The `Cookie` header with its cookie `name` signed by `current`; None unless `old` signed it.
fn signed_anew(sent: &str, name: &str, old: &Key, current: &Key) -> Option<String> {
    let mut found = None;
    let parts: Vec<String> = sent
        .split(';')
        .map(|part| match Cookie::parse_encoded(part.trim().to_owned()) {
            Ok(cookie) if cookie.name() == name => match exchanged(cookie, old, current) {
                Some(exchanged) => found.insert(exchanged).clone(),
                None => part.trim().to_owned(),
            },
            _ => part.trim().to_owned(),
        })
        .collect();
    found.map(|_| parts.join("; "))
}

fn exchanged(cookie: Cookie<'static>, old: &Key, current: &Key) -> Option<String> {
    let name = cookie.name().to_owned();
    let mut jar = CookieJar::new();
    jar.add_original(cookie);
    let value = jar.signed(old).get(&name)?.value().to_owned();
    let mut jar = CookieJar::new();
    jar.signed_mut(current).add(Cookie::new(name.clone(), value));
    Some(jar.get(&name)?.encoded().to_string())
}

#[cfg(test)]
mod tests {
    use actix_web::cookie::{Cookie, CookieJar, Key};

    use super::signed_anew;

    fn key(letter: u8) -> Key {
        Key::from(&[letter; 64])
    }

    fn signed(key: &Key) -> String {
        let mut jar = CookieJar::new();
        jar.signed_mut(key).add(Cookie::new("session", "abc123"));
        jar.get("session").unwrap().encoded().to_string()
    }

    #[test]
    fn au_15_a_cookie_of_the_old_key_is_signed_anew_and_no_other() {
        let (old, current, foreign) = (key(1), key(2), key(3));
        let sent = format!("a=b; {}; c=d", signed(&old));
        let expected = format!("a=b; {}; c=d", signed(&current));
        assert_eq!(signed_anew(&sent, "session", &old, &current), Some(expected));
        assert_eq!(signed_anew(&signed(&current), "session", &old, &current), None);
        assert_eq!(signed_anew(&signed(&foreign), "session", &old, &current), None);
        assert_eq!(signed_anew("a=b; session=x", "session", &old, &current), None);
    }
}
