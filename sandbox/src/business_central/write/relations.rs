//! Fields that go together: an id, the number and the name of what a record refers to.

use axum::http::StatusCode;

use super::super::data::{Company, Row};
use super::super::failure::Failure;
use super::super::schema::{EntityType, Navigation};
use super::super::value::{Guid, Value};

/// What a referring record repeats of the other one: the end of the property's name, and the other's property.
const REPEATED: [(&str, &str); 5] = [
    ("Number", "number"),
    ("Code", "code"),
    ("Name", "displayName"),
    ("DisplayName", "displayName"),
    ("Code", "number"),
];

/// Makes the fields of `row` fit each other, going by those that were `named`. What is not there is refused.
pub(super) fn fill(
    company: &Company,
    kind: &'static EntityType,
    row: &mut Row,
    named: &[&'static str],
) -> Result<(), Failure> {
    for navigation in kind.navigations.iter().filter(|navigation| !navigation.many) {
        let Some(stem) = navigation.property.strip_suffix("Id") else { continue };
        if named.contains(&navigation.property) {
            by_id(company, navigation, stem, row)?;
            continue;
        }
        let by = REPEATED.iter().find(|(end, theirs)| {
            named.contains(&format!("{stem}{end}").as_str())
                && *theirs != "displayName"
                && navigation.target.column(theirs).is_some()
        });
        if let Some((end, theirs)) = by {
            by_number(company, navigation, &format!("{stem}{end}"), theirs, row)?;
            by_id(company, navigation, stem, row)?;
        }
    }
    Ok(())
}

fn by_id(company: &Company, navigation: &Navigation, stem: &str, row: &mut Row) -> Result<(), Failure> {
    let Some(target) = company.table(navigation.target) else { return Ok(()) };
    let id = row.guid(navigation.property);
    let found = target.find(id);
    if found.is_none() && id != Guid::ZERO {
        return Err(missing(navigation, &id.to_string()));
    }
    for (end, theirs) in REPEATED {
        let name = format!("{stem}{end}");
        let Some(column) = navigation.target.column(theirs).filter(|_| row.has(&name)) else { continue };
        let value = found.map_or_else(
            || Value::blank(navigation.target.properties[column].kind),
            |at| target.cell(at, column),
        );
        row.put(&name, value);
    }
    Ok(())
}

fn by_number(
    company: &Company,
    navigation: &Navigation,
    name: &str,
    theirs: &str,
    row: &mut Row,
) -> Result<(), Failure> {
    let Some(target) = company.table(navigation.target) else { return Ok(()) };
    let Some(column) = navigation.target.column(theirs) else { return Ok(()) };
    let number = row.get(name);
    if matches!(&number, Value::Text(text) if text.is_empty()) {
        row.put(navigation.property, Guid::ZERO);
        return Ok(());
    }
    let found = target.rows_where(column, &number).into_iter().next();
    let Some(Value::Guid(id)) = found.map(|at| target.cell(at, 0)) else {
        let told = if let Value::Text(text) = &number { text.to_string() } else { String::new() };
        return Err(missing(navigation, &told));
    };
    row.put(navigation.property, id);
    Ok(())
}

fn missing(navigation: &Navigation, value: &str) -> Failure {
    let message = format!(
        "The field {} contains a value ({value}) that cannot be found in the related table ({}).",
        navigation.property, navigation.target.table
    );
    Failure::new(StatusCode::BAD_REQUEST, "Internal_InvalidTableRelation", message)
}
