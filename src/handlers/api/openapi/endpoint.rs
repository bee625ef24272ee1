//! One method of one address, as the document tells of it.

use utoipa::openapi::path::{HttpMethod, Operation, OperationBuilder, Parameter, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Required, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::{answers, parameters, security};
use crate::db::types::Scope;
use crate::http::api::ROOT;
use crate::http::idempotency;
use crate::views::api::List;

/// A schema and the name by which others refer to it.
pub type Named = (String, RefOr<Schema>);

/// Which token has to be brought.
pub enum Needs {
    Nothing,
    /// Whoever brings one reads as the person it speaks for.
    NothingButMayBringOne,
    /// Whoever brings one does it for the person it speaks for, and it has to be good for that.
    NothingButMay(Scope),
    AnyToken,
    /// One that a program got for a password.
    Password,
    Scope(Scope),
}

pub struct Endpoint {
    pub method: HttpMethod,
    pub path: &'static str,
    pub operation: Operation,
    /// Everything that the operation refers to.
    pub schemas: Vec<Named>,
}

impl Endpoint {
    /// Something to read: with a validator, and 304 for whoever has it already. `id` is what generated clients call it.
    pub fn read<T: ToSchema>(path: &'static str, id: &'static str, summary: &'static str) -> Self {
        let mut schemas = Vec::new();
        let told = refer::<T>(&mut schemas);
        Self::reading(path, id, summary, told, schemas)
    }

    /// A list to read.
    pub fn list<T: ToSchema>(path: &'static str, id: &'static str, summary: &'static str) -> Self {
        let mut schemas = Vec::new();
        let told = refer_to_list::<T>(&mut schemas);
        Self::reading(path, id, summary, told, schemas)
    }

    fn reading(
        path: &'static str,
        id: &'static str,
        summary: &'static str,
        told: RefOr<Schema>,
        schemas: Vec<Named>,
    ) -> Self {
        let operation = OperationBuilder::new()
            .operation_id(Some(id))
            .summary(Some(summary))
            .parameter(parameters::if_none_match())
            .response("200", answers::told(told))
            .response("304", answers::named(answers::NOT_MODIFIED));
        let endpoint = Self { method: HttpMethod::Get, path, operation: operation.build(), schemas };
        if path.starts_with(ROOT) { endpoint.needs(Needs::NothingButMayBringOne) } else { endpoint }
    }

    /// Something to do, for which everybody may ask unless more is said.
    pub fn act(method: HttpMethod, path: &'static str, id: &'static str, summary: &'static str) -> Self {
        let operation = OperationBuilder::new().operation_id(Some(id)).summary(Some(summary));
        Self { method, path, operation: operation.build(), schemas: Vec::new() }
    }

    /// It answers what was done.
    pub fn tells<T: ToSchema>(mut self) -> Self {
        let told = answers::made(refer::<T>(&mut self.schemas));
        self.operation.responses.responses.insert("200".to_owned(), RefOr::T(told));
        self
    }

    /// It answers that it is done, with an object of nothing.
    pub fn tells_done(mut self) -> Self {
        self.operation.responses.responses.insert("200".to_owned(), answers::named(answers::DONE));
        self
    }

    /// It answers that it is done, with nothing.
    pub fn tells_nothing(self) -> Self {
        self.answers("204", answers::DONE_IN_SILENCE)
    }

    /// It tells as long as somebody listens, each of these as the data of an event.
    pub fn tells_events(mut self, events: impl IntoIterator<Item = Vec<Named>>) -> Self {
        self.schemas.extend(events.into_iter().flatten());
        self.operation.responses.responses.insert("200".to_owned(), RefOr::T(answers::events()));
        self
    }

    /// It takes an object of JSON.
    pub fn takes<T: ToSchema>(self) -> Self {
        self.takes_as::<T>(&["application/json"])
    }

    /// It takes an object of JSON, or its fields as a form.
    pub fn takes_json_or_form<T: ToSchema>(self) -> Self {
        self.takes_as::<T>(&["application/json", "application/x-www-form-urlencoded"])
    }

    /// It takes an object of JSON, or its fields as a form in parts.
    pub fn takes_json_or_parts<T: ToSchema>(self) -> Self {
        self.takes_as::<T>(&["application/json", "multipart/form-data"])
    }

    fn takes_as<T: ToSchema>(mut self, content_types: &[&str]) -> Self {
        let shape = refer::<T>(&mut self.schemas);
        let content = ContentBuilder::new().schema(Some(shape)).build();
        let body = RequestBodyBuilder::new().required(Some(Required::True));
        let body = content_types.iter().fold(body, |body, kind| body.content(*kind, content.clone()));
        self.operation.request_body = Some(RefOr::T(body.build()));
        self.answers("400", answers::MALFORMED).answers("413", answers::TOO_LARGE)
    }

    /// It takes a form with a file in it.
    pub fn takes_form(mut self, form: Named) -> Self {
        let shape = RefOr::Ref(Ref::from_schema_name(&form.0));
        self.schemas.push(form);
        let content = ContentBuilder::new().schema(Some(shape)).build();
        let body =
            RequestBodyBuilder::new().required(Some(Required::True)).content("multipart/form-data", content);
        self.operation.request_body = Some(RefOr::T(body.build()));
        self.answers("400", answers::MALFORMED).answers("413", answers::TOO_LARGE)
    }

    /// It takes a piece of a file, or nothing.
    pub fn takes_bytes(mut self) -> Self {
        let content = ContentBuilder::new().schema(Some(answers::bytes())).build();
        let body = RequestBodyBuilder::new().content("application/octet-stream", content);
        self.operation.request_body = Some(RefOr::T(body.build()));
        self.answers("400", answers::MALFORMED).answers("413", answers::TOO_LARGE)
    }

    /// It answers where what was made is continued.
    pub fn tells_where(self) -> Self {
        self.answers("201", answers::CREATED)
    }

    /// It answers that more is missing.
    pub fn tells_of_more(self) -> Self {
        self.answers("308", answers::INCOMPLETE)
    }

    /// What it is to be put into may not be there.
    pub fn may_not_find(self) -> Self {
        self.answers("404", answers::NOT_FOUND)
    }

    /// An upload may be at another place, at its end, or in the hands of another request.
    pub fn may_be_elsewhere(self) -> Self {
        self.answers("409", answers::CONFLICT).answers("410", answers::GONE).answers("423", answers::LOCKED)
    }

    /// It is not possible as things are.
    pub fn may_conflict(self) -> Self {
        self.answers("409", answers::CONFLICT)
    }

    /// A body that stands still is cut off.
    pub fn may_be_slow(self) -> Self {
        self.answers("408", answers::TOO_SLOW)
    }

    /// There may be no room on the disk.
    pub fn may_be_full(self) -> Self {
        self.answers("507", answers::FULL)
    }

    /// It refuses what is well written and yet not right, field by field.
    pub fn refuses(self) -> Self {
        self.answers("422", answers::REFUSED)
    }

    pub fn needs(mut self, what: Needs) -> Self {
        self.operation.security = match what {
            Needs::Nothing => {
                self.operation.responses.responses.remove("401");
                None
            }
            Needs::NothingButMayBringOne => Some(security::may(Scope::Read)),
            Needs::NothingButMay(scope) => Some(security::may(scope)),
            Needs::AnyToken => Some(security::needs_any()),
            Needs::Password => Some(security::needs_password()),
            Needs::Scope(scope) => Some(security::needs(scope)),
        };
        match what {
            Needs::Nothing => self,
            Needs::NothingButMayBringOne | Needs::AnyToken => self.answers("401", answers::UNKNOWN_TOKEN),
            Needs::NothingButMay(_) | Needs::Password | Needs::Scope(_) => {
                self.answers("401", answers::UNKNOWN_TOKEN).answers("403", answers::NOT_FOR_THIS)
            }
        }
    }

    /// What more there is to say, in Markdown.
    pub fn about(mut self, text: &'static str) -> Self {
        self.operation.description = Some(text.to_owned());
        self
    }

    /// It asks the database, which may be busy.
    pub fn may_be_busy(self) -> Self {
        self.answers("503", answers::BUSY)
    }

    /// It is about one thing, which may not be there.
    pub fn of(self, name: Parameter) -> Self {
        self.given([name]).answers("404", answers::NOT_FOUND)
    }

    pub fn given(mut self, parameters: impl IntoIterator<Item = Parameter>) -> Self {
        let own = self.operation.parameters.get_or_insert_default();
        // What narrows an answer comes before the headers, which merely spare it.
        let is_header =
            |of: &RefOr<Parameter>| matches!(of, RefOr::T(of) if of.parameter_in == ParameterIn::Header);
        let place = own.iter().position(is_header).unwrap_or(own.len());
        own.splice(place..place, parameters.into_iter().map(RefOr::T));
        self
    }

    /// Nobody may ask for it more often than the site allows.
    pub fn limited(self) -> Self {
        self.answers("429", answers::TOO_MANY)
    }

    /// It may come under a key of the program's own, if it is of those that may.
    pub fn may_have_key(self) -> Self {
        let is_read_whole = match &self.operation.request_body {
            Some(RefOr::T(body)) => body.content.contains_key("application/json"),
            Some(RefOr::Ref(_)) => false,
            None => true,
        };
        let is_done = self.method == HttpMethod::Post && self.operation.security.is_some();
        if !is_done || !is_read_whole || !idempotency::is_for(self.path) {
            return self;
        }
        self.given([parameters::idempotency_key()])
            .answers("400", answers::MALFORMED)
            .answers("409", answers::CONFLICT)
            .answers("413", answers::TOO_LARGE)
            .refuses()
    }

    fn answers(mut self, status: &'static str, name: &'static str) -> Self {
        self.operation.responses.responses.insert(status.to_owned(), answers::named(name));
        self
    }
}

/// Where a shape is told of, which is made sure of.
pub fn refer<T: ToSchema>(schemas: &mut Vec<Named>) -> RefOr<Schema> {
    let name = T::name().into_owned();
    schemas.push((name.clone(), T::schema()));
    T::schemas(schemas);
    RefOr::Ref(Ref::from_schema_name(name))
}

/// The same for a list of such things, which is named after them.
fn refer_to_list<T: ToSchema>(schemas: &mut Vec<Named>) -> RefOr<Schema> {
    refer::<T>(schemas);
    let name = format!("{}List", T::name());
    schemas.push((name.clone(), List::<T>::schema()));
    RefOr::Ref(Ref::from_schema_name(name))
}
