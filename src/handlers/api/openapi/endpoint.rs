//! One method of one address, as the document tells of it.

use utoipa::openapi::path::{HttpMethod, Operation, OperationBuilder, Parameter, ParameterIn};
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::{answers, parameters};
use crate::views::api::List;

/// A schema and the name by which others refer to it.
pub type Named = (String, RefOr<Schema>);

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
        Self { method: HttpMethod::Get, path, operation: operation.build(), schemas }
    }

    /// What more there is to say, in Markdown.
    pub fn about(mut self, text: &'static str) -> Self {
        self.operation.description = Some(text.to_owned());
        self
    }

    /// It asks the database, which may be busy.
    pub fn from_database(self) -> Self {
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
