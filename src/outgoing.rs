//! Requests to addresses that people named: the one door through which this server dials where a stranger points.
//!
//! Whatever is named is judged twice, as text ([`Address`]) and as what it resolves to ([`Networks`]), and the very addresses that were
//! judged are dialled, so that a name which answers differently a second time gains nothing. No proxy, no cookie and no credential of
//! ours goes along, and nothing is followed unseen: a redirect is judged as if somebody had named it. Every answer has a limit of bytes
//! and of time. All of it blocks, for tasks; never call it on a thread that serves.

mod address;
mod download;
mod error;
mod networks;
mod resolver;
#[cfg(test)]
mod tests;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use reqwest::{Method, Response, StatusCode};
use tokio::runtime::Builder;
use tokio::time::timeout;

pub use self::address::{Address, AddressRefused};
pub use self::download::{Downloaded, Progress};
pub use self::error::OutgoingError;
pub use self::networks::Networks;
use self::resolver::Judged;
pub use self::resolver::{Resolver, SystemResolver};
use crate::tls;

pub type Result<T> = std::result::Result<T, OutgoingError>;

/// How often in a row an answer to GET may point elsewhere.
const REDIRECTS: usize = 5;
const RESOLVE: Duration = Duration::from_secs(10);
const CONNECT: Duration = Duration::from_secs(10);

/// What one request may cost.
#[derive(Debug, Clone, Copy)]
pub struct Caps {
    /// Of the answer's body.
    pub bytes: u64,
    /// From asking for the address to the last byte.
    pub whole: Duration,
    /// Without a byte.
    pub silence: Duration,
}

/// The headers of a request of ours, beyond those that all have.
pub type Headers<'a> = &'a [(&'static str, String)];

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// What the other side calls it; not to be believed.
    pub media_type: Option<String>,
    /// In seconds, where it asks to be left alone for a while (RFC 9110, 10.2.3); a date is not read.
    pub retry_after: Option<u32>,
    /// Of a POST no more than the beginning.
    pub body: Vec<u8>,
}

/// Dials, within these networks.
#[derive(Clone)]
pub struct Client {
    networks: Networks,
    resolver: Arc<dyn Resolver>,
}

impl Client {
    pub fn new(networks: Networks) -> Self {
        Self::with_resolver(networks, Arc::new(SystemResolver))
    }

    /// The same with names that mean what this resolver says.
    pub fn with_resolver(networks: Networks, resolver: Arc<dyn Resolver>) -> Self {
        Self { networks, resolver }
    }

    /// Whether an address could be dialled, as far as its text tells: for a form, which asks nobody.
    pub fn judge_text(&self, address: &Address) -> std::result::Result<(), AddressRefused> {
        match address.literal() {
            Some(literal) if !self.networks.reach(literal) => Err(AddressRefused::NotPublic),
            None if address.is_local_name() && self.networks == Networks::Public => {
                Err(AddressRefused::NotPublic)
            }
            _ => Ok(()),
        }
    }

    /// The whole of a document, following where it points. What is larger than the cap is an error.
    pub fn get(&self, address: &Address, caps: &Caps) -> Result<Answer> {
        run(within(caps, async {
            let response = self.follow(address, &[], caps).await?;
            let (answer, is_whole) = read(response, caps.bytes).await?;
            if is_whole { Ok(answer) } else { Err(OutgoingError::TooLarge { bytes: caps.bytes }) }
        }))
    }

    /// Hands over a body, to this address and no other: a redirect is an answer like any. Of the answer, as much is read as the cap allows.
    pub fn post(
        &self,
        address: &Address,
        headers: Headers<'_>,
        body: Vec<u8>,
        caps: &Caps,
    ) -> Result<Answer> {
        run(within(caps, async {
            let response = self.send(Method::POST, address, headers, body, caps).await?;
            Ok(read(response, caps.bytes).await?.0)
        }))
    }

    /// Asks for what is at this address, or where it points, each judged anew.
    async fn follow(&self, address: &Address, headers: Headers<'_>, caps: &Caps) -> Result<Response> {
        let mut at = address.clone();
        for _ in 0..=REDIRECTS {
            let response = self.send(Method::GET, &at, headers, Vec::new(), caps).await?;
            match location(&response) {
                Some(location) => at = at.follow(&location)?,
                None => return Ok(response),
            }
        }
        Err(OutgoingError::Unreachable(format!("it pointed elsewhere more than {REDIRECTS} times")))
    }

    async fn send(
        &self,
        method: Method,
        address: &Address,
        headers: Headers<'_>,
        body: Vec<u8>,
        caps: &Caps,
    ) -> Result<Response> {
        let judged = self.resolve(address).await?;
        let mut request = dialling(judged, caps)?.request(method, address.url().clone());
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        if !body.is_empty() {
            request = request.body(body);
        }
        Ok(request.send().await?)
    }

    /// Where this address leads; refused if any of it is out of bounds, since which of them is dialled is chance.
    async fn resolve(&self, address: &Address) -> Result<Vec<SocketAddr>> {
        let found = match address.literal() {
            Some(literal) => vec![literal],
            None => self.ask(address).await?,
        };
        if found.is_empty() {
            return Err(OutgoingError::Unreachable("its name leads nowhere".to_owned()));
        }
        if !found.iter().all(|found| self.networks.reach(*found)) {
            return Err(AddressRefused::NotPublic.into());
        }
        Ok(found.into_iter().map(|found| SocketAddr::new(found, address.port())).collect())
    }

    async fn ask(&self, address: &Address) -> Result<Vec<IpAddr>> {
        let (resolver, host) = (self.resolver.clone(), address.host().to_owned());
        let asked = tokio::task::spawn_blocking(move || resolver.resolve(&host));
        match timeout(RESOLVE, asked).await {
            Ok(Ok(Ok(found))) => Ok(found),
            Ok(Ok(Err(error))) => {
                Err(OutgoingError::Unreachable(format!("its name could not be looked up: {error}")))
            }
            Ok(Err(error)) => Err(OutgoingError::Local(std::io::Error::other(error))),
            Err(_) => Err(OutgoingError::TooSlow),
        }
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Client({:?})", self.networks)
    }
}

/// A client for one request, which knows no other addresses than these.
fn dialling(judged: Vec<SocketAddr>, caps: &Caps) -> Result<reqwest::Client> {
    tls::install();
    Ok(reqwest::Client::builder()
        .dns_resolver(Judged(judged))
        .no_proxy()
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .http1_only()
        .pool_max_idle_per_host(0)
        .connect_timeout(CONNECT)
        .read_timeout(caps.silence)
        .user_agent(concat!("Kinora/", env!("CARGO_PKG_VERSION")))
        .build()?)
}

/// Where a redirect points.
fn location(response: &Response) -> Option<String> {
    let points_elsewhere = matches!(
        response.status(),
        StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT
    );
    let location = response.headers().get(LOCATION).filter(|_| points_elsewhere)?;
    location.to_str().ok().map(str::to_owned)
}

/// As much of the answer as the cap allows, and whether that is all of it.
async fn read(mut response: Response, cap: u64) -> Result<(Answer, bool)> {
    let cap = usize::try_from(cap).unwrap_or(usize::MAX);
    let mut answer = Answer {
        status: response.status().as_u16(),
        media_type: media_type(&response),
        retry_after: retry_after(&response),
        body: Vec::new(),
    };
    while let Some(piece) = response.chunk().await? {
        let room = cap - answer.body.len();
        answer.body.extend_from_slice(&piece[..piece.len().min(room)]);
        if piece.len() > room {
            return Ok((answer, false));
        }
    }
    Ok((answer, true))
}

fn media_type(response: &Response) -> Option<String> {
    let value = response.headers().get(reqwest::header::CONTENT_TYPE)?.to_str().ok()?;
    Some(value.split(';').next()?.trim().to_ascii_lowercase())
}

fn retry_after(response: &Response) -> Option<u32> {
    response.headers().get(reqwest::header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()
}

async fn within<T>(caps: &Caps, work: impl Future<Output = Result<T>>) -> Result<T> {
    timeout(caps.whole, work).await.unwrap_or(Err(OutgoingError::TooSlow))
}

/// Runs a request on this thread, with a runtime of its own. A resolver that hangs is left behind.
fn run<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = Builder::new_current_thread().enable_all().build().map_err(OutgoingError::Local)?;
    let outcome = runtime.block_on(work);
    runtime.shutdown_background();
    outcome
}
