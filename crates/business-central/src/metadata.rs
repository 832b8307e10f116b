//! What entity sets there are and what their entities look like, as the service describes itself.

mod cache;
mod edmx;
#[cfg(test)]
mod tests;

use crate::models::Entity as _;
use crate::{Company, Record};

/// Fields that Business Central keeps by itself on every record
/// (<https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/developer/devenv-table-system-fields>).
const SYSTEM_FIELDS: [&str; 7] = [
    "lastModifiedDateTime",
    // So it is spelled in `timeRegistrationEntries`.
    "lastModfiedDateTime",
    "systemId",
    "systemCreatedAt",
    "systemCreatedBy",
    "systemModifiedAt",
    "systemModifiedBy",
];
/// A number that counts the record's versions, another system field. A moment of that name is an extension's own.
const VERSION: &str = "timestamp";

/// The entity sets of a route, with their types. It holds no data of the company, so it
/// may be cached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The entity sets, in the service's order.
    pub entity_sets: Vec<EntitySet>,
    /// The types of entities.
    pub types: Vec<EntityType>,
    /// The enums.
    pub enums: Vec<EnumType>,
}

/// A named list of entities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntitySet {
    /// Its name in addresses, such as `customers`.
    pub name: String,
    /// The full name of its entities' type.
    pub entity_type: String,
    /// What may be done with it.
    pub capabilities: Capabilities,
    /// Navigations, and the entity sets in which their targets are found.
    pub bindings: Vec<(String, String)>,
}

/// What the service allows (Org.OData.Capabilities.V1); what it says nothing about is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// Entities can be added.
    pub insert: bool,
    /// Entities can be changed.
    pub update: bool,
    /// Entities can be deleted.
    pub delete: bool,
    /// The list can be sorted.
    pub sort: bool,
}

/// The shape of an entity, with what it inherits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntityType {
    /// The full name, such as `Microsoft.NAV.customer`.
    pub name: String,
    /// The fields that make up its key.
    pub key: Vec<String>,
    /// The fields, in the service's order.
    pub properties: Vec<Property>,
    /// The ways to related entities.
    pub navigations: Vec<Navigation>,
    /// The names of what can be done with one entity without parameters, such as `post`; see
    /// [`Collection::act`](crate::Collection::act).
    pub actions: Vec<String>,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// The number of characters it can hold, if limited.
    pub max_length: Option<u32>,
    /// Whether it must be filled in (`Nullable="false"`).
    pub required: bool,
    /// Whether the service says that it sets the field itself. Business Central hardly ever says so:
    /// [`EntityType::takes`] knows more.
    pub read_only: bool,
    /// The caption that the metadata itself gives.
    pub label: Option<String>,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number with decimals.
    Decimal,
    /// Yes or no.
    Boolean,
    /// A day.
    Date,
    /// A moment.
    DateTime,
    /// An id.
    Guid,
    /// A member of the enum of that full name.
    Enum(String),
    /// A document or picture, at an address of its own.
    Stream,
    /// Anything else: shown as text, neither filtered nor edited.
    Other,
}

/// A way from an entity to related ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Navigation {
    /// Its name.
    pub name: String,
    /// The full name of the target's type.
    pub target_type: String,
    /// Whether it leads to many entities.
    pub many: bool,
    /// Fields of this entity, each with the field of the target that has the same value.
    pub constraints: Vec<(String, String)>,
}

/// The members of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumType {
    /// The full name.
    pub name: String,
    /// The members' names, as they go over the wire; [`names::decode`](crate::names::decode) makes them readable.
    pub members: Vec<String>,
}

impl Metadata {
    /// The entity set called `name`.
    #[must_use]
    pub fn entity_set(&self, name: &str) -> Option<&EntitySet> {
        self.entity_sets.iter().find(|set| set.name == name)
    }

    /// Whether the entities of the set called `entity_set` belong to a company, and are found below it. The companies
    /// themselves lead to all sets that are theirs; without such navigations, as with other services, every set counts as
    /// one of a company.
    #[must_use]
    pub fn is_in_company(&self, entity_set: &str) -> bool {
        let navigations = self.type_of(Company::SET).map_or(&[][..], |company| &company.navigations);
        navigations.is_empty() || navigations.iter().any(|navigation| navigation.name == entity_set)
    }

    /// The type of the entities in the set called `entity_set`.
    #[must_use]
    pub fn type_of(&self, entity_set: &str) -> Option<&EntityType> {
        self.entity_type(&self.entity_set(entity_set)?.entity_type)
    }

    /// The type of that full name.
    #[must_use]
    pub fn entity_type(&self, name: &str) -> Option<&EntityType> {
        self.types.iter().find(|entity_type| entity_type.name == name)
    }

    /// The members of the enum of that full name.
    #[must_use]
    pub fn enum_type(&self, name: &str) -> Option<&EnumType> {
        self.enums.iter().find(|enum_type| enum_type.name == name)
    }

    /// The entity set in which the targets of `navigation` are found: where it is bound to, or else the set of its type's
    /// entities (of several, the one called like the navigation).
    #[must_use]
    pub fn target(&self, from: &EntitySet, navigation: &Navigation) -> Option<&EntitySet> {
        if let Some((_, bound)) = from.bindings.iter().find(|(name, _)| *name == navigation.name) {
            return self.entity_set(bound);
        }
        let of_type = || self.entity_sets.iter().filter(|set| set.entity_type == navigation.target_type);
        of_type().find(|set| set.name == navigation.name).or_else(|| of_type().next())
    }
}

impl EntityType {
    /// The name without its namespace.
    #[must_use]
    pub fn short_name(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or(&self.name)
    }

    /// The field called `name`.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// Whether a value for `property` may be sent, with a new entity (`creates`) or with a change of one.
    ///
    /// Not for what has an address or a shape of its own, nor for what the service sets itself. A key is given once, when
    /// the entity is created, except for the `id`, which Business Central chooses. What else can't be changed (totals,
    /// names that follow from a number) the metadata doesn't tell: that is refused as
    /// [`Error::Invalid`](crate::Error::Invalid), with the field named.
    #[must_use]
    pub fn takes(&self, property: &Property, creates: bool) -> bool {
        let is_key = self.key.contains(&property.name);
        let is_settable = !matches!(property.kind, Kind::Stream | Kind::Other) && !property.read_only;
        let is_id = property.name == "id" && property.kind == Kind::Guid;
        let is_system = SYSTEM_FIELDS.contains(&property.name.as_str())
            || property.name == VERSION && property.kind == Kind::Integer;
        is_settable && !is_id && !is_system && (creates || !is_key)
    }

    /// Of `fields`, what may be sent: without annotations such as the etag, without what this type doesn't
    /// [take](EntityType::takes), and without related records, except for those that are created with their document.
    #[must_use]
    pub fn sendable(&self, fields: &Record, creates: bool) -> Record {
        let mut sendable = Record::default();
        for (name, value) in fields.fields() {
            let is_taken = match self.property(name) {
                Some(property) => self.takes(property, creates),
                None => creates && self.navigation(name).is_some(),
            };
            if is_taken {
                sendable.set(name, value.clone());
            }
        }
        sendable
    }

    /// The navigation called `name`.
    #[must_use]
    pub fn navigation(&self, name: &str) -> Option<&Navigation> {
        self.navigations.iter().find(|navigation| navigation.name == name)
    }
}

impl Property {
    /// An optional field without limits.
    #[must_use]
    pub fn new(name: &str, kind: Kind) -> Self {
        Self { name: name.to_owned(), kind, max_length: None, required: false, read_only: false, label: None }
    }
}

impl Default for Capabilities {
    fn default() -> Self {
        Self { insert: true, update: true, delete: true, sort: true }
    }
}
