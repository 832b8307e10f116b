//! Every set of the standard API over HTTP: listed, opened, created, changed and deleted as its metadata allows.

#![expect(clippy::unwrap_used, reason = "a test that fails here should stop here")]

#[path = "support/books.rs"]
mod books;
#[path = "support/schema.rs"]
mod schema;
mod support;

use books::{Clerk, refusal};
use schema::{EntityType, Schema};
use serde_json::{Map, Value, json};
use support::{World, ada};

/// What was done with the sets, for the figures at the end.
#[derive(Debug, Default, PartialEq)]
struct Done {
    listed: usize,
    opened: usize,
    created: usize,
    changed: usize,
    deleted: usize,
    refused: usize,
}

#[test]
fn all_sets_can_be_worked_with_as_their_metadata_allows() {
    let world = World::new();
    let clerk = Clerk::new(&world, ada());
    let document = clerk.send("GET", &format!("{}/$metadata", clerk.root), &[], None).body;
    let schema = Schema::read(&document);
    assert_eq!(schema.types.len(), 86, "and `entityDefinitions`, whose records are about the others");
    let mut done = Done::default();
    for kind in &schema.types {
        work_with(&clerk, &schema, kind, &mut done);
    }
    let definitions = format!("{}/entityDefinitions", clerk.root);
    assert_eq!(clerk.list(&definitions).len(), 86 + 34);
    assert_eq!(clerk.json(&format!("{definitions}('item')"))["entitySetName"], "items");
    let count = |allowed: fn(&EntityType) -> bool| schema.types.iter().filter(|kind| allowed(kind)).count();
    let (insert, update, delete) =
        (count(|kind| kind.insertable), count(|kind| kind.updatable), count(|kind| kind.deletable));
    let refused = 3 * 86 - insert - update - delete;
    let all = Done { listed: 86, opened: 86, created: insert, changed: update, deleted: delete, refused };
    assert_eq!(done, all);
}

fn work_with(clerk: &Clerk, schema: &Schema, kind: &EntityType, done: &mut Done) {
    let set = address(clerk, schema, kind);
    let records = clerk.list(&set);
    assert!(!records.is_empty(), "{set}");
    done.listed += 1;
    let mut record = records[0].clone();
    let base = set.split('?').next().unwrap();
    let path = |record: &Value| format!("{base}({})", kind.predicate(record));
    assert_eq!(clerk.json(&path(&record)), with_context(&record, &clerk.json(&path(&record))), "{set}");
    done.opened += 1;
    if kind.insertable {
        record = create(clerk, kind, base, &records);
        assert_eq!(clerk.json(&path(&record))["@odata.etag"], record["@odata.etag"], "{set}");
        done.created += 1;
    } else {
        refuses(&clerk.post(base, &json!({})), base);
        done.refused += 1;
    }
    if kind.updatable {
        record = change(clerk, schema, kind, &path(&record), &record);
        done.changed += 1;
    } else {
        refuses(&clerk.patch(&path(&record), &record, &json!({})), base);
        done.refused += 1;
    }
    let deleted = clerk.delete(&path(&record));
    if kind.deletable {
        assert_eq!(deleted.status, 204, "{set}: {}", deleted.body);
        let gone = clerk.send("GET", &path(&record), &[], None);
        assert_eq!(refusal(&gone), (404, "Internal_RecordNotFound".to_owned()), "{set}");
        done.deleted += 1;
    } else {
        refuses(&deleted, base);
        done.refused += 1;
    }
}

/// Where records of a type are listed. Lines are only given out by document.
fn address(clerk: &Clerk, schema: &Schema, kind: &EntityType) -> String {
    if !schema.in_a_company.contains(&kind.set) {
        return format!("{}/{}", clerk.root, kind.set);
    }
    match schema.parent(kind, "documentId") {
        Some((parent, navigation)) => {
            let head = clerk.list(&format!("/{}?$top=1", parent.set)).remove(0);
            format!("/{}({})/{navigation}", parent.set, parent.predicate(&head))
        }
        None => format!("/{}", kind.set),
    }
}

/// A record by itself has a context besides.
fn with_context(record: &Value, single: &Value) -> Value {
    let mut record = record.clone();
    record["@odata.context"] = single["@odata.context"].clone();
    for (name, value) in single.as_object().unwrap().iter().filter(|(name, _)| name.contains("@odata.media"))
    {
        record[name] = value.clone();
    }
    record
}

fn refuses(page: &support::Page, set: &str) {
    assert_eq!(refusal(page), (405, "BadRequest_MethodNotAllowed".to_owned()), "{set}: {}", page.body);
}

/// Creates a record like another one. The metadata doesn't tell what is read-only: what is refused as such is left out.
fn create(clerk: &Clerk, kind: &EntityType, set: &str, like: &[Value]) -> Value {
    let mut last = String::new();
    for other in like {
        let mut body = Map::new();
        for property in kind.properties.iter().filter(|property| !kind.key.contains(&property.name)) {
            if let Some(value) = other.get(&property.name) {
                body.insert(property.name.clone(), value.clone());
            }
        }
        for name in ["number", "code"].iter().filter(|name| kind.property(name).is_some()) {
            body.insert((*name).to_owned(), json!("NEW1"));
        }
        loop {
            let page = clerk.post(set, &Value::Object(body.clone()));
            if page.status == 201 {
                let made = page.json();
                // Numbers may be worked out anew: a document without lines costs nothing.
                for (name, value) in body.iter().filter(|(_, value)| !value.is_number()) {
                    assert_eq!(&made[name], value, "{set}: {name}");
                }
                return made;
            }
            let refused = refused_property(&page.body).filter(|name| body.contains_key(*name));
            match refused.map(str::to_owned) {
                Some(name) => drop(body.remove(&name)),
                None => {
                    last = page.body;
                    break;
                }
            }
        }
    }
    panic!("nothing could be created in {set}: {last}");
}

/// The property that a refusal calls read-only.
fn refused_property(body: &str) -> Option<&str> {
    body.contains("BadRequest_InvalidOperation").then(|| body.split('\'').nth(1)).flatten()
}

/// Changes the first property that takes another value.
fn change(clerk: &Clerk, schema: &Schema, kind: &EntityType, path: &str, record: &Value) -> Value {
    let is_media = kind.properties.iter().all(|property| {
        property.kind != "Edm.Stream"
            || record.get(format!("{}@odata.mediaEditLink", property.name)).is_some()
    });
    assert!(is_media, "{path}: {record}");
    let named =
        ["displayName", "description", "givenName", "email", "fileName", "applied", "name", "lastName"];
    let named = named.iter().filter_map(|name| kind.property(name));
    for property in named.chain(&kind.properties).filter(|property| !kind.key.contains(&property.name)) {
        let value = match property.kind.as_str() {
            "Edm.String" => json!("Changed"),
            "Edm.Boolean" => json!(record[&property.name] == false),
            "Edm.Decimal" => json!(7.25),
            _ => {
                let other = |member: &&String| record[&property.name] != ***member;
                let Some(other) = schema.members(property).iter().find(other) else { continue };
                json!(other)
            }
        };
        let page = clerk.patch(path, record, &json!({ &*property.name: value }));
        if page.status == 200 {
            let changed = page.json();
            assert_eq!(changed[&property.name], value, "{path}: {}", property.name);
            assert_ne!(changed["@odata.etag"], record["@odata.etag"], "{path}");
            assert_eq!(clerk.json(path)[&property.name], value, "{path}: {}", property.name);
            let stale = clerk.patch(path, record, &json!({ &*property.name: value }));
            assert_eq!(refusal(&stale), (409, "Request_EntityChanged".to_owned()), "{path}");
            return changed;
        }
        assert_eq!(page.status, 400, "{path}: {}", page.body);
    }
    // A picture has nothing but its bytes to change.
    assert_eq!(kind.set, "pictures", "{path}");
    clerk.change(path, record, &json!({}))
}
