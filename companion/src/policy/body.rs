//! What is written, as far as it names other sets.

use std::collections::HashSet;

use http::Method;
use json::{Object, Value};

use super::access::Access;
use super::ruling::{Policy, Target};
use super::segment::is_name;
use crate::Refusal;

impl Policy {
    /// Checks the body of a write of records, which may be empty.
    ///
    /// A record may hold others (a deep insert: OData Protocol §11.4.2.2), so each member that is an object or a list of
    /// them is a navigation whose set must allow POST. The same name twice, in whatever case, means one thing to one reader
    /// and another to the next (RFC 8259 §4; ASVS 5.0, 1.5.3) and is refused. The body itself is sent as it came.
    ///
    /// # Errors
    /// [`Refusal`]: 400 for what is no JSON object, 403 for a set that may not be written.
    pub fn check_body(&self, target: &Target, body: &[u8]) -> Result<(), Refusal> {
        if body.is_empty() {
            return Ok(());
        }
        let record = parse(body)?;
        check(self.access(target.route), &record)
    }
}

/// The object that `body` is, with no name twice at any depth.
pub(super) fn parse(body: &[u8]) -> Result<Object, Refusal> {
    let text = std::str::from_utf8(body).map_err(|_| Refusal::malformed("the body is no UTF-8"))?;
    let value = Value::parse(text).map_err(|_| Refusal::malformed("the body is no JSON"))?;
    unambiguous(&value)?;
    match value {
        Value::Object(object) => Ok(object),
        _ => Err(Refusal::malformed("the body is no JSON object")),
    }
}

/// The reader nests no deeper than 64 levels, so that this may recurse.
fn unambiguous(value: &Value) -> Result<(), Refusal> {
    match value {
        Value::Object(object) => {
            let mut names = HashSet::new();
            for (name, value) in object.fields() {
                if !names.insert(name.to_lowercase()) {
                    return Err(Refusal::malformed("the body has a name twice"));
                }
                unambiguous(value)?;
            }
            Ok(())
        }
        other => other.entries().iter().try_for_each(unambiguous),
    }
}

/// Checks the members of a record.
pub(super) fn check(access: &Access, record: &Object) -> Result<(), Refusal> {
    let odd = Refusal::malformed("the body has a member that no record has");
    for (name, value) in record.fields() {
        let related: Vec<&Object> = match value {
            Value::Object(object) => vec![object],
            other => other.entries().iter().filter_map(Value::as_object).collect(),
        };
        if other_than_values(value, related.len()) {
            return Err(odd);
        }
        match name.split_once('@') {
            // `@odata.etag`, `customer@odata.bind`; an annotation that holds records would be a delta (§ 11.4.3.1).
            Some((property, _)) if related.is_empty() && (property.is_empty() || is_name(property)) => {
                if name.to_lowercase().ends_with(".bind") && !access.allows(property, &Method::GET) {
                    return Err(Refusal::forbidden("the body refers to a set that isn't allowed"));
                }
            }
            None if is_name(name) => {
                if !related.is_empty() && !access.allows(name, &Method::POST) {
                    return Err(Refusal::forbidden(
                        "the body holds a record of a set that may not be written",
                    ));
                }
                related.into_iter().try_for_each(|record| check(access, record))?;
            }
            _ => return Err(odd),
        }
    }
    Ok(())
}

/// A list in a list, or records beside other values, are nothing that OData has.
fn other_than_values(value: &Value, related: usize) -> bool {
    let entries = value.entries();
    entries.iter().any(|entry| matches!(entry, Value::List(_)))
        || (related > 0 && !entries.is_empty() && related != entries.len())
}

#[cfg(test)]
mod tests {
    use super::{check, parse};
    use crate::policy::{Access, Grant, Others};
    use http::Method;

    #[test]
    fn nested_records_are_held_to_the_list() {
        let get = || Grant::default().method(Method::GET);
        let sets = [
            ("salesOrders".to_owned(), get().method(Method::POST)),
            ("salesOrderLines".to_owned(), get().method(Method::POST)),
            ("customers".to_owned(), get()),
        ];
        let access = Access::new(Others::Refused, sets).unwrap();
        for (body, status) in [
            (r#"{}"#, 0),
            (r#"{"number":"1","amount":1.50,"blocked":null,"a":[1,2]}"#, 0),
            (r#"{"customerId":"x","salesOrderLines":[{"sequence":1},{"sequence":2}]}"#, 0),
            (r#"{"@odata.etag":"W/\"x\"","customer@odata.bind":"customers(1)"}"#, 0),
            (r#"{"salesOrderLines":[]}"#, 0),
            (r#"{"customer":{"displayName":"x"}}"#, 403),
            (r#"{"customers":[{"displayName":"x"}]}"#, 403),
            (r#"{"salesOrderLines":[{"item":{"number":"1"}}]}"#, 403),
            (r#"{"vendors":[{}]}"#, 403),
            (r#"{"vendor@odata.bind":"vendors(1)"}"#, 403),
            (r#"{"vendor@Bind.BIND":"vendors(1)"}"#, 403),
            (r#"{"salesOrderLines@delta":[{"sequence":1}]}"#, 400),
            (r#"{"@delta":{"a":1}}"#, 400),
            (r#"{"a":[[{}]]}"#, 400),
            (r#"{"salesOrderLines":[1,{}]}"#, 400),
            (r#"{"a":1,"a":2}"#, 400),
            (r#"{"a":1,"A":2}"#, 400),
            (r#"{"a":1,"\u0061":2}"#, 400),
            (r#"{"salesOrderLines":[{"b":1,"b":2}]}"#, 400),
            (r#"{"a/b":1}"#, 400),
            (r#"{"":1}"#, 400),
            (r#"[{}]"#, 400),
            (r#""x""#, 400),
            ("{", 400),
            ("\u{feff}{}", 400),
            ("{}{}", 400),
        ] {
            let checked = parse(body.as_bytes()).and_then(|record| check(&access, &record));
            assert_eq!(checked.map_or_else(|no| no.status().as_u16(), |()| 0), status, "{body}");
        }
        assert!(parse(b"{\"a\":\"\xff\"}").is_err());
        assert!(parse(format!("{}{}", "{\"a\":".repeat(100), "}".repeat(100)).as_bytes()).is_err());
    }
}
