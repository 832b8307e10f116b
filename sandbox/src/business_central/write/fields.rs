//! The fields of a body: read as their types, and refused where they can't be what they say.

use axum::http::StatusCode;
use serde_json::{Map, Value as Json};

use super::super::calendar::{Date, Moment};
use super::super::data::{Company, Row};
use super::super::decimal::Decimal;
use super::super::failure::Failure;
use super::super::schema::{EntityType, Kind, Property};
use super::super::value::{Guid, Value};
use super::{invalid, table};

/// Puts `fields` into `row` and tells which properties they named.
pub(super) fn put(
    row: &mut Row,
    kind: &'static EntityType,
    fields: &Map<String, Json>,
    is_new: bool,
) -> Result<Vec<&'static str>, Failure> {
    let mut named = Vec::new();
    for (name, json) in fields {
        if name.contains('@') {
            continue;
        }
        if kind.navigation(name).is_some_and(|navigation| navigation.many) {
            if is_new {
                continue;
            }
            return Err(Failure::query(format!("'{name}' can only be given together with a new record.")));
        }
        let column = kind.column(name).ok_or_else(|| Failure::no_property(name, kind.name))?;
        let property = &kind.properties[column];
        check_writable(property, is_new)?;
        let value = read(property, json)?;
        check_value(property, &value)?;
        row.put(property.name, value);
        named.push(property.name);
    }
    // A line is called what its item is called, an employee by two names.
    let is_own = |property: &&Property| property.name == "displayName" && !property.fixed;
    let has_name = kind.properties.iter().any(|property| is_own(&property));
    let is_part = kind.column("documentId").is_some() || kind.column("parentId").is_some();
    if has_name && (named.contains(&"displayName") || (is_new && !is_part)) {
        require(row, "displayName")?;
    }
    Ok(named)
}

/// Refuses a new record without what it can't be without.
pub(super) fn check_required(row: &Row) -> Result<(), Failure> {
    for property in row.kind.properties.iter().filter(|property| property.required && !property.fixed) {
        let matters = matches!(property.kind, Kind::Guid | Kind::Date)
            || ["notificationUrl", "resource"].contains(&property.name);
        if matters && row.get(property.name).is_blank() {
            return Err(invalid(format!("The property {} must be filled in.", property.name)));
        }
    }
    Ok(())
}

/// Works out what is made of other fields.
pub(super) fn derive(row: &mut Row) {
    if row.has("givenName") && row.has("surname") {
        let names = ["givenName", "middleName", "surname"].map(|name| row.get(name));
        let names = names.iter().filter_map(|name| match name {
            Value::Text(text) if !text.is_empty() => Some(&**text),
            _ => None,
        });
        row.put("displayName", names.collect::<Vec<_>>().join(" "));
    }
}

fn require(row: &Row, name: &str) -> Result<(), Failure> {
    match row.get(name) {
        Value::Text(text) if text.trim().is_empty() => {
            Err(invalid(format!("The property {name} must be filled in.")))
        }
        _ => Ok(()),
    }
}

fn check_writable(property: &Property, is_new: bool) -> Result<(), Failure> {
    let may_name_itself = is_new && property.name == "id";
    if property.fixed && !may_name_itself || matches!(property.kind, Kind::Stream) {
        let message = format!("The property '{}' is read-only.", property.name);
        return Err(Failure::new(StatusCode::BAD_REQUEST, "BadRequest_InvalidOperation", message));
    }
    Ok(())
}

fn read(property: &Property, json: &Json) -> Result<Value, Failure> {
    let text = json.as_str();
    let value = match property.kind {
        _ if json.is_null() => Some(Value::blank(property.kind)),
        Kind::Text => text.map(Value::text),
        Kind::Integer | Kind::Long => json.as_i64().map(Value::Integer),
        Kind::Decimal => {
            json.is_number().then(|| Decimal::parse(&json.to_string())).flatten().map(Value::Decimal)
        }
        Kind::Boolean => json.as_bool().map(Value::Boolean),
        Kind::Date => text.and_then(Date::parse).map(Value::Date),
        Kind::Moment => text.and_then(Moment::parse).map(Value::Moment),
        Kind::Guid => text.and_then(Guid::parse).map(Value::Guid),
        Kind::Enum(enumeration) => {
            // Both the escaped name and the plain one are understood.
            let is_meant = |name: &str| {
                name == text.unwrap_or_default() || name.replace("_x0020_", " ") == text.unwrap_or_default()
            };
            enumeration.members.iter().find(|member| is_meant(member.name)).map(Value::Member)
        }
        Kind::Stream => None,
    };
    value.ok_or_else(|| {
        let message = format!(
            "Cannot convert the value '{json}' of the property '{}' to the type '{}'.",
            property.name,
            property.kind.edm()
        );
        Failure::query(message)
    })
}

fn check_value(property: &Property, value: &Value) -> Result<(), Failure> {
    match value {
        Value::Text(text)
            if property.max_length > 0 && text.chars().count() > usize::from(property.max_length) =>
        {
            let message = format!(
                "The length of the string is {}, but it must be less than or equal to {} characters. Property: {}",
                text.chars().count(),
                property.max_length,
                property.name
            );
            Err(Failure::new(StatusCode::BAD_REQUEST, "Application_StringExceededLength", message))
        }
        Value::Decimal(number)
            if *number < Decimal::ZERO
                && ["unitPrice", "unitCost", "creditLimit", "discountPercent"].contains(&property.name) =>
        {
            Err(invalid(format!("The value of {} must not be negative.", property.name)))
        }
        _ => Ok(()),
    }
}

/// Gives a new record the next number of its series, unless it has one; one that is taken is refused.
pub(super) fn number(company: &mut Company, kind: &'static EntityType, row: &mut Row) -> Result<(), Failure> {
    let Some(name) = ["number", "code"].into_iter().find(|name| row.has(name)) else { return Ok(()) };
    if matches!(row.get(name), Value::Text(text) if !text.is_empty()) {
        return check_number(company, kind, usize::MAX, row);
    }
    if name == "code" {
        return require(row, name);
    }
    let table = table(company, kind)?;
    let column = kind.column(name).unwrap_or_default();
    let numbers = (0..table.len()).filter_map(|row| match table.cell(row, column) {
        Value::Text(text) => Some(text),
        _ => None,
    });
    // The longest, then the last in order: `S-ORD10099` before `S-ORD9`.
    let last = numbers.max_by_key(|text| (text.len(), text.to_string())).unwrap_or_else(|| "0".into());
    let prefix = last.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &last[prefix.len()..];
    let next = digits.parse::<u64>().unwrap_or(0) + 1;
    row.put(name, format!("{prefix}{next:0width$}", width = digits.len()));
    Ok(())
}

/// Refuses a number that another record of the table has.
pub(super) fn check_number(
    company: &mut Company,
    kind: &'static EntityType,
    own: usize,
    row: &Row,
) -> Result<(), Failure> {
    let Some(column) = ["number", "code"].iter().find_map(|name| kind.column(name)) else { return Ok(()) };
    let number = row.get(kind.properties[column].name);
    // A variant's code is one among those of its item.
    let among = ["itemId", "parentId"].into_iter().find_map(|name| Some((kind.column(name)?, row.get(name))));
    let table = table(company, kind)?;
    let is_beside =
        |at: usize| among.as_ref().is_none_or(|(column, value)| table.cell(at, *column).order(value).is_eq());
    let mut others = table.rows_where(column, &number).into_iter().filter(|at| *at != own);
    let is_taken = others.any(is_beside);
    if is_taken {
        let mut told = String::new();
        number.write_json(&mut told);
        let message = format!("The record in table {} already exists. Identification: {told}", kind.table);
        return Err(Failure::new(StatusCode::BAD_REQUEST, "Internal_EntityWithSameKeyExists", message));
    }
    Ok(())
}

/// It was changed now.
pub(super) fn touch(row: &mut Row, now: Moment) {
    if row.has("lastModifiedDateTime") {
        row.put("lastModifiedDateTime", now);
    }
}
