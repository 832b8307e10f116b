//! Creating, changing and deleting records, with what Business Central checks and works out by itself.

mod document;
mod fields;
mod permission;
mod relations;

use axum::http::{HeaderMap, Method, StatusCode, header};
use serde_json::{Map, Value as Json};

pub(super) use permission::no_user;
pub(super) use relations::fill as relate;

use super::answer::etag;
use super::calendar::Moment;
use super::data::{Company, Row, Table, World};
use super::failure::Failure;
use super::resource::{Record, Resource, predicate};
use super::schema::{EntityType, Navigation};
use super::value::{Guid, Value};
use crate::clock::civil;

/// What a write is about, without a hold on the records.
pub(super) struct Target {
    pub(super) company: Guid,
    pub(super) kind: &'static EntityType,
    /// None for a set.
    pub(super) row: Option<usize>,
    /// The version that the record has.
    etag: Option<String>,
    /// What a new record of the set has from its path: the document that a line belongs to.
    parent: Vec<(&'static str, Value)>,
    pub(super) path: String,
}

/// What a write came to.
pub(super) enum Written {
    /// A record that is to be answered with, in that row; whether it is a new one.
    Record {
        row: usize,
        is_new: bool,
    },
    Deleted,
}

impl Target {
    /// The target that `found` is; none where nothing can be written.
    pub(super) fn of(found: &Resource<'_>) -> Option<Self> {
        match found {
            Resource::Set(set) => Some(Self {
                company: set.company.id,
                kind: set.table.kind,
                row: None,
                etag: None,
                parent: set.parent(),
                path: set.path.clone(),
            }),
            Resource::Record(record) => Some(Self {
                company: record.company.id,
                kind: record.table.kind,
                row: Some(record.row),
                etag: Some(etag(record.table, record.row)),
                parent: Vec::new(),
                path: record.path.clone(),
            }),
            _ => None,
        }
    }

    /// The record of this target's kind in that row, to answer with.
    pub(super) fn record<'a>(&self, world: &'a World, row: usize) -> Result<Record<'a>, Failure> {
        let company = world.company(self.company).ok_or_else(|| Failure::no_record("companies"))?;
        let table = company.table(self.kind).ok_or_else(|| Failure::no_segment(self.kind.set))?;
        let path = match self.row {
            Some(_) => self.path.clone(),
            None => format!("{}({})", self.path, predicate(table, row)),
        };
        Ok(Record { company, table, row, path })
    }

    /// Whether `method` is one for this target.
    pub(super) fn takes(&self, method: &Method) -> bool {
        let allowed = self.kind.capabilities;
        match (self.row, method) {
            (None, &Method::POST) => allowed.insert,
            (Some(_), &Method::PATCH | &Method::PUT) => allowed.update,
            (Some(_), &Method::DELETE) => allowed.delete,
            _ => false,
        }
    }
}

/// Carries out a write.
pub(super) fn write(
    world: &mut World,
    now: u64,
    method: &Method,
    headers: &HeaderMap,
    target: &Target,
    body: &[u8],
) -> Result<Written, Failure> {
    let company = world.company_mut(target.company).ok_or_else(|| Failure::no_record("companies"))?;
    // A request is a transaction: a line that is refused leaves no document without it.
    let mut changed = company.clone();
    let written = carry_out(&mut changed, moment(now), method, headers, target, body)?;
    *company = changed;
    Ok(written)
}

fn carry_out(
    company: &mut Company,
    now: Moment,
    method: &Method,
    headers: &HeaderMap,
    target: &Target,
    body: &[u8],
) -> Result<Written, Failure> {
    if let Some(row) = target.row {
        check_version(headers, target)?;
        if *method == Method::DELETE {
            document::delete(company, target.kind, row, now)?;
            return Ok(Written::Deleted);
        }
        let fields = read(headers, body)?;
        change(company, target.kind, row, &fields, now)?;
        return Ok(Written::Record { row, is_new: false });
    }
    let fields = read(headers, body)?;
    let row = create(company, target.kind, &target.parent, &fields, now)?;
    Ok(Written::Record { row, is_new: true })
}

/// Changes and deletions name the version that they are of.
fn check_version(headers: &HeaderMap, target: &Target) -> Result<(), Failure> {
    let asked = headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok());
    match (asked, &target.etag) {
        (Some("*"), _) => Ok(()),
        (Some(asked), Some(own)) if asked == own => Ok(()),
        (Some(_), _) => {
            let message = format!(
                "Another user has already changed the record of '{}'. Get it again before you change it.",
                target.kind.set
            );
            Err(Failure::new(StatusCode::CONFLICT, "Request_EntityChanged", message))
        }
        (None, _) => {
            let message = "The request has no If-Match header with the version of the record.";
            Err(Failure::new(StatusCode::BAD_REQUEST, "BadRequest_InvalidToken", message))
        }
    }
}

fn read(headers: &HeaderMap, body: &[u8]) -> Result<Map<String, Json>, Failure> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.to_ascii_lowercase().starts_with("application/json") {
        let message = format!("The content type '{kind}' is not supported.");
        return Err(Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "BadRequest", message));
    }
    serde_json::from_slice(body).map_err(|error| Failure::query(format!("The body is not valid: {error}")))
}

/// Creates a record of `kind`, and what lies in it ("deep insert").
fn create(
    company: &mut Company,
    kind: &'static EntityType,
    parent: &[(&'static str, Value)],
    fields: &Map<String, Json>,
    now: Moment,
) -> Result<usize, Failure> {
    let mut row = new_row(kind);
    for (name, value) in parent {
        row.put(name, value.clone());
    }
    let mut named = fields::put(&mut row, kind, fields, true)?;
    named.extend(parent.iter().map(|(name, _)| *name));
    relations::fill(company, kind, &mut row, &named)?;
    permission::fill(company, &mut row, &named)?;
    fields::number(company, kind, &mut row)?;
    document::begin(company, kind, &mut row, &named)?;
    fields::derive(&mut row);
    fields::check_required(&row)?;
    fields::touch(&mut row, now);
    let made = row.clone();
    let at = table(company, kind)?.add(row);
    company.add_companions(&made);
    for (name, lines) in fields {
        let Some(navigation) = kind.navigation(name).filter(|navigation| navigation.many) else { continue };
        for line in lines.as_array().map(Vec::as_slice).unwrap_or_default() {
            let line = line
                .as_object()
                .ok_or_else(|| Failure::query(format!("'{name}' is not a list of records.")))?;
            create(company, navigation.target, &references(navigation, &made), line, now)?;
        }
    }
    document::add_up(company, kind, at, now)?;
    Ok(at)
}

fn change(
    company: &mut Company,
    kind: &'static EntityType,
    row: usize,
    fields: &Map<String, Json>,
    now: Moment,
) -> Result<(), Failure> {
    let mut changed = table(company, kind)?.copy(row).ok_or_else(|| Failure::no_record(kind.set))?;
    let named = fields::put(&mut changed, kind, fields, false)?;
    relations::fill(company, kind, &mut changed, &named)?;
    permission::fill(company, &mut changed, &named)?;
    if named.contains(&"number") || named.contains(&"code") {
        fields::check_number(company, kind, row, &changed)?;
    }
    document::work_out(company, kind, &mut changed, &named)?;
    fields::derive(&mut changed);
    fields::touch(&mut changed, now);
    table(company, kind)?.put(row, changed);
    document::add_up(company, kind, row, now)
}

fn table<'a>(company: &'a mut Company, kind: &EntityType) -> Result<&'a mut Table, Failure> {
    company.table_mut(kind).ok_or_else(|| Failure::no_segment(kind.set))
}

/// A blank record under a key of its own.
fn new_row(kind: &'static EntityType) -> Row {
    let id = Guid(rand::random());
    if kind.has_guid_key() {
        return Row::new(kind, id);
    }
    let mut row = Row::blank(kind);
    row.put(kind.key[0], id.to_string());
    row
}

/// What the records that `navigation` leads to have of `row`.
fn references(navigation: &Navigation, row: &Row) -> Vec<(&'static str, Value)> {
    navigation.pairs().map(|(own, theirs)| (theirs, row.get(own))).collect()
}

fn moment(seconds: u64) -> Moment {
    let (year, month, day, hour, minute, second) = civil(seconds);
    let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
    Moment::parse(&text).unwrap_or(Moment::BLANK)
}

/// A rule of Business Central's own that the values break.
fn invalid(message: impl Into<String>) -> Failure {
    Failure::new(StatusCode::BAD_REQUEST, "Application_FieldValidationException", message)
}
