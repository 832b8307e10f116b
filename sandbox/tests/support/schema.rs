//! `$metadata` as a test reads it: what it says about types and sets, found by splitting at tags.

#![allow(dead_code, reason = "every suite uses a part of it")]

/// The types that have a set, and which of the sets belong to a company.
#[derive(Default)]
pub(crate) struct Schema {
    pub(crate) types: Vec<EntityType>,
    pub(crate) in_a_company: Vec<String>,
    /// The enumerations with the names of their members.
    enumerations: Vec<(String, Vec<String>)>,
}

#[derive(Default)]
pub(crate) struct EntityType {
    pub(crate) name: String,
    pub(crate) set: String,
    pub(crate) key: Vec<String>,
    pub(crate) properties: Vec<Property>,
    pub(crate) navigations: Vec<Navigation>,
    pub(crate) insertable: bool,
    pub(crate) updatable: bool,
    pub(crate) deletable: bool,
}

pub(crate) struct Property {
    pub(crate) name: String,
    pub(crate) kind: String,
}

pub(crate) struct Navigation {
    pub(crate) name: String,
    pub(crate) kind: String,
    /// Pairs of this type's property and the other's.
    pub(crate) on: Vec<(String, String)>,
}

impl Schema {
    pub(crate) fn read(document: &str) -> Self {
        let mut schema = Self::default();
        let mut set = String::new();
        for tag in document.split('<').skip(1).filter_map(|tag| tag.split('>').next()) {
            let name = tag.split_whitespace().next().unwrap_or_default();
            let attribute = |wanted: &str| {
                let (_, rest) = tag.split_once(&format!(" {wanted}=\""))?;
                rest.split('"').next().map(str::to_owned)
            };
            let own = attribute("Name").unwrap_or_default();
            let last = schema.types.last_mut();
            match (name, last) {
                ("EntityType", _) => schema.types.push(EntityType { name: own, ..EntityType::default() }),
                ("PropertyRef", Some(last)) => last.key.push(own),
                ("Property", Some(last)) => {
                    let kind = attribute("Type").unwrap_or_default();
                    last.properties.push(Property { name: own, kind });
                }
                ("NavigationProperty", Some(last)) => {
                    let kind = attribute("Type").unwrap_or_default();
                    last.navigations.push(Navigation { name: own, kind, on: Vec::new() });
                }
                ("ReferentialConstraint", Some(last)) => {
                    let pair = attribute("Property").zip(attribute("ReferencedProperty"));
                    if let Some(navigation) = last.navigations.last_mut() {
                        navigation.on.extend(pair);
                    }
                }
                ("EnumType", _) => schema.enumerations.push((own, Vec::new())),
                ("Member", _) => {
                    if let Some((_, members)) = schema.enumerations.last_mut() {
                        members.push(own);
                    }
                }
                ("EntitySet", _) => {
                    set = own;
                    let of = attribute("EntityType").unwrap_or_default();
                    let kind =
                        schema.types.iter_mut().find(|kind| of == format!("Microsoft.NAV.{}", kind.name));
                    if let Some(kind) = kind {
                        kind.set.clone_from(&set);
                    }
                }
                ("PropertyValue", _) => {
                    let yes = attribute("Bool").is_some_and(|value| value == "true");
                    let kind = schema.types.iter_mut().find(|kind| kind.set == set);
                    match (attribute("Property").as_deref(), kind) {
                        (Some("Insertable"), Some(kind)) => kind.insertable = yes,
                        (Some("Updatable"), Some(kind)) => kind.updatable = yes,
                        (Some("Deletable"), Some(kind)) => kind.deletable = yes,
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        let company = schema.types.iter().find(|kind| kind.name == "company");
        let sets =
            company.iter().flat_map(|kind| &kind.navigations).map(|navigation| navigation.name.clone());
        schema.in_a_company = sets.collect();
        schema.types.retain(|kind| kind.name != "entityMetadata");
        schema
    }

    /// The members of the enumeration that a property is of; none for other properties.
    pub(crate) fn members(&self, property: &Property) -> &[String] {
        let name = property.kind.strip_prefix("Microsoft.NAV.");
        let found = self.enumerations.iter().find(|(other, _)| Some(other.as_str()) == name);
        found.map_or(&[], |(_, members)| members)
    }

    /// The type whose records those of `kind` are part of, by this property, and what the relation is called there.
    pub(crate) fn parent(&self, kind: &EntityType, property: &str) -> Option<(&EntityType, &str)> {
        kind.property(property)?;
        let of = format!("Collection(Microsoft.NAV.{})", kind.name);
        self.types.iter().find_map(|parent| {
            let leads = |navigation: &&Navigation| {
                navigation.kind == of && navigation.on.iter().any(|(_, theirs)| theirs == property)
            };
            Some((parent, parent.navigations.iter().find(leads)?.name.as_str()))
        })
    }
}

impl EntityType {
    pub(crate) fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// The text between the parentheses of a record's address.
    pub(crate) fn predicate(&self, record: &serde_json::Value) -> String {
        let part = |name: &String| {
            let text = record[name].as_str().unwrap_or_default();
            match self.property(name).is_some_and(|property| property.kind == "Edm.String") {
                true => encoded(&format!("'{}'", text.replace('\'', "''"))),
                false => text.to_owned(),
            }
        };
        match &*self.key {
            [one] => part(one),
            several => {
                let parts = several.iter().map(|name| format!("{name}={}", part(name)));
                parts.collect::<Vec<_>>().join(",")
            }
        }
    }
}

/// Percent-encoded, every byte that isn't a letter or a digit.
fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte.is_ascii_alphanumeric() {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}
