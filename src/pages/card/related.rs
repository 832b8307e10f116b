//! What a record is related to, as links.

use super::lines::is_lines;
use crate::address::{Address, ListState, Place};
use crate::browser::element::Element;
use crate::schema::Schema;
use crate::view::element;
use crate::workspace::Workspace;
use business_central::models::Entity as _;
use business_central::{
    Company, EntitySet, Field, Filter, Key, Kind, Literal, Navigation, Record, Typed as _,
};

/// The links to related records, if there are any.
pub(super) fn related(place: &Place, record: &Record, schema: &Schema) -> Option<Element> {
    let workspace = Workspace::expect();
    let mut links = Vec::new();
    for (navigation, target) in schema.related(&place.entity_set) {
        if is_lines(place, navigation) {
            continue;
        }
        let Some(address) = address(schema, place, record, navigation, target) else { continue };
        let caption = if navigation.many {
            schema.set_caption(&target.name)
        } else {
            business_central::names::in_words(&navigation.name)
        };
        let link = element("a").attribute("href", &workspace.href(&address)).text(&caption);
        links.push(element("li").child(link));
    }
    (!links.is_empty()).then(|| {
        element("section")
            .class("related")
            .attribute("aria-labelledby", "card-related")
            .child(element("h2").attribute("id", "card-related").text("Related"))
            .child(element("ul").children(links))
    })
}

/// Where `navigation` leads to from `record`: to a card by its key, or to a list by a filter. None where the metadata
/// doesn't tell how, or there is nothing related.
fn address(
    schema: &Schema,
    place: &Place,
    record: &Record,
    navigation: &Navigation,
    target: &EntitySet,
) -> Option<Address> {
    // The company is the one at hand, and no record of its own.
    if navigation.constraints.is_empty() || target.name == Company::SET {
        return None;
    }
    let own = schema.type_of(&place.entity_set)?;
    let there = schema.type_of(&target.name)?;
    let to = Place { entity_set: target.name.clone(), ..place.clone() };
    let mut filter = Filter::default();
    for (from, theirs) in &navigation.constraints {
        let property = own.property(from)?;
        let value = record.value(from, &property.kind);
        if value.is_blank() {
            return None;
        }
        let literal = Literal::of(&property.kind, record.text(from))?;
        // A card is addressed by the key alone.
        if !navigation.many && there.key == [theirs.as_str()] && navigation.constraints.len() == 1 {
            let key = Key::parse(literal.as_str())?;
            return Some(Address::Card(to, key.to_string()));
        }
        let kind = there.property(theirs).map_or(&Kind::Other, |property| &property.kind);
        filter = filter.and(Field::new(theirs)?.equals(Literal::of(kind, record.text(from))?));
    }
    Some(Address::List(to, ListState { filter: filter.to_string(), ..ListState::default() }))
}

#[cfg(test)]
mod tests {
    use super::address;
    use crate::address::{Address, Place};
    use crate::schema::Schema;
    use business_central::{
        Captions, EntitySet, EntityType, Json, Kind, Metadata, Navigation, Property, Record,
    };

    const ID: &str = "f2a5738a-44e3-ea11-bb43-000d3a2feca1";

    fn entity(name: &str, fields: &[(&str, Kind)], navigations: Vec<Navigation>) -> EntityType {
        EntityType {
            name: format!("NAV.{name}"),
            key: vec!["id".to_owned()],
            properties: fields.iter().map(|(name, kind)| Property::new(name, kind.clone())).collect(),
            navigations,
            ..EntityType::default()
        }
    }

    fn navigation(name: &str, target: &str, many: bool, own: &str, theirs: &str) -> Navigation {
        Navigation {
            name: name.to_owned(),
            target_type: format!("NAV.{target}"),
            many,
            constraints: vec![(own.to_owned(), theirs.to_owned())],
        }
    }

    fn schema() -> Schema {
        let set = |name: &str, of: &str| EntitySet {
            name: name.to_owned(),
            entity_type: format!("NAV.{of}"),
            ..EntitySet::default()
        };
        let navigations = vec![
            navigation("customer", "customer", false, "customerId", "id"),
            navigation("attachments", "attachment", true, "id", "parentId"),
            navigation("dimensionValue", "customer", false, "code", "number"),
        ];
        let order = [("id", Kind::Guid), ("customerId", Kind::Guid), ("code", Kind::Text)];
        let types = vec![
            entity("order", &order, navigations),
            entity("customer", &[("id", Kind::Guid), ("number", Kind::Text)], Vec::new()),
            entity("attachment", &[("id", Kind::Guid), ("parentId", Kind::Guid)], Vec::new()),
        ];
        let entity_sets =
            vec![set("orders", "order"), set("customers", "customer"), set("attachments", "attachment")];
        Schema::new(Metadata { entity_sets, types, enums: Vec::new() }, Captions::default())
    }

    #[test]
    fn relations_lead_to_cards_and_lists() {
        let schema = schema();
        let Json::Object(record) = Json::parse(&format!(
            r#"{{"id":"{ID}","customerId":"00000000-0000-0000-0000-000000000000","code":"O'B"}}"#
        ))
        .unwrap() else {
            panic!("no object")
        };
        let mut customer = record.clone();
        assert_eq!(
            lead(&schema, &record),
            ["attachments?parentId eq f2a5738a-44e3-ea11-bb43-000d3a2feca1", "customers?number eq 'O''B'"]
        );
        if let Json::Object(found) =
            Json::parse(&format!(r#"{{"id":"{ID}","customerId":"{ID}","code":""}}"#)).unwrap()
        {
            customer = found;
        }
        assert_eq!(
            lead(&schema, &customer),
            [format!("customers({ID})"), format!("attachments?parentId eq {ID}")]
        );
    }

    fn lead(schema: &Schema, record: &Record) -> Vec<String> {
        let place = Place::standard("c", "orders");
        let found = schema
            .related("orders")
            .filter_map(|(navigation, target)| address(schema, &place, record, navigation, target));
        found
            .map(|address| match address {
                Address::Card(place, key) => format!("{}({key})", place.entity_set),
                Address::List(place, state) => format!("{}?{}", place.entity_set, state.filter),
                other => format!("{other:?}"),
            })
            .collect()
    }
}
