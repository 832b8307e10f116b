//! The service document and `entityDefinitions`: names, and what they are called in English and German.

mod words;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::failure::Failure;
use super::schema::{COMPANY, Caption, ENUMS, EntityType, Enumeration, OF_A_COMPANY};

const ENGLISH: i32 = 1033;
const GERMAN: i32 = 1031;

/// The sets that can be asked for.
pub(super) fn service_document(metadata: &str) -> String {
    let sets = std::iter::once("entityDefinitions").chain(types().map(|kind| kind.set));
    let list: Vec<_> = sets.map(|set| json!({ "name": set, "kind": "EntitySet", "url": set })).collect();
    json!({ "@odata.context": metadata, "value": list }).to_string()
}

/// The captions of every entity type and enumeration, or of the one named.
pub(super) fn definitions(metadata: &str, name: Option<&str>) -> Result<String, Failure> {
    let of_types = types().map(|kind| (kind.name, definition(kind)));
    let all = of_types.chain(ENUMS.iter().map(|enumeration| (enumeration.name, members(enumeration))));
    let Some(name) = name else {
        let list: Vec<_> = all.map(|(_, value)| value).collect();
        return Ok(
            json!({ "@odata.context": format!("{metadata}#entityDefinitions"), "value": list }).to_string()
        );
    };
    let found = all.into_iter().find(|(other, _)| *other == name);
    let (_, mut definition) = found.ok_or_else(|| {
        let message = format!("There is no definition of '{name}'.");
        Failure::new(StatusCode::NOT_FOUND, "Internal_RecordNotFound", message)
    })?;
    definition["@odata.context"] = json!(format!("{metadata}#entityDefinitions/$entity"));
    Ok(definition.to_string())
}

fn types() -> impl Iterator<Item = &'static EntityType> {
    std::iter::once(&COMPANY).chain(OF_A_COMPANY)
}

fn definition(kind: &EntityType) -> Value {
    let properties: Vec<_> = kind
        .properties
        .iter()
        .map(|property| {
            let captions = words::of(kind.name, property.name);
            json!({ "name": property.name, "captions": captions.map_or_else(Vec::new, labels) })
        })
        .collect();
    json!({
        "entityName": kind.name,
        "entitySetName": kind.set,
        "entityCaptions": labels(kind.caption),
        "entitySetCaptions": labels(kind.set_caption),
        "properties": properties,
        "actions": [],
        "enumMembers": [],
    })
}

fn members(enumeration: &Enumeration) -> Value {
    let members: Vec<_> = enumeration
        .members
        .iter()
        .map(|member| json!({ "name": member.name, "value": member.value, "captions": labels(member.caption) }))
        .collect();
    json!({
        "entityName": enumeration.name,
        "entitySetName": "",
        "entityCaptions": [],
        "entitySetCaptions": [],
        "properties": [],
        "actions": [],
        "enumMembers": members,
    })
}

fn labels((english, german): Caption) -> Vec<Value> {
    vec![
        json!({ "languageCode": ENGLISH, "caption": english }),
        json!({ "languageCode": GERMAN, "caption": german }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_property_has_its_captions() {
        let missing: Vec<_> = types()
            .flat_map(|kind| kind.properties.iter().map(move |property| (kind.name, property.name)))
            .filter(|(kind, name)| words::of(kind, name).is_none())
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn one_definition_is_found_by_its_name() {
        let text = definitions("m", Some("customerBlocked")).unwrap();
        let definition: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            definition["enumMembers"][1]["captions"][1],
            json!({ "languageCode": 1031, "caption": "Liefern" })
        );
        assert!(definitions("m", Some("boss")).is_err());
    }
}
