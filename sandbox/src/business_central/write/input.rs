//! A request's body: JSON whose members become values of the type's properties, or records of its parts.

use axum::http::{HeaderMap, StatusCode, header};
use serde_json::Value as Json;

use super::super::calendar::{Date, Moment};
use super::super::decimal::Decimal;
use super::super::failure::Failure;
use super::super::schema::{EntityType, Kind, Navigation, Property};
use super::super::value::{Guid, Value};

/// A JSON object.
pub(in super::super) type Object = serde_json::Map<String, Json>;

/// What a body says about a record.
#[derive(Default)]
pub(super) struct Input {
    /// Columns with their new values, in the order of the type's properties.
    pub(super) fields: Vec<(usize, Value)>,
    pub(super) children: Vec<(&'static Navigation, Vec<Object>)>,
}

/// The body as an object. It must be JSON and say so.
pub(in super::super) fn object(headers: &HeaderMap, body: &[u8]) -> Result<Object, Failure> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if kind != "application/json" {
        let message = format!("The content type '{kind}' is not supported; send application/json.");
        return Err(Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "BadRequest", message));
    }
    match serde_json::from_slice(body) {
        Ok(Json::Object(object)) => Ok(object),
        Ok(_) => Err(Failure::bad("BadRequest", "The body must be a JSON object.")),
        Err(error) => Err(Failure::bad("BadRequest", format!("The body is not valid JSON: {error}."))),
    }
}

impl Input {
    /// Reads `object` as a record of `kind`. Annotations (`@odata.etag`) are passed over; a property that only
    /// Business Central writes is refused, unless the address says the same.
    pub(super) fn read(
        kind: &'static EntityType,
        object: &Object,
        within: &[(usize, Value)],
    ) -> Result<Self, Failure> {
        let mut input = Self::default();
        for (name, json) in object.iter().filter(|(name, _)| !name.contains('@')) {
            if let Some(column) = kind.column(name) {
                let property = &kind.properties[column];
                let value = value(property, json)?;
                let as_addressed =
                    within.iter().any(|(other, fixed)| *other == column && fixed.order(&value).is_eq());
                if property.fixed && !as_addressed {
                    let message = format!("The property '{}' of '{}' is read-only.", property.name, kind.set);
                    return Err(Failure::bad("BadRequest_InvalidOperation", message));
                }
                input.fields.push((column, value));
            } else if let Some(navigation) = kind.navigation(name) {
                input.children.push((navigation, children(name, json)?));
            } else {
                let message =
                    format!("The property '{name}' does not exist on type 'Microsoft.NAV.{}'.", kind.name);
                return Err(Failure::bad("BadRequest", message));
            }
        }
        input.fields.sort_by_key(|(column, _)| *column);
        Ok(input)
    }

    /// What was given for a property.
    pub(super) fn given(&self, kind: &EntityType, name: &str) -> Option<&Value> {
        let column = kind.column(name)?;
        self.fields.iter().find(|(other, _)| *other == column).map(|(_, value)| value)
    }

    pub(super) fn has(&self, kind: &EntityType, name: &str) -> bool {
        self.given(kind, name).is_some()
    }
}

fn children(name: &str, json: &Json) -> Result<Vec<Object>, Failure> {
    let wrong = || Failure::bad("BadRequest", format!("'{name}' must be a list of objects."));
    match json {
        Json::Null => Ok(Vec::new()),
        Json::Array(list) => list.iter().map(|each| each.as_object().cloned().ok_or_else(wrong)).collect(),
        Json::Object(one) => Ok(vec![one.clone()]),
        _ => Err(wrong()),
    }
}

/// JSON as a value of the property's kind; null is its blank.
fn value(property: &Property, json: &Json) -> Result<Value, Failure> {
    let wrong = || {
        let message = format!(
            "Cannot convert the value {json} of '{}' to the expected type '{}'.",
            property.name,
            property.kind.edm()
        );
        Failure::bad("BadRequest", message)
    };
    let value = match (property.kind, json) {
        (kind, Json::Null) => Some(Value::blank(kind)),
        (Kind::Text, Json::String(text)) => return self::text(property, text),
        (Kind::Integer, Json::Number(number)) => {
            number.as_i64().filter(|number| i32::try_from(*number).is_ok()).map(Value::Integer)
        }
        (Kind::Long, Json::Number(number)) => number.as_i64().map(Value::Integer),
        (Kind::Decimal, Json::Number(number)) => Decimal::parse(&number.to_string()).map(Value::Decimal),
        (Kind::Boolean, Json::Bool(yes)) => Some(Value::Boolean(*yes)),
        (Kind::Date, Json::String(text)) => Date::parse(text).map(Value::Date),
        (Kind::Moment, Json::String(text)) => Moment::parse(text).map(Value::Moment),
        (Kind::Guid, Json::String(text)) => return guid(property, text),
        (Kind::Enum(enumeration), Json::String(text)) => {
            let mut members = enumeration.members.iter();
            let found = members.find(|member| member.name == text || member.caption.0 == text);
            return found.map(Value::Member).ok_or_else(|| {
                let message = format!(
                    "The value '{text}' of '{}' is no member of 'Microsoft.NAV.{}'.",
                    property.name, enumeration.name
                );
                Failure::bad("BadRequest", message)
            });
        }
        _ => None,
    };
    value.ok_or_else(wrong)
}

fn guid(property: &Property, text: &str) -> Result<Value, Failure> {
    Guid::parse(text).map(Value::Guid).ok_or_else(|| {
        let message = format!("The value '{text}' of '{}' is no GUID.", property.name);
        Failure::bad("Application_InvalidGUID", message)
    })
}

/// A text that fits its field. Numbers and codes are kept in capitals, without blanks around them.
fn text(property: &Property, text: &str) -> Result<Value, Failure> {
    let length = text.encode_utf16().count();
    if property.max_length > 0 && length > usize::from(property.max_length) {
        let message = format!(
            "The length of the string in '{}' is {length}, but it must be less than or equal to {} \
             characters. Value: {text}",
            property.name, property.max_length
        );
        return Err(Failure::bad("Application_StringExceededLength", message));
    }
    Ok(match property.name {
        "code" | "number" => Value::text(text.trim().to_uppercase()),
        _ => Value::text(text),
    })
}
