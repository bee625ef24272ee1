//! How the bytes of a file leave: from here, watched and counted, or from the proxy that is told which file it is.

use std::ops::Range;
use std::time::Duration;

use actix_web::http::{Method, header};
use actix_web::{HttpRequest, HttpResponse};

use super::describe;
use crate::app::{App, DeliveredFile, Spending};
use crate::error::Result;
use crate::http::range::{Conditions, Outcome, Validators};
use crate::http::{client_addr, delivery, range, slow_readers, viewer};
use crate::models::video::{Audience, MediaFacts};
use crate::paths::media::MediaPath;

/// What a request through a proxy is taken for at the most: players ask for everything that follows and then take a part of it.
pub const BY_PROXY_BYTES: u64 = 64 << 20;

/// One answer with a file.
pub struct Sent<'a> {
    pub app: &'a App,
    pub request: &'a HttpRequest,
    pub path: &'a MediaPath<'a>,
    pub facts: &'a MediaFacts,
    pub spending: Spending,
}

/// Where the bytes of this request are counted; refused when its caller has taken too many.
pub fn budget(app: &App, request: &HttpRequest) -> Result<Spending> {
    let caller = match viewer::of(request).id() {
        Some(user) => format!("user {user}"),
        None => client_addr::prefix(client_addr::client_of(request, app)),
    };
    app.media_budget.open(&caller, app.config.limits.media_bytes_per_hour, app.now())
}

impl Sent<'_> {
    /// The proxy evaluates conditions and ranges, by its own validators.
    pub fn by_proxy(&self, told_by: &'static str, size: u64) -> HttpResponse {
        self.sends_elsewhere(size);
        let MediaPath { uuid, version, file, .. } = self.path;
        let target = format!("{}/{uuid}/{version}/{file}", self.app.config.send_file_prefix());
        let mut response = HttpResponse::Ok();
        describe(&mut response, self.request, self.path);
        response.insert_header((told_by, target)).insert_header((header::CONTENT_ENCODING, "identity"));
        response.finish()
    }

    /// Counts what somebody else will send: nobody sees how much of it is taken.
    pub fn sends_elsewhere(&self, size: u64) {
        if self.request.method() == Method::GET {
            self.spending.add(asked_for(self.request, size).min(BY_PROXY_BYTES));
        }
    }

    /// What happens with each stretch that was sent: it shows that the reader is alive, is paid for out of the caller's budget, and counts
    /// towards their watch time.
    pub fn observed(&self, size: u64) -> impl FnMut(Range<u64>) + 'static {
        let Self { app, request, facts, .. } = *self;
        let patience = Duration::from_secs(app.config.limits.stall_seconds * 2);
        let mut watched = slow_readers::watch(request, patience);
        let plays = self.path.file.contains("-web.") && facts.audience == Audience::Everyone;
        let counted = facts.video.filter(|_| plays && !delivery::is_reported(request)).and_then(|video| {
            let file = DeliveredFile { video, size, duration_ms: facts.duration_ms };
            Some((delivery::recipient(app, request)?, file))
        });
        let (app, spending) = (app.clone(), self.spending.clone());
        move |stretch| {
            spending.add(stretch.end - stretch.start);
            if let Some((recipient, file)) = &counted {
                app.deliveries.add(recipient, *file, stretch.clone(), app.now());
            }
            watched(stretch);
        }
    }
}

/// How much of a file a request asks for, whatever its conditions say.
fn asked_for(request: &HttpRequest, size: u64) -> u64 {
    let conditions = Conditions { range: Conditions::of(request.headers()).range, ..Conditions::default() };
    let nothing_known = Validators { etag: "\"\"", modified: std::time::UNIX_EPOCH };
    match range::evaluate(request.method(), &conditions, nothing_known, size) {
        Outcome::Part(part) => part.length(),
        _ => size,
    }
}
