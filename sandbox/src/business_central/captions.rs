//! The service document and `entityDefinitions`: names, and what they are called in English and German.

mod words;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::failure::Failure;
use super::schema::{Api, Caption, EntityType, Enumeration};

const ENGLISH: i32 = 1033;
const GERMAN: i32 = 1031;

/// The sets that can be asked for.
pub(super) fn service_document(api: &Api, metadata: &str) -> String {
    let sets = std::iter::once("entityDefinitions").chain(api.all().map(|kind| kind.set));
    let list: Vec<_> = sets.map(|set| json!({ "name": set, "kind": "EntitySet", "url": set })).collect();
    json!({ "@odata.context": metadata, "value": list }).to_string()
}

/// The captions of every entity type and enumeration, or of the one named.
pub(super) fn definitions(api: &Api, metadata: &str, name: Option<&str>) -> Result<String, Failure> {
    let of_types = api.all().map(|kind| (kind.name, definition(kind)));
    let all =
        of_types.chain(api.enumerations.iter().map(|enumeration| (enumeration.name, members(enumeration))));
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

fn definition(kind: &EntityType) -> Value {
    let properties: Vec<_> = kind
        .properties
        .iter()
        .map(|property| {
            json!({ "name": property.name, "captions": property_labels(kind.name, property.name) })
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

/// What a property is called: in English always, in German where there is a word for it.
fn property_labels(kind: &str, property: &str) -> Vec<Value> {
    match words::of(kind, property) {
        Some(caption) => labels(caption),
        None => vec![json!({ "languageCode": ENGLISH, "caption": words::english(property) })],
    }
}

fn labels((english, german): Caption) -> Vec<Value> {
    vec![
        json!({ "languageCode": ENGLISH, "caption": english }),
        json!({ "languageCode": GERMAN, "caption": german }),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::schema;
    use super::*;

    #[test]
    fn a_property_without_words_of_its_own_is_called_by_its_name() {
        for (name, caption) in [
            ("estimatedClosingDate", "Estimated Closing Date"),
            ("period1Label", "Period 1 Label"),
            ("vendorCreditMemoNumber", "Vendor Credit Memo No."),
            ("jobId", "Job Id"),
            ("iban", "IBAN"),
        ] {
            assert_eq!(words::english(name), caption);
        }
    }

    #[test]
    fn one_definition_is_found_by_its_name() {
        let text = definitions(schema::APIS[0], "m", Some("customerBlocked")).unwrap();
        let definition: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            definition["enumMembers"][1]["captions"][1],
            json!({ "languageCode": 1031, "caption": "Liefern" })
        );
        assert!(definitions(schema::APIS[0], "m", Some("boss")).is_err());
    }
}
