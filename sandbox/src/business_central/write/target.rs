//! What a request to change something is about, and whether it may: the method, the set's capabilities, `If-Match`.

use axum::http::{HeaderMap, Method, StatusCode, header};

use super::super::answer::etag;
use super::super::failure::Failure;
use super::super::resource::{Record, Resource};
use super::super::schema::EntityType;
use super::super::value::Value;

/// The records that are to be changed, by their places in a state of the data.
pub(in super::super) struct Target {
    /// The place of the company; `None` for what belongs to none.
    pub(in super::super) company: Option<usize>,
    pub(in super::super) kind: &'static EntityType,
    /// The path of the set as the context address names it.
    pub(in super::super) path: String,
    pub(in super::super) change: Change,
}

/// What is to be done.
pub(in super::super) enum Change {
    /// With these values from the address: the lines of a document have its id.
    Create(Vec<(usize, Value)>),
    Update(usize),
    Delete(usize),
}

impl Target {
    /// What `method` asks for, if the set allows it and `If-Match` names the record as it is.
    pub(in super::super) fn of(
        found: &Resource<'_>,
        method: &Method,
        headers: &HeaderMap,
    ) -> Result<Self, Failure> {
        match found {
            Resource::Set(set) => {
                let kind = set.table.kind;
                if *method != Method::POST || !kind.capabilities.insert {
                    return Err(not_allowed(method, found));
                }
                let change = Change::Create(set.within.clone());
                Ok(Self { company: set.place.company, kind, path: set.path.clone(), change })
            }
            Resource::Record(record) => {
                let kind = record.table.kind;
                let change = match *method {
                    Method::PATCH | Method::PUT if kind.capabilities.update => Change::Update(record.row),
                    Method::DELETE if kind.capabilities.delete => Change::Delete(record.row),
                    _ => return Err(not_allowed(method, found)),
                };
                matches(record, headers)?;
                let path = match record.path.strip_suffix(')').and_then(|path| path.rsplit_once('(')) {
                    Some((set, _)) => set.to_owned(),
                    None => record.path.clone(),
                };
                Ok(Self { company: record.place.company, kind, path, change })
            }
            Resource::Nothing => Err(Failure::not_implemented("writing a stream")),
            _ => Err(not_allowed(method, found)),
        }
    }
}

/// `If-Match` must be there and name the record's etag, or be `*`.
fn matches(record: &Record<'_>, headers: &HeaderMap) -> Result<(), Failure> {
    let Some(expected) = headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok()) else {
        let message = "Could not validate the client concurrency token required by the service. Please \
                       retry the request with the 'If-Match' header set to the record's etag.";
        return Err(Failure::bad("BadRequest_InvalidToken", message));
    };
    let now = etag(record.table, record.row);
    if expected.split(',').map(str::trim).any(|one| one == "*" || one == now) {
        return Ok(());
    }
    let message = format!(
        "Another user has already changed the record in '{}'. Read it again before changing it.",
        record.table.kind.set
    );
    Err(Failure::new(StatusCode::CONFLICT, "Request_EntityChanged", message))
}

fn not_allowed(method: &Method, found: &Resource<'_>) -> Failure {
    let (set, shape) = match found {
        Resource::Set(set) | Resource::Count(set) => (set.table.kind.set, "Collection"),
        Resource::Record(record) => (record.table.kind.set, "Entity"),
        _ => ("$metadata", "None"),
    };
    let message = format!(
        "'{method}' requests for '{set}' of EdmType '{shape}' are not allowed within Dynamics 365 Business Central \
         OData web services."
    );
    Failure::new(StatusCode::METHOD_NOT_ALLOWED, "BadRequest_MethodNotAllowed", message)
}
