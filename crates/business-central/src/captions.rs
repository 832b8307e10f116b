//! What entity sets, fields and enum members are called in the user's language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Json, Record, Unreadable, language};

/// The captions of a route in one language, read from `entityDefinitions` (`entityMetadata` in `$metadata`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Captions {
    #[serde(rename = "s")]
    entity_sets: BTreeMap<String, String>,
    #[serde(rename = "d")]
    definitions: BTreeMap<String, Definition>,
}

/// The captions of an entity, or of the members of an enum.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Definition {
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    caption: Option<String>,
    #[serde(rename = "p", default, skip_serializing_if = "BTreeMap::is_empty")]
    properties: BTreeMap<String, String>,
    #[serde(rename = "m", default, skip_serializing_if = "BTreeMap::is_empty")]
    members: BTreeMap<String, String>,
}

impl Captions {
    /// Keeps of every caption the one nearest to `language`: the same tag, the same language, English, or any.
    pub(crate) fn read(envelope: &Record, language: &str) -> Result<Self, Unreadable> {
        let Some(Json::List(_)) = envelope.get("value") else {
            return Err(Unreadable::Lacks("a list of captions"));
        };
        let mut captions = Self::default();
        for entity in envelope.related_many("value") {
            let set = entity.text("entitySetName");
            if let Some(caption) = nearest(entity, "entitySetCaptions", language).filter(|_| !set.is_empty())
            {
                captions.entity_sets.insert(set.to_owned(), caption);
            }
            let definition = Definition {
                caption: nearest(entity, "entityCaptions", language),
                properties: by_name(entity, "properties", language),
                members: by_name(entity, "enumMembers", language),
            };
            captions.definitions.insert(entity.text("entityName").to_owned(), definition);
        }
        Ok(captions)
    }

    /// The caption of an entity set, such as `Customers`.
    #[must_use]
    pub fn entity_set(&self, name: &str) -> Option<&str> {
        self.entity_sets.get(name).map(String::as_str)
    }

    /// The caption of one entity, such as `Customer`. Names of types may carry their namespace.
    #[must_use]
    pub fn entity(&self, entity: &str) -> Option<&str> {
        self.definition(entity)?.caption.as_deref()
    }

    /// The caption of a field.
    #[must_use]
    pub fn property(&self, entity: &str, property: &str) -> Option<&str> {
        self.definition(entity)?.properties.get(property).map(String::as_str)
    }

    /// The caption of a member of an enum, by its name as it came (`Sales_x0020_Order`) or decoded. `definition` is the
    /// enum, or the entity that uses it.
    #[must_use]
    pub fn enum_member(&self, definition: &str, member: &str) -> Option<&str> {
        let members = &self.definition(definition)?.members;
        let decoded = crate::names::decode(member);
        let found = members.get(member).or_else(|| {
            members.iter().find(|(name, _)| crate::names::decode(name) == decoded).map(|(_, caption)| caption)
        });
        found.map(String::as_str)
    }

    fn definition(&self, name: &str) -> Option<&Definition> {
        self.definitions.get(name.rsplit('.').next().unwrap_or(name))
    }
}

fn by_name(entity: &Record, list: &str, language: &str) -> BTreeMap<String, String> {
    let named = |entry: &Record| Some((entry.text("name").to_owned(), nearest(entry, "captions", language)?));
    entity.related_many(list).filter_map(named).collect()
}

fn nearest(labelled: &Record, labels: &str, language: &str) -> Option<String> {
    let fit = |label: &&Record| {
        label.get("languageCode").and_then(Json::as_integer).map_or(0, |code| language::fit(language, code))
    };
    let labels = labelled.related_many(labels).filter(|label| !label.text("caption").trim().is_empty());
    // Of equals the first, which `max_by_key` would not give.
    let mut best: Option<(u8, &Record)> = None;
    for label in labels {
        let fit = fit(&label);
        if best.is_none_or(|(most, _)| fit > most) {
            best = Some((fit, label));
        }
    }
    best.map(|(_, label)| label.text("caption").to_owned())
}

#[cfg(test)]
mod tests {
    use super::Captions;
    use crate::{Answer, Error, Route, Service, Unreadable, captions};

    fn read(language: &str, body: &str) -> Result<Captions, Error> {
        let service = Service::new("https://bc.example", "t", "e").unwrap();
        let request = captions(&service, &Route::STANDARD, language);
        request.read(false, &Answer { status: 200, body: body.to_owned(), ..Answer::default() })
    }

    const BODY: &str = r#"{"@odata.context":"x","value":[
        {"entityName":"customer","entitySetName":"customers",
         "entityCaptions":[{"languageCode":1033,"caption":"Customer"},{"languageCode":1031,"caption":"Debitor"}],
         "entitySetCaptions":[{"languageCode":1031,"caption":"Debitoren"},{"languageCode":1033,"caption":"Customers"}],
         "properties":[{"name":"number","captions":[{"languageCode":1033,"caption":"No."},{"languageCode":1031,"caption":"Nr."}]},
                       {"name":"city","captions":[{"languageCode":1033,"caption":"City"},{"languageCode":1031,"caption":" "}]},
                       {"name":"email","captions":[]},{"name":"fax","captions":null},{"captions":[{}]}],
         "actions":[],"enumMembers":[]},
        {"entityName":"customerBlocked","entitySetName":"","enumMembers":[
            {"name":"_x0020_","value":0,"captions":[{"languageCode":1033,"caption":" "}]},
            {"name":"All_x0020_of_x0020_it","value":3,"captions":[{"languageCode":"1031","caption":"Alles"}]}]},
        {}, 7, null]}"#;

    #[test]
    fn captions_come_in_the_nearest_language() {
        let german = read("de-AT", BODY).unwrap();
        assert_eq!(german.entity_set("customers"), Some("Debitoren"));
        assert_eq!(german.entity("Microsoft.NAV.customer"), Some("Debitor"));
        assert_eq!(german.property("customer", "number"), Some("Nr."));
        assert_eq!(german.property("customer", "city"), Some("City"));
        assert_eq!(german.property("customer", "email"), None);
        assert_eq!(german.property("customer", "fax"), None);
        assert_eq!(
            german.enum_member("Microsoft.NAV.customerBlocked", "All_x0020_of_x0020_it"),
            Some("Alles")
        );
        assert_eq!(german.enum_member("customerBlocked", "All of it"), Some("Alles"));
        assert_eq!(german.enum_member("customerBlocked", "_x0020_"), None);
        assert_eq!(german.entity("vendor"), None);
        let french = read("fr-FR", BODY).unwrap();
        assert_eq!(french.entity_set("customers"), Some("Customers"));
        assert_eq!(french.enum_member("customerBlocked", "All of it"), Some("Alles"));
    }

    #[test]
    fn captions_survive_the_cache() {
        let read = read("de-DE", BODY).unwrap();
        let kept = serde_json::to_string(&read).unwrap();
        assert_eq!(serde_json::from_str::<Captions>(&kept).unwrap(), read);
    }

    #[test]
    fn other_answers_are_errors() {
        assert_eq!(read("en-US", "{}"), Err(Error::Unreadable(Unreadable::Lacks("a list of captions"))));
        assert_eq!(read("en-US", "<html>"), Err(Error::Unreadable(Unreadable::Html)));
    }

    #[test]
    fn the_language_is_asked_for_only_if_it_is_one() {
        let service = Service::new("https://bc.example", "t", "e").unwrap();
        assert_eq!(captions(&service, &Route::STANDARD, "de-DE").headers.len(), 2);
        assert_eq!(captions(&service, &Route::STANDARD, "de\r\nX: y").headers.len(), 1);
    }
}
