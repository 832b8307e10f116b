//! What entity sets, fields and enum members are called in the user's language.

use crate::kept::{all, pairs, read_all, read_pairs};
use crate::{Json, Record, Unreadable, language};

/// The captions of a route in one language, read from `entityDefinitions` (`entityMetadata` in `$metadata`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Captions {
    entity_sets: Vec<(String, String)>,
    definitions: Vec<Definition>,
}

/// The captions of an entity, or of the members of an enum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Definition {
    name: String,
    caption: Option<String>,
    properties: Vec<(String, String)>,
    members: Vec<(String, String)>,
    actions: Vec<(String, String)>,
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
                captions.entity_sets.push((set.to_owned(), caption));
            }
            captions.definitions.push(Definition {
                name: entity.text("entityName").to_owned(),
                caption: nearest(entity, "entityCaptions", language),
                properties: by_name(entity, "properties", language),
                members: by_name(entity, "enumMembers", language),
                actions: by_name(entity, "actions", language),
            });
        }
        Ok(captions)
    }

    /// The caption of an entity set, such as `Customers`.
    #[must_use]
    pub fn entity_set(&self, name: &str) -> Option<&str> {
        find(&self.entity_sets, name)
    }

    /// The caption of one entity, such as `Customer`. Names of types may carry their namespace.
    #[must_use]
    pub fn entity(&self, entity: &str) -> Option<&str> {
        self.definition(entity)?.caption.as_deref()
    }

    /// The caption of a field.
    #[must_use]
    pub fn property(&self, entity: &str, property: &str) -> Option<&str> {
        find(&self.definition(entity)?.properties, property)
    }

    /// The caption of a member of an enum, by its name as it came (`Sales_x0020_Order`) or decoded. `definition` is the
    /// enum, or the entity that uses it.
    #[must_use]
    pub fn enum_member(&self, definition: &str, member: &str) -> Option<&str> {
        let members = &self.definition(definition)?.members;
        let decoded = crate::names::decode(member);
        find(members, member).or_else(|| {
            let mut members = members.iter();
            members
                .find(|(name, _)| crate::names::decode(name) == decoded)
                .map(|(_, caption)| caption.as_str())
        })
    }

    /// The caption of a bound action, such as `Post`.
    #[must_use]
    pub fn action(&self, entity: &str, action: &str) -> Option<&str> {
        find(&self.definition(entity)?.actions, action)
    }

    fn definition(&self, name: &str) -> Option<&Definition> {
        let name = name.rsplit('.').next().unwrap_or(name);
        self.definitions.iter().rev().find(|definition| definition.name == name)
    }

    /// A compact form for a cache.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut kept = Record::default();
        kept.set("s", pairs(&self.entity_sets));
        kept.set("d", all(&self.definitions, write));
        kept.into()
    }

    /// Reads what [`to_json`](Captions::to_json) wrote; `None` for anything else.
    #[must_use]
    pub fn from_json(kept: &Json) -> Option<Self> {
        let kept = kept.as_object()?;
        kept.get("s")?;
        Some(Self { entity_sets: read_pairs(kept.list("s")), definitions: read_all(kept, "d", read)? })
    }
}

fn write(definition: &Definition) -> Record {
    let mut kept = Record::default();
    kept.set("n", &definition.name);
    kept.set_some("c", definition.caption.as_deref());
    kept.set("p", pairs(&definition.properties));
    kept.set("m", pairs(&definition.members));
    if !definition.actions.is_empty() {
        kept.set("a", pairs(&definition.actions));
    }
    kept
}

fn read(kept: &Record) -> Option<Definition> {
    Some(Definition {
        name: kept.string("n")?,
        caption: kept.string("c"),
        properties: read_pairs(kept.list("p")),
        members: read_pairs(kept.list("m")),
        actions: read_pairs(kept.list("a")),
    })
}

/// The caption of `name`; of two the last counts.
fn find<'a>(captions: &'a [(String, String)], name: &str) -> Option<&'a str> {
    captions.iter().rev().find(|(known, _)| known == name).map(|(_, caption)| caption.as_str())
}

fn by_name(entity: &Record, list: &str, language: &str) -> Vec<(String, String)> {
    let named = |entry: &Record| Some((entry.text("name").to_owned(), nearest(entry, "captions", language)?));
    entity.related_many(list).filter_map(named).collect()
}

fn nearest(labelled: &Record, labels: &str, language: &str) -> Option<String> {
    let fit = |label: &&Record| {
        let code = label.get("languageCode").and_then(Json::as_integer);
        code.and_then(|code| u32::try_from(code).ok()).map_or(0, |code| language::fit(language, code))
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
    use crate::{Answer, Error, Json, Route, Service, Unreadable, captions};

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
         "actions":[{"name":"post","captions":[{"languageCode":1033,"caption":"Post"},{"languageCode":1031,"caption":"Buchen"}]},
                    {"name":"send"}],"enumMembers":[]},
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
        assert_eq!(german.action("Microsoft.NAV.customer", "post"), Some("Buchen"));
        assert_eq!(german.action("customer", "send"), None);
        assert_eq!(german.entity("vendor"), None);
        let french = read("fr-FR", BODY).unwrap();
        assert_eq!(french.entity_set("customers"), Some("Customers"));
        assert_eq!(french.enum_member("customerBlocked", "All of it"), Some("Alles"));
    }

    #[test]
    fn captions_survive_the_cache() {
        let read = read("de-DE", BODY).unwrap();
        let kept = Json::parse(&read.to_json().to_string()).unwrap();
        assert_eq!(Captions::from_json(&kept), Some(read));
        assert_eq!(Captions::from_json(&Json::Null), None);
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
