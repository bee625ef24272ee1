//! A visitor with a browser: keeps cookies, sends what browsers send, follows a redirect when told to.

use std::sync::Arc;

use reqwest::cookie::{CookieStore, Jar};
use reqwest::multipart;
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, RequestBuilder, Response, StatusCode};

use super::Page;
use super::tls_proxy::{HOST, TlsProxy};

#[derive(Clone)]
pub struct Visitor {
    client: Client,
    jar: Arc<Jar>,
    base: String,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Visitor {
    pub fn new(base: String) -> Self {
        // The suite speaks no TLS, and reading the system's certificates for every visitor takes its time.
        Self::with(base, Client::builder().tls_certs_only([]).no_proxy())
    }

    /// Of a site behind TLS, whatever certificate it shows.
    pub fn through(proxy: &TlsProxy) -> Self {
        let client = Client::builder()
            .proxy(reqwest::Proxy::all(&proxy.url).unwrap())
            .tls_danger_accept_invalid_certs(true);
        Self::with(format!("https://{HOST}"), client)
    }

    fn with(base: String, client: ClientBuilder) -> Self {
        let jar = Arc::new(Jar::default());
        let client = client
            .cookie_provider(jar.clone())
            .redirect(Policy::none())
            // The server closes what is idle for five seconds, and on a busy machine a request could meet just that.
            .pool_idle_timeout(std::time::Duration::from_secs(2))
            .build()
            .unwrap();
        Self { client, jar, base }
    }

    /// The cookies that go with a request, for one that a test writes by hand.
    pub fn cookies(&self) -> String {
        let cookies = self.jar.cookies(&self.base.parse().unwrap());
        cookies.map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(reqwest::Method::GET, path)).await
    }

    /// Submits a form from a page of the site.
    pub async fn post(&self, path: impl AsRef<str>, fields: &[(&str, &str)]) -> Answer {
        self.post_with(path, fields, &[]).await
    }

    /// Submits a form that stands in a frame.
    pub async fn post_in_frame(&self, path: impl AsRef<str>, fields: &[(&str, &str)], frame: &str) -> Answer {
        self.post_with(path, fields, &[("turbo-frame", frame)]).await
    }

    /// Opens a link that stands in a frame.
    pub async fn get_in_frame(&self, path: &str, frame: &str) -> Answer {
        self.send(self.request(reqwest::Method::GET, path).header("turbo-frame", frame)).await
    }

    /// Submits a form with further headers.
    pub async fn post_with(
        &self,
        path: impl AsRef<str>,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let request =
            self.request(reqwest::Method::POST, path.as_ref()).header("sec-fetch-site", "same-origin");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let body = fields
            .iter()
            .map(|(name, value)| {
                format!("{}={}", kinora::paths::query_value(name), kinora::paths::query_value(value))
            })
            .collect::<Vec<_>>()
            .join("&");
        self.send(request.header("content-type", "application/x-www-form-urlencoded").body(body)).await
    }

    pub async fn post_multipart(&self, path: &str, form: multipart::Form) -> Answer {
        let request = self.request(reqwest::Method::POST, path).header("sec-fetch-site", "same-origin");
        self.send(request.multipart(form)).await
    }

    /// A request to be shaped by the test itself.
    pub fn request(&self, method: reqwest::Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }

    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let response: Response = request.send().await.unwrap();
        Answer {
            status: response.status(),
            headers: response.headers().clone(),
            bytes: response.bytes().await.unwrap().to_vec(),
        }
    }

    /// Opens the page that a form's answer leads to.
    pub async fn follow(&self, answer: Answer) -> Page {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let location = answer.header("location").to_owned();
        self.get(location.split('#').next().unwrap()).await.ok()
    }
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    #[track_caller]
    pub fn ok(&self) -> Page {
        self.with_status(StatusCode::OK)
    }

    #[track_caller]
    pub fn unprocessable(&self) -> Page {
        self.with_status(StatusCode::UNPROCESSABLE_ENTITY)
    }

    #[track_caller]
    pub fn not_found(&self) -> Page {
        self.with_status(StatusCode::NOT_FOUND)
    }

    #[track_caller]
    pub fn with_status(&self, status: StatusCode) -> Page {
        assert_eq!(self.status, status, "{}", self.text());
        Page::parse(&self.text())
    }

    /// Where an accepted form leads.
    #[track_caller]
    pub fn see_other(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text());
        self.header("location")
    }
}
