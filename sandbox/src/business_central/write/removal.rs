//! Deleting: what is still used stays, and what is a part of a record goes with it.

use super::super::data::Row;
use super::super::failure::Failure;
use super::super::schema::{self, APIS, EntityType, Navigation};
use super::{Desk, key_of};

/// Refuses while another record refers to this one.
pub(super) fn unused(desk: &Desk<'_>, row: &Row) -> Result<(), Failure> {
    let kinds = APIS.iter().flat_map(|api| api.types).copied();
    for (user, navigation) in kinds.flat_map(|user| user.navigations.iter().map(move |each| (user, each))) {
        if refers(navigation, row.kind)
            && let Some((property, _)) = navigation.on
            && let Some(found) = first_user(desk, user, property, row)
        {
            let told = if found.has("number") { found.text("number") } else { found.text("code") };
            let message = format!(
                "You cannot delete {} {} because there is at least one record in '{}' that uses it ({told}).",
                row.kind.caption.0,
                if row.has("number") { row.text("number") } else { row.text("code") },
                user.set
            );
            return Err(Failure::bad("Application_DialogException", message));
        }
    }
    Ok(())
}

/// Whether a relation is a use: of another record, that this one isn't a part of.
fn refers(navigation: &Navigation, kind: &EntityType) -> bool {
    let by_id = navigation.on.is_some_and(|(property, other)| other == "id" && property != "parentId");
    navigation.target.is(kind) && !navigation.many && navigation.partner.is_none() && by_id
}

fn first_user<'a>(
    desk: &'a Desk<'_>,
    user: &'static EntityType,
    property: &str,
    row: &Row,
) -> Option<&'a Row> {
    let id = row.id();
    let closed = |other: &&Row| matches!(&*other.text("status"), "Paid" | "Canceled" | "Corrective");
    desk.books.table(user)?.rows().filter(|other| other.guid(property) == id).find(|other| !closed(other))
}

/// Takes the record out, and its parts before it.
pub(super) fn take_out(desk: &mut Desk<'_>, row: &Row) -> Result<(), Failure> {
    let kind = row.kind;
    for navigation in kind.navigations.iter().filter(|each| is_whole(each, kind)) {
        let Some(place) = desk.table(kind)?.find_key(&key_of(row)) else { return Ok(()) };
        let Some(within) = desk.table(kind)?.towards(place, navigation) else { continue };
        let parts: Vec<Row> = desk
            .table(navigation.target)?
            .rows()
            .filter(|part| within.iter().all(|(column, value)| part.cell(*column).order(value).is_eq()))
            .cloned()
            .collect();
        for part in &parts {
            take_out(desk, part)?;
        }
    }
    let table = desk.table_mut(kind)?;
    if let Some(place) = table.find_key(&key_of(row)) {
        table.remove(&[place]);
    }
    Ok(())
}

/// Whether a relation leads from a record to its parts.
fn is_whole(navigation: &Navigation, kind: &EntityType) -> bool {
    let from_id = navigation.on.is_some_and(|(property, _)| property == "id");
    let is_part = !PARENTS.iter().any(|parent| navigation.target.is(parent) && !navigation.target.is(kind));
    navigation.partner.is_some() && from_id && is_part && kind.has_guid_key()
}

/// Records of their own right: a picture leads to its item, but isn't the whole of it.
static PARENTS: [&EntityType; 12] = [
    &schema::ITEM,
    &schema::CUSTOMER,
    &schema::VENDOR,
    &schema::CONTACT,
    &schema::EMPLOYEE,
    &schema::ACCOUNT,
    &schema::SALES_ORDER,
    &schema::SALES_INVOICE,
    &schema::PURCHASE_ORDER,
    &schema::PURCHASE_INVOICE,
    &schema::JOURNAL,
    &schema::DIMENSION,
];
