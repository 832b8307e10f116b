//! What an address below a route of the API means.

use percent_encoding::percent_decode_str;

use super::data::{Company, Table, World};
use super::failure::Failure;
use super::permissions::{self, Action};
use super::query::Filter;
use super::schema::{self, Api, EntityType, Kind};
use super::value::{Guid, Value};
use crate::people::Caller;
use axum::http::{Method, StatusCode};

/// What was found under an address.
pub(super) enum Resource<'a> {
    ServiceDocument,
    Metadata,
    /// All definitions, or those of one name.
    Definitions(Option<String>),
    Set(Set<'a>),
    /// The number of records of a set, as plain text.
    Count(Set<'a>),
    Record(Record<'a>),
    /// A relation of one record that leads nowhere, or a stream with nothing in it.
    Nothing,
}

/// Records of one table.
pub(super) struct Set<'a> {
    /// Whose they are, or what belongs to none.
    pub(super) company: &'a Company,
    pub(super) table: &'a Table,
    /// What the path restricts them to, column by column: the lines of one document.
    pub(super) within: Vec<(usize, Value)>,
    /// The path as the context address names it.
    pub(super) path: String,
}

/// One record.
pub(super) struct Record<'a> {
    /// Whose they are, or what belongs to none.
    pub(super) company: &'a Company,
    pub(super) table: &'a Table,
    pub(super) row: usize,
    pub(super) path: String,
}

/// Finds what the segments name; `company` is the value of the query option of that name.
pub(super) fn find<'a>(
    world: &'a World,
    api: &'static Api,
    segments: &[&str],
    company: Option<&str>,
    caller: &Caller,
) -> Result<Resource<'a>, Failure> {
    let search = Search { world, api, caller };
    let mut found = Resource::ServiceDocument;
    for (at, segment) in segments.iter().enumerate() {
        let (name, key) = split_key(segment)?;
        found = match found {
            Resource::ServiceDocument => search.root(&name, company)?,
            Resource::Record(record) => search.follow(record, &name)?,
            Resource::Set(set) if name == "$count" && key.is_none() && at + 1 == segments.len() => {
                Resource::Count(set)
            }
            _ => return Err(Failure::no_segment(&name)),
        };
        if let Some(key) = key {
            found = match found {
                Resource::Set(set) => Resource::Record(search.record(&set, &key)?),
                Resource::Definitions(None) => Resource::Definitions(Some(key.trim_matches('\'').to_owned())),
                _ => return Err(Failure::no_segment(segment)),
            };
        }
    }
    Ok(found)
}

struct Search<'a, 'b> {
    world: &'a World,
    api: &'static Api,
    caller: &'b Caller,
}

impl<'a> Search<'a, '_> {
    fn root(&self, name: &str, company: Option<&str>) -> Result<Resource<'a>, Failure> {
        let shared = &self.world.shared;
        let in_no_company = |kind: &&&EntityType| kind.set == name;
        if name == "companies" {
            return Ok(Resource::Set(self.set(shared, &schema::COMPANY, name.to_owned())?));
        }
        if let Some(kind) = self.api.shared.iter().find(in_no_company) {
            return Ok(Resource::Set(self.set(shared, kind, name.to_owned())?));
        }
        Ok(match name {
            "$metadata" => Resource::Metadata,
            "entityDefinitions" => Resource::Definitions(None),
            _ => {
                let kind = self.of_a_company(name)?;
                let id = company.ok_or_else(|| {
                    let message = "You must choose a company: companies({id})/… or ?company={id}.";
                    Failure::new(StatusCode::BAD_REQUEST, "BadRequest_RequiredParamNotProvided", message)
                })?;
                let found = Guid::parse(id).and_then(|id| self.company(id)).ok_or_else(|| no_company(id))?;
                Resource::Set(self.set(found, kind, name.to_owned())?)
            }
        })
    }

    fn company(&self, id: Guid) -> Option<&'a Company> {
        self.world.companies.iter().find(|company| company.id == id)
    }

    fn of_a_company(&self, name: &str) -> Result<&'static EntityType, Failure> {
        let found = self.api.types.iter().find(|kind| kind.set == name);
        found.copied().ok_or_else(|| Failure::no_segment(name))
    }

    fn set(&self, company: &'a Company, kind: &EntityType, path: String) -> Result<Set<'a>, Failure> {
        permissions::check(self.caller, Action::Read, kind)?;
        let table = company.table(kind).ok_or_else(|| Failure::no_segment(kind.set))?;
        Ok(Set { company, table, within: Vec::new(), path })
    }

    /// The record with a key predicate's inner text.
    fn record(&self, set: &Set<'a>, text: &str) -> Result<Record<'a>, Failure> {
        let kind = set.table.kind;
        let key = key(kind, text)?;
        let companies = kind.is(&schema::COMPANY);
        let missing = || if companies { no_company(text) } else { Failure::no_record(kind.set) };
        let found = set.table.find_key(&key);
        let row = found.filter(|row| {
            set.within.iter().all(|(column, value)| set.table.cell(*row, *column).order(value).is_eq())
        });
        let row = row.ok_or_else(missing)?;
        let company = match &*key {
            [Value::Guid(id)] if companies => self.company(*id).ok_or_else(missing)?,
            _ => set.company,
        };
        let path = format!("{}({})", set.path, predicate(set.table, row));
        Ok(Record { company, table: set.table, row, path })
    }

    /// What a relation of this record leads to; under a company, any of its sets.
    fn follow(&self, record: Record<'a>, name: &str) -> Result<Resource<'a>, Failure> {
        let Record { company, table, row, path } = record;
        let path = format!("{path}/{name}");
        if table.kind.is(&schema::COMPANY) {
            return Ok(Resource::Set(self.set(company, self.of_a_company(name)?, path)?));
        }
        if table.kind.column(name).is_some_and(|column| table.is_stream(column)) {
            return Ok(Resource::Nothing);
        }
        let navigation = table.kind.navigation(name).ok_or_else(|| Failure::no_segment(name))?;
        let mut set = self.set(company, navigation.target, path)?;
        let Some(within) = table.towards(row, navigation) else { return Ok(Resource::Nothing) };
        if navigation.many {
            set.within = within;
            return Ok(Resource::Set(set));
        }
        Ok(set.table.first_with(&within).map_or(Resource::Nothing, |row| {
            Resource::Record(Record { company, table: set.table, row, path: set.path })
        }))
    }
}

impl Set<'_> {
    /// What the path gives to new records: the properties that it restricts, with their values.
    pub(super) fn parent(&self) -> Vec<(&'static str, Value)> {
        let kind = self.table.kind;
        self.within.iter().map(|(column, value)| (kind.properties[*column].name, value.clone())).collect()
    }

    /// Lines are only given out by document, as by Business Central, and permissions by user: by the path or by the
    /// `filter`.
    pub(super) fn check_choice(&self, filter: Option<&Filter>) -> Result<(), Failure> {
        let kind = self.table.kind;
        let (columns, refused) = if let Some(document) = kind.column("documentId") {
            let message = "You must specify an Id or a Document Id to get the lines.";
            let refused = Failure::new(StatusCode::BAD_REQUEST, "Application_DialogException", message);
            (vec![0, document], refused)
        } else if kind.is(&schema::USER_PERMISSION) {
            (kind.column("userSecurityId").into_iter().collect(), super::write::no_user())
        } else {
            return Ok(());
        };
        let is_chosen = !self.within.is_empty() || filter.is_some_and(|filter| filter.pins(&columns));
        if is_chosen { Ok(()) } else { Err(refused) }
    }

    /// What the path restricts the records to.
    pub(super) fn restrictions(&self) -> impl Iterator<Item = Filter> {
        self.within.iter().map(|(column, value)| Filter::equal(*column, value.clone()))
    }
}

/// The key predicate's inner text for a record: `guid`, or `name=value` pairs when the key has several parts.
pub(super) fn predicate(table: &Table, row: usize) -> String {
    let part = |value: &Value| match value {
        Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Member(member) => format!("'{}'", member.name),
        other => {
            let mut out = String::new();
            other.write_json(&mut out);
            out.trim_matches('"').to_owned()
        }
    };
    match &*table.key(row) {
        [one] => part(one),
        several => {
            let names = table.kind.key.iter().zip(several);
            names.map(|(name, value)| format!("{name}={}", part(value))).collect::<Vec<_>>().join(",")
        }
    }
}

/// Reads `guid`, `'text'`, `name=value` or a list of these for every part of the key.
fn key(kind: &EntityType, text: &str) -> Result<Vec<Value>, Failure> {
    let invalid = || {
        let expected = match kind.key {
            [_] if kind.has_guid_key() => "a GUID was expected".to_owned(),
            names => format!("expected was {}", names.join(",")),
        };
        let message = format!("The key '({text})' is not valid: {expected}.");
        Failure::new(StatusCode::BAD_REQUEST, "BadRequest_InvalidRequestUrl", message)
    };
    let parts = super::query::split(text, ',');
    if parts.len() != kind.key.len() {
        return Err(invalid());
    }
    let mut key = Vec::new();
    for name in kind.key {
        let named = parts.iter().find_map(|part| {
            let (other, value) = part.split_once('=')?;
            (other.trim() == *name).then_some(value)
        });
        let part = match (named, &*parts) {
            (Some(value), _) => value,
            (None, [one]) => one,
            _ => return Err(invalid()),
        };
        let kind = kind.column(name).map_or(Kind::Text, |column| kind.properties[column].kind);
        key.push(super::query::literal(kind, part.trim()).ok_or_else(invalid)?);
    }
    Ok(key)
}

fn no_company(id: &str) -> Failure {
    let message = format!("Cannot find the company with the id '{id}'.");
    Failure::new(StatusCode::NOT_FOUND, "Internal_CompanyNotFound", message)
}

/// Takes `customers(…)` apart, percent-decoded.
fn split_key(segment: &str) -> Result<(String, Option<String>), Failure> {
    let decoded = percent_decode_str(segment).decode_utf8().map_err(|_| Failure::no_segment(segment))?;
    match decoded.split_once('(') {
        None => Ok((decoded.into_owned(), None)),
        Some((name, rest)) => {
            let key = rest.strip_suffix(')').ok_or_else(|| Failure::no_segment(&decoded))?;
            Ok((name.to_owned(), Some(key.to_owned())))
        }
    }
}

/// A page, a set or a record that does not take `method`.
pub(super) fn not_allowed(method: &Method, found: &Resource<'_>) -> Failure {
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
