//! What a moderator orders: an action and the rows that were ticked.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use crate::app::App;
use crate::db::ids::{TaskId, Uuid};
use crate::error::{Error, Result};
use crate::http::flash::{Done, Flash};
use crate::http::form::Fields;
use crate::http::viewer::Moderator;
use crate::http::{place, referrer};
use crate::models::admin::Choice;
use crate::models::audit::Actor;

/// More rows than two pages have.
const AT_ONCE: usize = 100;

pub struct Order {
    pub actor: Actor,
    pub flash: Flash,
    fields: Fields,
    /// Where the form stood.
    page: Option<String>,
}

impl Order {
    pub fn action<A: Choice>(&self) -> Result<A> {
        A::parse(self.fields.value("action")).ok_or(Error::Malformed("There is no such action."))
    }

    pub fn field(&self, name: &str) -> &str {
        self.fields.value(name)
    }

    pub fn is_confirmed(&self) -> bool {
        self.fields.value("confirm") == "yes"
    }

    /// Each ticked row once. What is no name at all is not found, like the name of nothing.
    pub fn uuids(&self) -> Result<Vec<Uuid>> {
        self.ids(Uuid::parse)
    }

    pub fn task_ids(&self) -> Result<Vec<TaskId>> {
        self.ids(|text| text.parse().ok().map(TaskId))
    }

    fn ids<T: Ord>(&self, parse: impl Fn(&str) -> Option<T>) -> Result<Vec<T>> {
        let parsed: Option<Vec<T>> = self.fields.values("ids").map(parse).collect();
        let mut ids = parsed.ok_or(Error::NotFound)?;
        ids.sort();
        ids.dedup();
        if ids.len() > AT_ONCE {
            return Err(Error::Malformed("That is more at once than a page shows."));
        }
        Ok(ids)
    }

    /// Back to the list as it was filtered.
    pub fn answer(&self, list: &str, done: Done) -> Result<actix_web::HttpResponse> {
        let is_list = |page: &&str| page.split('?').next() == Some(list);
        self.flash.redirect(self.page.as_deref().filter(is_list).unwrap_or(list), done)
    }

    pub fn nothing_selected(&self, list: &str) -> Result<actix_web::HttpResponse> {
        self.answer(list, Done::AdminNothing)
    }
}

/// What to say when so many were changed.
pub fn done(changed: usize) -> Done {
    if changed == 0 { Done::AdminUnchanged } else { Done::AdminDone }
}

/// To be called when videos were changed and that was committed: lists, files and workers know at once.
pub fn videos_changed(app: &App, changed: &[(crate::db::ids::VideoId, Uuid)]) {
    for (id, uuid) in changed {
        app.catalogue_changed(*id);
        app.media_cache.forget(uuid);
    }
    app.wake_workers();
}

impl FromRequest for Order {
    type Error = Error;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self>>>>;

    /// Nobody else's form is even read.
    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let asked = Moderator::extract(request).into_inner();
        let flash = Flash::extract(request).into_inner();
        let place = place::of(request);
        let page = referrer::path(request).map(|path| path.to_string());
        let fields = Fields::from_request(request, payload);
        Box::pin(async move {
            let Moderator(user) = asked?;
            let actor = Actor { user, address_prefix: place?.address_prefix };
            Ok(Self { actor, flash: flash?, fields: fields.await?, page })
        })
    }
}
