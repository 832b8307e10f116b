//! What entity sets there are and what their entities look like, as the service describes itself.

mod edmx;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

/// The entity sets of a route, with their types. Serialises compactly, for a cache; it holds no data of the company.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The entity sets, in the service's order.
    #[serde(rename = "s")]
    pub entity_sets: Vec<EntitySet>,
    /// The types of entities.
    #[serde(rename = "t")]
    pub types: Vec<EntityType>,
    /// The enums.
    #[serde(rename = "e")]
    pub enums: Vec<EnumType>,
}

/// A named list of entities.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntitySet {
    /// Its name in addresses, such as `customers`.
    #[serde(rename = "n")]
    pub name: String,
    /// The full name of its entities' type.
    #[serde(rename = "t")]
    pub entity_type: String,
    /// What may be done with it.
    #[serde(rename = "c", default, skip_serializing_if = "Capabilities::all")]
    pub capabilities: Capabilities,
    /// Navigations, and the entity sets in which their targets are found.
    #[serde(rename = "b", default, skip_serializing_if = "Vec::is_empty")]
    pub bindings: Vec<(String, String)>,
}

/// What the service allows (Org.OData.Capabilities.V1); what it says nothing about is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capabilities {
    /// Entities can be added.
    #[serde(rename = "i")]
    pub insert: bool,
    /// Entities can be changed.
    #[serde(rename = "u")]
    pub update: bool,
    /// Entities can be deleted.
    #[serde(rename = "d")]
    pub delete: bool,
    /// The list can be sorted.
    #[serde(rename = "s")]
    pub sort: bool,
}

/// The shape of an entity, with what it inherits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityType {
    /// The full name, such as `Microsoft.NAV.customer`.
    #[serde(rename = "n")]
    pub name: String,
    /// The fields that make up its key.
    #[serde(rename = "k", default, skip_serializing_if = "Vec::is_empty")]
    pub key: Vec<String>,
    /// The fields, in the service's order.
    #[serde(rename = "p", default, skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<Property>,
    /// The ways to related entities.
    #[serde(rename = "r", default, skip_serializing_if = "Vec::is_empty")]
    pub navigations: Vec<Navigation>,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Property {
    /// Its name.
    #[serde(rename = "n")]
    pub name: String,
    /// What it holds.
    #[serde(rename = "k")]
    pub kind: Kind,
    /// The number of characters it can hold, if limited.
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    /// Whether it must be filled in (`Nullable="false"`).
    #[serde(rename = "r", default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// The caption that the metadata itself gives.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Text.
    #[serde(rename = "t")]
    Text,
    /// A whole number.
    #[serde(rename = "i")]
    Integer,
    /// A number with decimals.
    #[serde(rename = "d")]
    Decimal,
    /// Yes or no.
    #[serde(rename = "b")]
    Boolean,
    /// A day.
    #[serde(rename = "y")]
    Date,
    /// A moment.
    #[serde(rename = "m")]
    DateTime,
    /// An id.
    #[serde(rename = "g")]
    Guid,
    /// A member of the enum of that full name.
    #[serde(rename = "e")]
    Enum(String),
    /// A document or picture, at an address of its own.
    #[serde(rename = "s")]
    Stream,
    /// Anything else: shown as text, neither filtered nor edited.
    #[serde(rename = "o")]
    Other,
}

/// A way from an entity to related ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Navigation {
    /// Its name.
    #[serde(rename = "n")]
    pub name: String,
    /// The full name of the target's type.
    #[serde(rename = "t")]
    pub target_type: String,
    /// Whether it leads to many entities.
    #[serde(rename = "m", default, skip_serializing_if = "is_false")]
    pub many: bool,
    /// Fields of this entity, each with the field of the target that has the same value.
    #[serde(rename = "c", default, skip_serializing_if = "Vec::is_empty")]
    pub constraints: Vec<(String, String)>,
}

/// The members of an enum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnumType {
    /// The full name.
    #[serde(rename = "n")]
    pub name: String,
    /// The members' names, as they go over the wire; [`names::decode`](crate::names::decode) makes them readable.
    #[serde(rename = "m")]
    pub members: Vec<String>,
}

impl Metadata {
    /// The entity set called `name`.
    #[must_use]
    pub fn entity_set(&self, name: &str) -> Option<&EntitySet> {
        self.entity_sets.iter().find(|set| set.name == name)
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
        Self { name: name.to_owned(), kind, max_length: None, required: false, label: None }
    }
}

impl Capabilities {
    fn all(&self) -> bool {
        *self == Self::default()
    }
}

impl Default for Capabilities {
    fn default() -> Self {
        Self { insert: true, update: true, delete: true, sort: true }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_false(value: &bool) -> bool {
    !value
}
