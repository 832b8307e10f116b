//! What the portal knows of an API's entity sets: their types from the metadata, their names from the captions.

use crate::format;
use crate::list::columns::{self, Field};
use business_central::{
    Capabilities, Captions, EntitySet, EntityType, Key, Kind, Metadata, Navigation, Property, Record,
    Typed as _, names,
};
use std::sync::Arc;

/// Metadata and captions of a route.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    metadata: Metadata,
    captions: Captions,
}

/// A field as it is shown: in a column of a list, a line of a card.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name and type.
    pub field: Field,
    /// What people call it.
    pub caption: String,
    /// Whether the list can be sorted by it.
    pub sortable: bool,
    /// Where the captions of an enum's members are found.
    schema: Option<Arc<Schema>>,
    entity_set: String,
}

/// Equal when they show the same. The schema only ever grows: captions follow metadata.
impl PartialEq for Column {
    fn eq(&self, other: &Self) -> bool {
        (&self.field, &self.caption, self.sortable) == (&other.field, &other.caption, other.sortable)
    }
}

impl Schema {
    /// What these two tell.
    #[must_use]
    pub fn new(metadata: Metadata, captions: Captions) -> Self {
        Self { metadata, captions }
    }

    /// The names of all entity sets.
    pub fn entity_sets(&self) -> impl Iterator<Item = &str> {
        self.metadata.entity_sets.iter().map(|set| set.name.as_str())
    }

    /// The type of the records of `entity_set`.
    #[must_use]
    pub fn type_of(&self, entity_set: &str) -> Option<&EntityType> {
        self.metadata.type_of(entity_set)
    }

    /// Whether the records of `entity_set` belong to a company.
    #[must_use]
    pub fn is_in_company(&self, entity_set: &str) -> bool {
        self.metadata.is_in_company(entity_set)
    }

    /// What an entity set is called: its caption, or its name in words.
    #[must_use]
    pub fn set_caption(&self, entity_set: &str) -> String {
        self.captions.entity_set(entity_set).map_or_else(|| names::in_words(entity_set), str::to_owned)
    }

    /// What one record of an entity set is called.
    #[must_use]
    pub fn record_caption(&self, entity_set: &str) -> Option<String> {
        let entity = self.type_of(entity_set)?.short_name();
        Some(self.captions.entity(entity).map_or_else(|| names::in_words(entity), str::to_owned))
    }

    /// The readable form of an enum's member, in the user's language where the service has it.
    fn member(&self, entity_set: &str, kind: &Kind, member: &str) -> Option<String> {
        let Kind::Enum(enumeration) = kind else { return None };
        let entity = self.type_of(entity_set).map_or("", EntityType::short_name);
        let caption = self
            .captions
            .enum_member(enumeration, member)
            .or_else(|| self.captions.enum_member(entity, member));
        caption.filter(|caption| !caption.trim().is_empty()).map(str::to_owned)
    }

    /// What may be done with an entity set.
    #[must_use]
    pub fn capabilities(&self, entity_set: &str) -> Capabilities {
        self.metadata.entity_set(entity_set).map(|set| set.capabilities).unwrap_or_default()
    }

    /// What the metadata says of a field of an entity set.
    #[must_use]
    pub fn property(&self, entity_set: &str, name: &str) -> Option<&Property> {
        self.type_of(entity_set)?.property(name)
    }

    /// The members of the enum `kind`, as they go over the wire, each with what people call it.
    #[must_use]
    pub fn choices(&self, entity_set: &str, kind: &Kind) -> Vec<(String, String)> {
        let Kind::Enum(name) = kind else { return Vec::new() };
        let members = self.metadata.enum_type(name).map(|found| found.members.as_slice()).unwrap_or_default();
        let told = |member: &String| {
            self.member(entity_set, kind, member).unwrap_or_else(|| names::decode(member).trim().to_owned())
        };
        members.iter().map(|member| (member.clone(), told(member))).collect()
    }

    /// What is related to the records of `entity_set`, each with the entity set in which it is found.
    pub fn related<'a>(&'a self, entity_set: &str) -> impl Iterator<Item = (&'a Navigation, &'a EntitySet)> {
        let set = self.metadata.entity_set(entity_set);
        let navigations =
            set.and_then(|set| self.metadata.entity_type(&set.entity_type)).map(|found| &found.navigations);
        let found = move |navigation| Some((navigation, self.metadata.target(set?, navigation)?));
        navigations.into_iter().flatten().filter_map(found)
    }
}

/// The fields of `entity_set`: as the metadata says, or as `records` seem to have them while it says nothing.
#[must_use]
pub fn fields<'a>(
    schema: Option<&Schema>,
    entity_set: &str,
    records: impl IntoIterator<Item = &'a Record>,
) -> Vec<Field> {
    match schema.and_then(|schema| schema.type_of(entity_set)) {
        Some(found) => found
            .properties
            .iter()
            .map(|property| Field { name: property.name.clone(), kind: property.kind.clone() })
            .collect(),
        None => columns::inferred(records),
    }
}

/// The field of that name among `fields`; one that is not among them is taken for text.
#[must_use]
pub fn named(fields: &[Field], name: &str) -> Field {
    let found = fields.iter().find(|field| field.name == name).cloned();
    found.unwrap_or_else(|| Field { name: name.to_owned(), kind: Kind::Text })
}

/// The key of `record`, by the metadata or, for want of it, its id.
#[must_use]
pub fn key(schema: Option<&Schema>, entity_set: &str, record: &Record) -> Option<Key> {
    match schema.and_then(|schema| schema.type_of(entity_set)) {
        Some(found) => Key::of(found, record),
        None => Key::by_id(record),
    }
}

/// What an entity set is called, whatever is known.
#[must_use]
pub fn set_caption(schema: Option<&Schema>, entity_set: &str) -> String {
    schema.map_or_else(|| names::in_words(entity_set), |schema| schema.set_caption(entity_set))
}

impl Column {
    /// The column of `field` in `entity_set`.
    #[must_use]
    pub fn new(schema: Option<&Arc<Schema>>, entity_set: &str, field: Field) -> Self {
        let set = schema.and_then(|schema| schema.metadata.entity_set(entity_set));
        let found = schema.and_then(|schema| schema.type_of(entity_set));
        let caption = schema.zip(found).and_then(|(schema, found)| {
            let label =
                || found.property(&field.name).and_then(|property: &Property| property.label.as_deref());
            schema.captions.property(found.short_name(), &field.name).or_else(label).map(str::to_owned)
        });
        let caption = caption.unwrap_or_else(|| names::in_words(&field.name));
        let sortable =
            set.is_none_or(|set| set.capabilities.sort) && !matches!(field.kind, Kind::Stream | Kind::Other);
        Self { field, caption, sortable, schema: schema.cloned(), entity_set: entity_set.to_owned() }
    }

    /// What `record` says in this column, for the user's locale.
    #[must_use]
    pub fn text(&self, record: &Record) -> String {
        let Field { name, kind } = &self.field;
        let member = |member: &str| self.schema.as_ref()?.member(&self.entity_set, kind, member);
        format::text(&record.value(name, kind), name, kind, member)
    }

    /// The members of an enum, each with what it is called; nothing for other types.
    #[must_use]
    pub fn members(&self) -> Vec<(String, String)> {
        let schema = self.schema.as_ref();
        schema.map(|schema| schema.choices(&self.entity_set, &self.field.kind)).unwrap_or_default()
    }

    /// What the column's width is made of, see [`columns::width`].
    #[must_use]
    pub fn width(&self) -> (usize, usize) {
        columns::width(&self.field)
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, Field, Schema, fields, key, named, set_caption};
    use business_central::{Captions, EntitySet, EntityType, Json, Kind, Metadata, Property, Record};
    use std::sync::Arc;

    fn record(json: &str) -> Record {
        let Json::Object(record) = Json::parse(json).unwrap() else { panic!("no object") };
        record
    }

    fn schema() -> Arc<Schema> {
        let status = Kind::Enum("NAV.state".to_owned());
        let entity = EntityType {
            name: "NAV.order".to_owned(),
            key: vec!["number".to_owned()],
            properties: vec![Property::new("number", Kind::Text), Property::new("status", status)],
            ..EntityType::default()
        };
        let set =
            EntitySet { name: "orders".to_owned(), entity_type: entity.name.clone(), ..EntitySet::default() };
        let metadata = Metadata { entity_sets: vec![set], types: vec![entity], enums: Vec::new() };
        Arc::new(Schema::new(metadata, Captions::default()))
    }

    #[test]
    fn without_captions_names_are_put_into_words() {
        let schema = schema();
        let column =
            Column::new(Some(&schema), "orders", named(&fields(Some(&schema), "orders", []), "status"));
        assert_eq!((column.caption.as_str(), column.sortable), ("Status", true));
        assert_eq!(column.text(&record(r#"{"status":"Not_x0020_Started"}"#)), "Not Started");
        assert_eq!(column.text(&record(r#"{"status":"_x0020_"}"#)), "");
        assert_eq!(set_caption(Some(&schema), "salesOrders"), "Sales orders");
    }

    #[test]
    fn the_metadata_tells_the_key_and_the_id_stands_in_for_it() {
        let order = record(r#"{"id":"f2a5738a-44e3-ea11-bb43-000d3a2feca1","number":"S-1"}"#);
        assert_eq!(key(Some(&schema()), "orders", &order).unwrap().as_str(), "'S-1'");
        assert_eq!(key(None, "orders", &order).unwrap().as_str(), "f2a5738a-44e3-ea11-bb43-000d3a2feca1");
    }

    #[test]
    fn a_set_the_metadata_does_not_know_shows_what_its_records_have() {
        let found = fields(Some(&schema()), "gadgets", &[record(r#"{"size":7}"#)]);
        assert_eq!(found, [Field { name: "size".to_owned(), kind: Kind::Integer }]);
    }
}
