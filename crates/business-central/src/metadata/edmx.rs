//! Reading `$metadata` (OData CSDL XML 4.0).

use std::collections::{HashMap, HashSet};

use roxmltree::{Document, Error, Node};

use super::{Capabilities, EntitySet, EntityType, EnumType, Kind, Metadata, Navigation, Property};
use crate::Unreadable;

/// More ancestors than any type has.
const MOST_ANCESTORS: usize = 16;

impl Metadata {
    /// Reads a metadata document.
    ///
    /// # Errors
    /// [`Unreadable`] when it is none, is cut off, or describes no entity set. Document type declarations, and with them
    /// entities that grow without bounds, are refused.
    pub fn parse(xml: &str) -> Result<Self, Unreadable> {
        let xml = xml.trim_start_matches('\u{feff}').trim();
        if xml.is_empty() {
            return Err(Unreadable::Empty);
        }
        let document = Document::parse(xml).map_err(|error| match error {
            _ if is_html(xml) => Unreadable::Html,
            Error::UnclosedRootNode | Error::UnexpectedEndOfStream => Unreadable::Truncated,
            _ => Unreadable::Edmx,
        })?;
        match document.root_element().tag_name().name() {
            "Edmx" => {}
            _ if is_html(xml) => return Err(Unreadable::Html),
            _ => return Err(Unreadable::Edmx),
        }
        let metadata = Model::new(&document).metadata();
        if metadata.entity_sets.is_empty() { Err(Unreadable::Lacks("entity sets")) } else { Ok(metadata) }
    }
}

fn is_html(text: &str) -> bool {
    let begins_with = |tag: &str| text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    begins_with("<!doctype html") || begins_with("<html")
}

/// The document, with its names made findable.
struct Model<'a, 'input> {
    schemas: Vec<Node<'a, 'input>>,
    /// Short names of namespaces, with what they stand for.
    aliases: HashMap<&'a str, &'a str>,
    types: HashMap<String, Node<'a, 'input>>,
    enums: HashSet<String>,
    /// Type definitions, with the types they stand for.
    definitions: HashMap<String, &'a str>,
    /// Annotations that stand apart from what they are about, by its path.
    annotations: HashMap<String, Vec<Node<'a, 'input>>>,
}

fn children<'a, 'input>(
    node: Node<'a, 'input>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(move |child| child.tag_name().name() == name)
}

/// The attribute called `name`; empty when there is none.
fn attribute<'a>(node: Node<'a, '_>, name: &str) -> &'a str {
    node.attribute(name).unwrap_or_default()
}

impl<'a, 'input> Model<'a, 'input> {
    fn new(document: &'a Document<'input>) -> Self {
        let services = children(document.root_element(), "DataServices");
        let schemas: Vec<_> = services.flat_map(|services| children(services, "Schema")).collect();
        let aliases = schemas
            .iter()
            .filter_map(|schema| Some((schema.attribute("Alias")?, attribute(*schema, "Namespace"))));
        let mut model = Self {
            aliases: aliases.collect(),
            types: HashMap::new(),
            enums: HashSet::new(),
            definitions: HashMap::new(),
            annotations: HashMap::new(),
            schemas,
        };
        for schema in model.schemas.clone() {
            for child in schema.children() {
                let name = full_name(schema, child);
                match child.tag_name().name() {
                    "EntityType" => {
                        model.types.insert(name, child);
                    }
                    "EnumType" => {
                        model.enums.insert(name);
                    }
                    "TypeDefinition" => {
                        model.definitions.insert(name, attribute(child, "UnderlyingType"));
                    }
                    "Annotations" => {
                        let target = model.resolve(attribute(child, "Target"), schema);
                        model.annotations.entry(target).or_default().push(child);
                    }
                    _ => {}
                }
            }
        }
        model
    }

    fn metadata(&self) -> Metadata {
        let mut metadata = Metadata::default();
        for schema in &self.schemas {
            for child in schema.children() {
                match child.tag_name().name() {
                    "EntityType" => metadata.types.push(self.entity_type(*schema, child)),
                    "EnumType" => metadata.enums.push(enum_type(*schema, child)),
                    "EntityContainer" => {
                        let path = full_name(*schema, child);
                        let sets = children(child, "EntitySet");
                        metadata.entity_sets.extend(sets.map(|set| self.entity_set(*schema, &path, set)));
                    }
                    _ => {}
                }
            }
        }
        metadata
    }

    /// The full name of what is called `name` in `schema`: an alias is replaced, a bare name belongs to the schema.
    fn resolve(&self, name: &str, schema: Node<'a, 'input>) -> String {
        let (path, rest) = name.find('/').map_or((name, ""), |slash| name.split_at(slash));
        match path.rsplit_once('.') {
            Some((namespace, name)) => {
                format!("{}.{name}{rest}", self.aliases.get(namespace).copied().unwrap_or(namespace))
            }
            None => format!("{}.{path}{rest}", attribute(schema, "Namespace")),
        }
    }

    fn entity_set(&self, schema: Node<'a, 'input>, container: &str, set: Node<'a, 'input>) -> EntitySet {
        let name = attribute(set, "Name");
        let path = format!("{container}/{name}");
        let allows = |term, property| self.restriction(set, &path, term, property).unwrap_or(true);
        // A binding's path may name a derived type on its way, its target a set of another container.
        let binding = |binding: Node<'a, 'input>| {
            let last = |path: &'a str| path.rsplit('/').next().unwrap_or_default().to_owned();
            (last(attribute(binding, "Path")), last(attribute(binding, "Target")))
        };
        EntitySet {
            name: name.to_owned(),
            entity_type: self.resolve(attribute(set, "EntityType"), schema),
            capabilities: Capabilities {
                insert: allows("InsertRestrictions", "Insertable"),
                update: allows("UpdateRestrictions", "Updatable"),
                delete: allows("DeleteRestrictions", "Deletable"),
                sort: allows("SortRestrictions", "Sortable"),
            },
            bindings: children(set, "NavigationPropertyBinding").map(binding).collect(),
        }
    }

    fn entity_type(&self, schema: Node<'a, 'input>, node: Node<'a, 'input>) -> EntityType {
        let mut entity_type = EntityType { name: full_name(schema, node), ..EntityType::default() };
        let mut lineage = vec![(schema, node)];
        while let Some(base) = lineage.last().and_then(|(schema, node)| {
            self.types.get(&self.resolve(node.attribute("BaseType")?, *schema)).copied()
        }) {
            match base.parent_element() {
                // A type that inherits from itself has no end of ancestors.
                Some(schema) if lineage.len() < MOST_ANCESTORS && !lineage.contains(&(schema, base)) => {
                    lineage.push((schema, base));
                }
                _ => break,
            }
        }
        for (schema, node) in lineage.into_iter().rev() {
            let references = children(node, "Key").flat_map(|key| children(key, "PropertyRef"));
            entity_type.key.extend(references.map(|reference| attribute(reference, "Name").to_owned()));
            entity_type
                .properties
                .extend(children(node, "Property").map(|child| self.property(schema, node, child)));
            let navigations =
                children(node, "NavigationProperty").map(|child| self.navigation(schema, child));
            entity_type.navigations.extend(navigations);
        }
        // OData CSDL §6.1.1: a name is given once. A field that is there twice would be shown twice.
        let mut names = HashSet::new();
        entity_type.properties.retain(|property| names.insert(property.name.clone()));
        entity_type
    }

    fn property(
        &self,
        schema: Node<'a, 'input>,
        owner: Node<'a, 'input>,
        node: Node<'a, 'input>,
    ) -> Property {
        let name = attribute(node, "Name");
        let path = format!("{}/{name}", full_name(schema, owner));
        let label =
            |term| self.annotation(node, &path, term).and_then(|annotation| text(annotation, "String"));
        Property {
            name: name.to_owned(),
            kind: self.kind(attribute(node, "Type"), schema),
            max_length: node.attribute("MaxLength").and_then(|length| length.parse().ok()),
            required: node.attribute("Nullable") == Some("false"),
            label: label("Label").or_else(|| label("Description")),
        }
    }

    fn navigation(&self, schema: Node<'a, 'input>, node: Node<'a, 'input>) -> Navigation {
        let (target, many) = element_type(attribute(node, "Type"));
        let constraint = |constraint: Node<'a, 'input>| {
            (
                attribute(constraint, "Property").to_owned(),
                attribute(constraint, "ReferencedProperty").to_owned(),
            )
        };
        Navigation {
            name: attribute(node, "Name").to_owned(),
            target_type: self.resolve(target, schema),
            many,
            constraints: children(node, "ReferentialConstraint").map(constraint).collect(),
        }
    }

    /// The kind of a primitive type, an enum or a type definition, which stands for a primitive type (OData CSDL §11).
    fn kind(&self, name: &str, schema: Node<'a, 'input>) -> Kind {
        if let Some(kind) = primitive(name) {
            return kind;
        }
        let name = self.resolve(name, schema);
        match self.definitions.get(&name) {
            Some(underlying) => primitive(underlying).unwrap_or(Kind::Other),
            None if self.enums.contains(&name) => Kind::Enum(name),
            None => Kind::Other,
        }
    }

    /// The value of a capability's property, written inside the set or apart from it.
    fn restriction(&self, node: Node<'a, 'input>, path: &str, term: &str, property: &str) -> Option<bool> {
        let annotation = self.annotation(node, path, term)?;
        let mut values = annotation.descendants().filter(|value| value.tag_name().name() == "PropertyValue");
        let value = values.find(|value| value.attribute("Property") == Some(property))?;
        text(value, "Bool").map(|value| value != "false")
    }

    /// The annotation whose term ends in `term`, whatever the name of its vocabulary.
    fn annotation(&self, node: Node<'a, 'input>, path: &str, term: &str) -> Option<Node<'a, 'input>> {
        let apart = self.annotations.get(path).into_iter().flatten().copied();
        std::iter::once(node)
            .chain(apart)
            .flat_map(|holder| children(holder, "Annotation"))
            .find(|annotation| attribute(*annotation, "Term").rsplit('.').next() == Some(term))
    }
}

/// OData CSDL §3.3.
fn primitive(name: &str) -> Option<Kind> {
    Some(match name {
        "Edm.String" => Kind::Text,
        "Edm.Byte" | "Edm.SByte" | "Edm.Int16" | "Edm.Int32" | "Edm.Int64" => Kind::Integer,
        "Edm.Decimal" | "Edm.Double" | "Edm.Single" => Kind::Decimal,
        "Edm.Boolean" => Kind::Boolean,
        "Edm.Date" => Kind::Date,
        "Edm.DateTimeOffset" => Kind::DateTime,
        "Edm.Guid" => Kind::Guid,
        "Edm.Stream" => Kind::Stream,
        _ => return None,
    })
}

fn enum_type(schema: Node<'_, '_>, node: Node<'_, '_>) -> EnumType {
    let members = children(node, "Member").map(|member| attribute(member, "Name").to_owned());
    EnumType { name: full_name(schema, node), members: members.collect() }
}

fn full_name(schema: Node<'_, '_>, node: Node<'_, '_>) -> String {
    format!("{}.{}", attribute(schema, "Namespace"), attribute(node, "Name"))
}

/// `Collection(x)` is many `x`.
fn element_type(name: &str) -> (&str, bool) {
    match name.strip_prefix("Collection(").and_then(|rest| rest.strip_suffix(')')) {
        Some(element) => (element, true),
        None => (name, false),
    }
}

/// A constant, written as an attribute or as an element.
fn text(node: Node<'_, '_>, kind: &'static str) -> Option<String> {
    let element = || children(node, kind).next().and_then(|element| element.text());
    let text = node.attribute(kind).or_else(element)?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
