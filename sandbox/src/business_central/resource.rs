//! What an address below `/api/v2.0` means.

use percent_encoding::percent_decode_str;

use super::data::{Company, Table, World};
use super::failure::Failure;
use super::query::Filter;
use super::schema::{self, EntityType};
use super::value::{Guid, Value};
use crate::people::{Caller, Rights};
use axum::http::StatusCode;

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
    /// A relation of one record that leads nowhere.
    Nothing,
}

/// Records of one table.
pub(super) struct Set<'a> {
    pub(super) company: Option<&'a Company>,
    pub(super) table: &'a Table,
    /// What the path restricts them to: the lines of one document.
    pub(super) within: Option<Filter>,
    /// The property in which a new record of them refers to the one before it in the path, and that one's value.
    pub(super) parent: Option<(&'static str, Value)>,
    /// The path as the context address names it.
    pub(super) path: String,
}

/// One record.
pub(super) struct Record<'a> {
    pub(super) company: Option<&'a Company>,
    pub(super) table: &'a Table,
    pub(super) row: usize,
    pub(super) path: String,
}

/// Finds what the segments name; `company` is the value of the query option of that name.
pub(super) fn find<'a>(
    world: &'a World,
    segments: &[&str],
    company: Option<&str>,
    caller: &Caller,
) -> Result<Resource<'a>, Failure> {
    let mut found = Resource::ServiceDocument;
    for (at, segment) in segments.iter().enumerate() {
        let (name, key) = split_key(segment)?;
        found = match found {
            Resource::ServiceDocument => root(world, &name, company, caller)?,
            Resource::Record(record) => record.follow(&name, caller)?,
            Resource::Set(set) if name == "$count" && key.is_none() && at + 1 == segments.len() => {
                Resource::Count(set)
            }
            _ => return Err(Failure::no_segment(&name)),
        };
        if let Some(key) = key {
            found = match found {
                Resource::Set(set) => Resource::Record(set.record(world, &key)?),
                Resource::Definitions(None) => Resource::Definitions(Some(key.trim_matches('\'').to_owned())),
                _ => return Err(Failure::no_segment(segment)),
            };
        }
    }
    Ok(found)
}

/// Whether `caller` may change records of `kind`: who works in sales leaves the items to others.
pub(super) fn may_change(caller: &Caller, kind: &EntityType) -> Result<(), Failure> {
    if caller.rights == Rights::SalesOnly && std::ptr::eq(kind, &raw const schema::ITEM) {
        let message = format!(
            "Sorry, the current permissions prevented the action. (TableData {} Modify: Base Application)",
            kind.table
        );
        return Err(Failure::new(StatusCode::FORBIDDEN, "Internal_ServerError", message));
    }
    Ok(())
}

/// Whether `caller` may read records of `kind`. A missing permission is answered with 403 and a text that
/// names the table.
pub(super) fn may_read(caller: &Caller, kind: &EntityType) -> Result<(), Failure> {
    let ledger = [&raw const schema::ACCOUNT, &raw const schema::GENERAL_LEDGER_ENTRY];
    if caller.rights == Rights::SalesOnly && ledger.iter().any(|other| std::ptr::eq(*other, kind)) {
        let message = format!(
            "Sorry, the current permissions prevented the action. (TableData {} Read: Base Application)",
            kind.table
        );
        return Err(Failure::new(StatusCode::FORBIDDEN, "Internal_ServerError", message));
    }
    Ok(())
}

fn root<'a>(
    world: &'a World,
    name: &str,
    company: Option<&str>,
    caller: &Caller,
) -> Result<Resource<'a>, Failure> {
    Ok(match name {
        "$metadata" => Resource::Metadata,
        "entityDefinitions" => Resource::Definitions(None),
        "companies" => {
            let path = "companies".to_owned();
            Resource::Set(Set { company: None, table: &world.directory, within: None, parent: None, path })
        }
        _ => {
            let kind = of_a_company(name)?;
            let id = company.ok_or_else(|| {
                let message = "You must choose a company: companies({id})/… or ?company={id}.";
                Failure::new(StatusCode::BAD_REQUEST, "BadRequest_RequiredParamNotProvided", message)
            })?;
            let found = world.companies.iter().find(|company| Guid::parse(id) == Some(company.id));
            Resource::Set(found.ok_or_else(|| no_company(id))?.set(kind, name.to_owned(), caller)?)
        }
    })
}

impl Company {
    fn set(&self, kind: &EntityType, path: String, caller: &Caller) -> Result<Set<'_>, Failure> {
        may_read(caller, kind)?;
        let table = self.table(kind).ok_or_else(|| Failure::no_segment(kind.set))?;
        Ok(Set { company: Some(self), table, within: None, parent: None, path })
    }
}

impl<'a> Set<'a> {
    /// The record with a key predicate's inner text: `guid` or `id=guid`.
    fn record(self, world: &'a World, key: &str) -> Result<Record<'a>, Failure> {
        let text = key.strip_prefix("id=").unwrap_or(key);
        let id = Guid::parse(text).ok_or_else(|| {
            let message = format!("The key '({key})' is not valid: a GUID was expected.");
            Failure::new(StatusCode::BAD_REQUEST, "BadRequest_InvalidRequestUrl", message)
        })?;
        let companies = std::ptr::eq(self.table, &raw const world.directory);
        let missing = || if companies { no_company(text) } else { Failure::no_record(self.table.kind.set) };
        let found = self.table.find(id);
        let row =
            found.filter(|row| self.within.as_ref().is_none_or(|filter| filter.holds(self.table, *row)));
        let row = row.ok_or_else(missing)?;
        let company = if companies { world.companies.get(row) } else { self.company };
        Ok(Record { company, table: self.table, row, path: format!("{}({id})", self.path) })
    }
}

impl<'a> Record<'a> {
    /// What a relation of this record leads to; under a company, any of its sets.
    fn follow(self, name: &str, caller: &Caller) -> Result<Resource<'a>, Failure> {
        let company = self.company.ok_or_else(|| Failure::no_segment(name))?;
        let path = format!("{}/{name}", self.path);
        if std::ptr::eq(self.table.kind, &raw const schema::COMPANY) {
            return Ok(Resource::Set(company.set(of_a_company(name)?, path, caller)?));
        }
        let navigation = self.table.kind.navigation(name).ok_or_else(|| Failure::no_segment(name))?;
        let mut set = company.set(navigation.target, path, caller)?;
        let value = self.table.value(self.row, navigation.property).unwrap_or(Value::Guid(Guid::ZERO));
        if navigation.many {
            set.parent = Some((navigation.referenced, value.clone()));
            set.within =
                set.table.kind.column(navigation.referenced).map(|column| Filter::equal(column, value));
            return Ok(Resource::Set(set));
        }
        let row = if let Value::Guid(id) = value { set.table.find(id) } else { None };
        Ok(row.map_or(Resource::Nothing, |row| {
            Resource::Record(Record { company: set.company, table: set.table, row, path: set.path })
        }))
    }
}

fn of_a_company(name: &str) -> Result<&'static EntityType, Failure> {
    let found = schema::OF_A_COMPANY.iter().find(|kind| kind.set == name);
    found.copied().ok_or_else(|| Failure::no_segment(name))
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
