//! Reading `$metadata` (OData CSDL XML 4.0).

use super::{Capabilities, EntitySet, EntityType, EnumType, Kind, Metadata, Navigation, Property};
use crate::Unreadable;
use crate::xml::{Document, Node};

/// More ancestors than any type has.
const MOST_ANCESTORS: usize = 16;
/// More fields than any service has, inherited ones counted wherever they are: a document of a few pages can describe any
/// number of them.
const MOST_FIELDS: usize = 100_000;

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
        if is_html(xml) {
            return Err(Unreadable::Html);
        }
        let document = Document::parse(xml)?;
        if document.root().name() != "Edmx" {
            return Err(Unreadable::Edmx);
        }
        let metadata = Model::new(&document).metadata().ok_or(Unreadable::Edmx)?;
        if metadata.entity_sets.is_empty() { Err(Unreadable::Lacks("entity sets")) } else { Ok(metadata) }
    }
}

fn is_html(text: &str) -> bool {
    let begins_with = |tag: &str| text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    begins_with("<!doctype html") || begins_with("<html")
}

/// The document, with its names made findable.
struct Model<'a> {
    schemas: Vec<Node<'a>>,
    types: Vec<(String, Node<'a>)>,
    enums: Vec<String>,
    /// Type definitions, with the types they stand for.
    definitions: Vec<(String, &'a str)>,
    /// Annotations that stand apart from what they are about, with its path.
    annotations: Vec<(String, Node<'a>)>,
}

fn children<'a>(node: Node<'a>, name: &'static str) -> impl Iterator<Item = Node<'a>> {
    node.children().filter(move |child| child.name() == name)
}

/// The attribute called `name`; empty when there is none.
fn attribute<'a>(node: Node<'a>, name: &str) -> &'a str {
    node.attribute(name).unwrap_or_default()
}

impl<'a> Model<'a> {
    fn new(document: &'a Document<'a>) -> Self {
        let services = children(document.root(), "DataServices");
        let schemas: Vec<_> = services.flat_map(|services| children(services, "Schema")).collect();
        let mut model = Self {
            types: Vec::new(),
            enums: Vec::new(),
            definitions: Vec::new(),
            annotations: Vec::new(),
            schemas,
        };
        for schema in model.schemas.clone() {
            for child in schema.children() {
                let name = full_name(schema, child);
                match child.name() {
                    "EntityType" => model.types.push((name, child)),
                    "EnumType" => model.enums.push(name),
                    "TypeDefinition" => model.definitions.push((name, attribute(child, "UnderlyingType"))),
                    "Annotations" => {
                        let target = model.resolve(attribute(child, "Target"), schema);
                        model.annotations.push((target, child));
                    }
                    _ => {}
                }
            }
        }
        model
    }

    /// All that it describes; `None` when that is more than any service has.
    fn metadata(&self) -> Option<Metadata> {
        let mut metadata = Metadata::default();
        let mut fields = 0;
        for schema in &self.schemas {
            for child in schema.children() {
                match child.name() {
                    "EntityType" => {
                        let entity_type = self.entity_type(*schema, child);
                        fields += entity_type.properties.len() + entity_type.navigations.len();
                        if fields > MOST_FIELDS {
                            return None;
                        }
                        metadata.types.push(entity_type);
                    }
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
        Some(metadata)
    }

    /// The full name of what is called `name` in `schema`: an alias is replaced, a bare name belongs to the schema.
    fn resolve(&self, name: &str, schema: Node<'a>) -> String {
        let (path, rest) = name.find('/').map_or((name, ""), |slash| name.split_at(slash));
        match path.rsplit_once('.') {
            Some((namespace, name)) => {
                let mut schemas = self.schemas.iter();
                let aliased = schemas.find(|schema| schema.attribute("Alias") == Some(namespace));
                let namespace = aliased.map_or(namespace, |schema| attribute(*schema, "Namespace"));
                format!("{namespace}.{name}{rest}")
            }
            None => format!("{}.{path}{rest}", attribute(schema, "Namespace")),
        }
    }

    fn entity_set(&self, schema: Node<'a>, container: &str, set: Node<'a>) -> EntitySet {
        let name = attribute(set, "Name");
        let path = format!("{container}/{name}");
        let allows = |term, property| self.restriction(set, &path, term, property).unwrap_or(true);
        // A binding's path may name a derived type on its way, its target a set of another container.
        let binding = |binding: Node<'a>| {
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

    fn entity_type(&self, schema: Node<'a>, node: Node<'a>) -> EntityType {
        let mut entity_type = EntityType { name: full_name(schema, node), ..EntityType::default() };
        entity_type.actions = self.actions(&entity_type.name);
        let mut lineage = vec![(schema, node)];
        while let Some(base) = lineage.last().and_then(|(schema, node)| {
            let name = self.resolve(node.attribute("BaseType")?, *schema);
            self.types.iter().find(|(known, _)| *known == name).map(|(_, base)| *base)
        }) {
            // A type that inherits from itself has no end of ancestors.
            if lineage.len() >= MOST_ANCESTORS || lineage.iter().any(|(_, node)| node.is(base)) {
                break;
            }
            lineage.push((base.parent(), base));
        }
        for (schema, node) in lineage.into_iter().rev() {
            let references = children(node, "Key").flat_map(|key| children(key, "PropertyRef"));
            entity_type.key.extend(references.map(|reference| attribute(reference, "Name").to_owned()));
            for child in children(node, "Property") {
                let property = self.property(schema, node, child);
                // OData CSDL §6.1.1: a name is given once. A field that is there twice would be shown twice.
                if entity_type.property(&property.name).is_none() {
                    entity_type.properties.push(property);
                }
            }
            let navigations =
                children(node, "NavigationProperty").map(|child| self.navigation(schema, child));
            entity_type.navigations.extend(navigations);
        }
        entity_type
    }

    fn property(&self, schema: Node<'a>, owner: Node<'a>, node: Node<'a>) -> Property {
        let name = attribute(node, "Name");
        let path = format!("{}/{name}", full_name(schema, owner));
        let label =
            |term| self.annotation(node, &path, term).and_then(|annotation| text(annotation, "String"));
        Property {
            name: name.to_owned(),
            kind: self.kind(attribute(node, "Type"), schema),
            max_length: node.attribute("MaxLength").and_then(|length| length.parse().ok()),
            required: node.attribute("Nullable") == Some("false"),
            read_only: self.is_read_only(node, &path),
            label: label("Label").or_else(|| label("Description")),
        }
    }

    /// OData Core vocabulary: `Computed`, whose value is true when none is written (OData CSDL §14.1), or `Permissions` that
    /// let it be read only.
    fn is_read_only(&self, node: Node<'a>, path: &str) -> bool {
        let computed = self.annotation(node, path, "Computed");
        let permissions = || self.annotation(node, path, "Permissions");
        computed.is_some_and(|annotation| text(annotation, "Bool").is_none_or(|value| value != "false"))
            || permissions()
                .and_then(|annotation| text(annotation, "EnumMember"))
                .is_some_and(|member| member.rsplit('/').next() == Some("Read") && !member.contains(' '))
    }

    /// The actions that are bound to one entity of the type called `name` and want nothing else (OData CSDL §12.2).
    fn actions(&self, name: &str) -> Vec<String> {
        let mut actions = Vec::new();
        for schema in &self.schemas {
            for action in children(*schema, "Action") {
                let mut parameters = children(action, "Parameter");
                let binds = |parameter: Node<'a>| self.resolve(attribute(parameter, "Type"), *schema) == name;
                let is_bound = attribute(action, "IsBound") == "true" && parameters.next().is_some_and(binds);
                if is_bound && parameters.next().is_none() {
                    actions.push(attribute(action, "Name").to_owned());
                }
            }
        }
        actions
    }

    fn navigation(&self, schema: Node<'a>, node: Node<'a>) -> Navigation {
        let (target, many) = element_type(attribute(node, "Type"));
        let constraint = |constraint: Node<'a>| {
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
    fn kind(&self, name: &str, schema: Node<'a>) -> Kind {
        if let Some(kind) = primitive(name) {
            return kind;
        }
        let name = self.resolve(name, schema);
        match self.definitions.iter().find(|(known, _)| *known == name) {
            Some((_, underlying)) => primitive(underlying).unwrap_or(Kind::Other),
            None if self.enums.contains(&name) => Kind::Enum(name),
            None => Kind::Other,
        }
    }

    /// The value of a capability's property, written inside the set or apart from it.
    fn restriction(&self, node: Node<'a>, path: &str, term: &str, property: &str) -> Option<bool> {
        let annotation = self.annotation(node, path, term)?;
        let mut values = annotation.descendants().filter(|value| value.name() == "PropertyValue");
        let value = values.find(|value| value.attribute("Property") == Some(property))?;
        text(value, "Bool").map(|value| value != "false")
    }

    /// The annotation whose term ends in `term`, whatever the name of its vocabulary.
    fn annotation(&self, node: Node<'a>, path: &str, term: &str) -> Option<Node<'a>> {
        let apart = self.annotations.iter().filter(|(about, _)| about == path).map(|(_, holder)| *holder);
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

fn enum_type(schema: Node<'_>, node: Node<'_>) -> EnumType {
    let members = children(node, "Member").map(|member| attribute(member, "Name").to_owned());
    EnumType { name: full_name(schema, node), members: members.collect() }
}

fn full_name(schema: Node<'_>, node: Node<'_>) -> String {
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
fn text(node: Node<'_>, kind: &'static str) -> Option<String> {
    let element = || children(node, kind).next().map(Node::text);
    let text = node.attribute(kind).or_else(element)?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
