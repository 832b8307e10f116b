//! Metadata as a cache keeps it.

use super::{Capabilities, EntitySet, EntityType, EnumType, Kind, Metadata, Navigation, Property};
use crate::kept::{all, pairs, read_all, read_pairs, read_texts, texts};
use crate::{Json, Record};

impl Metadata {
    /// A compact form for a cache.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut kept = Record::default();
        kept.set("s", all(&self.entity_sets, write_set));
        kept.set("t", all(&self.types, write_type));
        kept.set("e", all(&self.enums, write_enum));
        kept.into()
    }

    /// Reads what [`to_json`](Metadata::to_json) wrote; `None` for anything else.
    #[must_use]
    pub fn from_json(kept: &Json) -> Option<Self> {
        let kept = kept.as_object()?;
        kept.get("s")?;
        Some(Self {
            entity_sets: read_all(kept, "s", read_set)?,
            types: read_all(kept, "t", read_type)?,
            enums: read_all(kept, "e", read_enum)?,
        })
    }
}

fn write_set(set: &EntitySet) -> Record {
    let mut kept = Record::default();
    kept.set("n", &set.name);
    kept.set("t", &set.entity_type);
    let Capabilities { insert, update, delete, sort } = set.capabilities;
    for (name, is_allowed) in [("i", insert), ("u", update), ("d", delete), ("o", sort)] {
        if !is_allowed {
            kept.set(name, false);
        }
    }
    kept.set("b", pairs(&set.bindings));
    kept
}

fn read_set(kept: &Record) -> Option<EntitySet> {
    let allows = |name| kept.get(name).is_none();
    Some(EntitySet {
        name: kept.string("n")?,
        entity_type: kept.string("t")?,
        capabilities: Capabilities {
            insert: allows("i"),
            update: allows("u"),
            delete: allows("d"),
            sort: allows("o"),
        },
        bindings: read_pairs(kept.list("b")),
    })
}

fn write_type(entity_type: &EntityType) -> Record {
    let mut kept = Record::default();
    kept.set("n", &entity_type.name);
    kept.set("k", texts(&entity_type.key));
    kept.set("p", all(&entity_type.properties, write_property));
    kept.set("r", all(&entity_type.navigations, write_navigation));
    if !entity_type.actions.is_empty() {
        kept.set("a", texts(&entity_type.actions));
    }
    kept
}

fn read_type(kept: &Record) -> Option<EntityType> {
    Some(EntityType {
        name: kept.string("n")?,
        key: read_texts(kept.list("k")),
        properties: read_all(kept, "p", read_property)?,
        navigations: read_all(kept, "r", read_navigation)?,
        actions: read_texts(kept.list("a")),
    })
}

fn write_property(property: &Property) -> Record {
    let mut kept = Record::default();
    kept.set("n", &property.name);
    let kind = match &property.kind {
        Kind::Text => "t",
        Kind::Integer => "i",
        Kind::Decimal => "d",
        Kind::Boolean => "b",
        Kind::Date => "y",
        Kind::DateTime => "m",
        Kind::Guid => "g",
        Kind::Stream => "s",
        Kind::Other => "o",
        Kind::Enum(name) => {
            kept.set("e", name);
            "e"
        }
    };
    kept.set("k", kind);
    if let Some(length) = property.max_length {
        kept.set("l", u64::from(length));
    }
    if property.required {
        kept.set("r", true);
    }
    if property.read_only {
        kept.set("x", true);
    }
    kept.set_some("c", property.label.as_deref());
    kept
}

fn read_property(kept: &Record) -> Option<Property> {
    let kind = match kept.text("k") {
        "t" => Kind::Text,
        "i" => Kind::Integer,
        "d" => Kind::Decimal,
        "b" => Kind::Boolean,
        "y" => Kind::Date,
        "m" => Kind::DateTime,
        "g" => Kind::Guid,
        "s" => Kind::Stream,
        "o" => Kind::Other,
        "e" => Kind::Enum(kept.string("e")?),
        _ => return None,
    };
    Some(Property {
        name: kept.string("n")?,
        kind,
        max_length: kept.get("l").and_then(Json::as_integer).and_then(|length| u32::try_from(length).ok()),
        required: kept.get("r").is_some(),
        read_only: kept.get("x").is_some(),
        label: kept.string("c"),
    })
}

fn write_navigation(navigation: &Navigation) -> Record {
    let mut kept = Record::default();
    kept.set("n", &navigation.name);
    kept.set("t", &navigation.target_type);
    if navigation.many {
        kept.set("m", true);
    }
    kept.set("c", pairs(&navigation.constraints));
    kept
}

fn read_navigation(kept: &Record) -> Option<Navigation> {
    Some(Navigation {
        name: kept.string("n")?,
        target_type: kept.string("t")?,
        many: kept.get("m").is_some(),
        constraints: read_pairs(kept.list("c")),
    })
}

fn write_enum(enum_type: &EnumType) -> Record {
    let mut kept = Record::default();
    kept.set("n", &enum_type.name);
    kept.set("m", texts(&enum_type.members));
    kept
}

fn read_enum(kept: &Record) -> Option<EnumType> {
    Some(EnumType { name: kept.string("n")?, members: read_texts(kept.list("m")) })
}
