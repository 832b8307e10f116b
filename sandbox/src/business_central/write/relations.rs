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

/// The companies' own currency. It is none of the set `currencies`: its id is the one of all zeros.
const OWN_CURRENCY: &str = "GBP";

/// Makes the fields of `row` fit each other, going by those that were `named`. What is not there is refused.
pub(in super::super) fn fill(
    company: &Company,
    kind: &'static EntityType,
    row: &mut Row,
    named: &[&'static str],
) -> Result<(), Failure> {
    for property in kind.properties {
        let Some(stem) = property.name.strip_suffix("Id") else { continue };
        // What an attachment belongs to may be an order, an item or something else again.
        let leads =
            |navigation: &&Navigation| !navigation.many && navigation.on == Some((property.name, "id"));
        let navigations: Vec<&Navigation> = kind.navigations.iter().filter(leads).collect();
        let Some(first) = navigations.first() else { continue };
        if named.contains(&property.name) {
            by_id(company, &navigations, property.name, stem, row)?;
            continue;
        }
        let by = REPEATED.iter().find(|(end, theirs)| {
            named.contains(&format!("{stem}{end}").as_str())
                && *theirs != "displayName"
                && first.target.column(theirs).is_some()
        });
        if let Some((end, theirs)) = by {
            by_number(company, first, (property.name, &format!("{stem}{end}")), theirs, row)?;
            by_id(company, &navigations, property.name, stem, row)?;
        }
    }
    Ok(())
}

/// Repeats what the record with the id in `property` is called; it may be of any of the types that are led to.
fn by_id(
    company: &Company,
    navigations: &[&Navigation],
    property: &str,
    stem: &str,
    row: &mut Row,
) -> Result<(), Failure> {
    let id = row.guid(property);
    let found = navigations.iter().find_map(|navigation| {
        let target = company.table(navigation.target)?;
        Some((*navigation, target, target.find(id)?))
    });
    let Some(first) = navigations.first() else { return Ok(()) };
    if found.is_none() && id != Guid::ZERO {
        return Err(missing(first, property, &id.to_string()));
    }
    for (end, theirs) in REPEATED {
        let name = format!("{stem}{end}");
        let kind = found.map_or(first.target, |(navigation, ..)| navigation.target);
        let Some(column) = kind.column(theirs).filter(|_| row.has(&name)) else { continue };
        let blank = || match stem {
            "currency" => Value::text(OWN_CURRENCY),
            _ => Value::blank(kind.properties[column].kind),
        };
        row.put_cut(&name, found.map_or_else(blank, |(_, target, at)| target.cell(at, column)));
    }
    if let Some((navigation, ..)) = found.filter(|_| navigations.len() > 1) {
        *row = row.clone().member_named_after(&format!("{stem}Type"), navigation.target);
    }
    Ok(())
}

fn by_number(
    company: &Company,
    navigation: &Navigation,
    (property, name): (&str, &str),
    theirs: &str,
    row: &mut Row,
) -> Result<(), Failure> {
    let Some(target) = company.table(navigation.target) else { return Ok(()) };
    let Some(column) = navigation.target.column(theirs) else { return Ok(()) };
    let number = row.get(name);
    let is_own = property == "currencyId" && number.order(&Value::text(OWN_CURRENCY)).is_eq();
    if is_own || number.is_blank() {
        row.put(property, Guid::ZERO);
        return Ok(());
    }
    let found = target.rows_where(column, &number).into_iter().next();
    let Some(id) = found.map(|at| target.id(at)) else {
        let told = if let Value::Text(text) = &number { text.to_string() } else { String::new() };
        return Err(missing(navigation, property, &told));
    };
    row.put(property, id);
    Ok(())
}

fn missing(navigation: &Navigation, property: &str, value: &str) -> Failure {
    not_in(navigation.target, property, value)
}

/// What a property refers to is not there.
pub(super) fn not_in(kind: &EntityType, property: &str, value: &str) -> Failure {
    let message = format!(
        "The field {property} contains a value ({value}) that cannot be found in the related table ({}).",
        kind.table
    );
    Failure::new(StatusCode::BAD_REQUEST, "Internal_InvalidTableRelation", message)
}
