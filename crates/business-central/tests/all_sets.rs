//! Every entity set of the standard API, worked with through this crate alone: listed, opened, created, changed and deleted
//! as its metadata allows, and refused where it doesn't. What came of it is written to `docs/entity-sets.md`.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test that fails here should stop here")]

mod support;
#[path = "all_sets/table.rs"]
mod table;

use business_central::{
    Capabilities, Captions, Changes, Collection, EntitySet, EntityType, Error, Json, Key, Kind, Metadata,
    Navigation, Property, Query, Record, Request, Route, Trail, Typed as _, captions, metadata, names,
};
use support::World;
use table::{Changed, Row};

/// The set that describes the others. The metadata says nothing of what may be done with it.
const DEFINITIONS: &str = "entityDefinitions";
/// More records than any set has.
const MANY: u64 = 20_000;
/// A version that no record ever had.
const STALE: &str = "W/\"stale\"";
/// The fields that a person would change first.
const NAMED: [&str; 8] =
    ["displayName", "description", "givenName", "email", "fileName", "applied", "name", "lastName"];

/// A company's books, and what the service says of itself.
struct Books {
    world: World,
    metadata: Metadata,
    captions: Captions,
}

/// One of the sets, with what leads to its records.
struct Shelf<'a> {
    books: &'a Books,
    set: &'a EntitySet,
    kind: &'a EntityType,
    records: Collection,
}

#[test]
fn all_sets_can_be_worked_with_as_their_metadata_allows() {
    let world = World::new();
    let (service, route) = (&world.client.service, Route::STANDARD);
    let metadata = world.client.send(metadata(service, &route)).unwrap();
    let captions = world.client.send(captions(service, &route, "en-US")).unwrap();
    let books = Books { world, metadata, captions };
    let sets = &books.metadata.entity_sets;
    assert_eq!(sets.len(), 87, "with {DEFINITIONS}");
    let rows: Vec<Row> = sets.iter().map(|set| books.shelf(set).work()).collect();

    let count = |done: fn(&Row) -> bool| rows.iter().filter(|row| done(row)).count();
    let allowed = |may: fn(&Capabilities) -> bool| {
        sets.iter().filter(|set| set.name != DEFINITIONS && may(&set.capabilities)).count()
    };
    assert_eq!(count(|row| row.is_created), allowed(|may| may.insert));
    assert_eq!(count(|row| row.changed != Changed::Refused), allowed(|may| may.update));
    assert_eq!(count(|row| row.is_deleted), allowed(|may| may.delete));
    table::write(&rows);
}

impl Books {
    fn send<T>(&self, request: Request<T>) -> Result<T, Error> {
        self.world.client.send(request)
    }

    fn shelf<'a>(&'a self, set: &'a EntitySet) -> Shelf<'a> {
        let kind = self.metadata.type_of(&set.name).unwrap();
        let records = match self.document(set, kind) {
            // Lines are given out by their document only.
            Some((document, lines)) => {
                let documents = self.collection(&document.name);
                let first = self.send(documents.list(&Query::default().top(1), 1)).unwrap().records.remove(0);
                let key = Key::of(self.metadata.type_of(&document.name).unwrap(), &first).unwrap();
                documents.related(&key, &lines.name).unwrap()
            }
            None => self.collection(&set.name),
        };
        Shelf { books: self, set, kind, records }
    }

    fn collection(&self, set: &str) -> Collection {
        let (service, route) = (&self.world.client.service, Route::STANDARD);
        if self.metadata.is_in_company(set) {
            Collection::new(service, &route, &self.world.company, set).unwrap()
        } else {
            Collection::of_environment(service, &route, set).unwrap()
        }
    }

    /// The set of the documents whose lines the records of `kind` are, and the way from one to the other.
    fn document(&self, set: &EntitySet, kind: &EntityType) -> Option<(&EntitySet, &Navigation)> {
        kind.property("documentId")?;
        self.metadata.entity_sets.iter().find_map(|from| {
            let leads = |way: &&Navigation| {
                let is_by_document = way.constraints.iter().any(|(_, theirs)| theirs == "documentId");
                way.many && is_by_document && self.metadata.target(from, way) == Some(set)
            };
            let ways = &self.metadata.type_of(&from.name)?.navigations;
            Some((from, ways.iter().find(leads)?))
        })
    }
}

impl Shelf<'_> {
    fn work(&self) -> Row {
        let name = &self.set.name;
        let (records, _) = self.list(MANY);
        let count = records.len() as u64;
        assert!(count > 0, "{name} is empty");
        // Once more in two parts.
        let (again, pages) = self.list(count.div_ceil(2));
        assert!(again == records, "{name}: {pages} pages have something else than the whole");
        let has_pages = count > 1 && *name != DEFINITIONS;
        assert_eq!(pages, 1 + usize::from(has_pages), "{name}");
        let mut record = records[0].clone();
        self.open(&record);
        let allowed = self.allowed();
        if allowed.insert {
            record = self.create(&records);
            self.open(&record);
        } else {
            self.refused(self.records.create(&self.kind.sendable(&record, true)));
        }
        let changed = if allowed.update {
            let (how, changed) = self.change(&record);
            record = changed;
            how
        } else {
            self.refused(self.records.update(&self.key(&record), etag(&record), &Record::default()));
            Changed::Refused
        };
        let key = self.key(&record);
        if allowed.delete {
            self.outdated(self.records.delete(&key, STALE));
            self.send(self.records.delete(&key, etag(&record)));
            let gone = self.books.send(self.records.get(&key, &Query::default())).unwrap_err();
            assert!(matches!(gone, Error::NotFound(_)), "{name}: {gone:?}");
        } else {
            self.refused(self.records.delete(&key, etag(&record)));
            self.open(&record);
        }
        let caption =
            self.books.captions.entity_set(name).map_or_else(|| names::in_words(name), str::to_owned);
        Row {
            set: name.clone(),
            caption,
            has_pages,
            is_created: allowed.insert,
            changed,
            is_deleted: allowed.delete,
        }
    }

    /// What may be done, as the metadata says.
    fn allowed(&self) -> Capabilities {
        if self.set.name != DEFINITIONS {
            return self.set.capabilities;
        }
        assert_eq!(self.set.capabilities, Capabilities::default(), "nothing is said");
        Capabilities { insert: false, update: false, delete: false, sort: false }
    }

    #[track_caller]
    fn send<T>(&self, request: Request<T>) -> T {
        let name = &self.set.name;
        self.books.send(request).unwrap_or_else(|error| panic!("{name}: {error:?}"))
    }

    /// What the metadata doesn't allow is refused as something that can't be done at all.
    #[track_caller]
    fn refused<T: std::fmt::Debug>(&self, request: Request<T>) {
        let result = self.books.send(request);
        assert!(matches!(result, Err(Error::Unsupported(_))), "{}: {result:?}", self.set.name);
    }

    /// A version that no longer is one is refused as somebody else's change.
    #[track_caller]
    fn outdated<T: std::fmt::Debug>(&self, request: Request<T>) {
        let result = self.books.send(request);
        assert!(matches!(result, Err(Error::Changed(_))), "{}: {result:?}", self.set.name);
    }

    /// All records, in pages of that size, and how many pages there were.
    fn list(&self, page_size: u64) -> (Vec<Record>, usize) {
        let mut page = self.send(self.records.list(&Query::default().count(true), page_size));
        let (mut records, mut pages, mut trail) = (page.records, 1, Trail::default());
        let count = page.count;
        while let Some(link) = page.next {
            trail.note(&link).unwrap();
            page = self.send(self.records.follow(&link, page_size).unwrap());
            records.append(&mut page.records);
            pages += 1;
        }
        // The definitions are no table, and aren't counted.
        assert!(count.is_none_or(|count| count == records.len() as u64), "{}: {count:?}", self.set.name);
        (records, pages)
    }

    #[track_caller]
    fn key(&self, record: &Record) -> Key {
        Key::of(self.kind, record).unwrap_or_else(|| panic!("{} has no key", self.set.name))
    }

    /// Opens `record` by its key: every field is there and as it was.
    #[track_caller]
    fn open(&self, record: &Record) -> Record {
        let opened = self.send(self.records.get(&self.key(record), &Query::default()));
        assert_eq!(opened.etag(), record.etag(), "{}", self.set.name);
        assert!(opened.names().eq(record.names()), "{}: other fields", self.set.name);
        for name in record.names() {
            assert_eq!(opened.get(name), record.get(name), "{}: {name}", self.set.name);
        }
        opened
    }

    /// Creates a record like another one, without what a refusal names as read-only: the metadata doesn't tell.
    fn create(&self, like: &[Record]) -> Record {
        let name = &self.set.name;
        let mut last = None;
        for other in like {
            let mut fields = self.kind.sendable(other, true);
            for key in &self.kind.key {
                let _ = fields.take(key);
            }
            for number in ["number", "code"] {
                if fields.take(number).is_some() {
                    fields.set(number, "NEW1");
                }
            }
            let error = loop {
                match self.books.send(self.records.create(&fields)) {
                    Ok(made) => return self.made(&fields, made),
                    Err(error) => match self.read_only(&error) {
                        Some(field) if fields.take(field).is_some() => {}
                        _ => break error,
                    },
                }
            };
            last = Some(error);
        }
        panic!("{name}: nothing could be created: {last:?}")
    }

    /// What was sent is there. Numbers may be worked out anew: a document without lines costs nothing.
    fn made(&self, fields: &Record, made: Record) -> Record {
        for (field, value) in fields.fields().filter(|(_, value)| !matches!(value, Json::Number(_))) {
            assert_eq!(made.get(field), Some(value), "{}: {field}", self.set.name);
        }
        made
    }

    /// The field that a refusal calls read-only.
    fn read_only(&self, error: &Error) -> Option<&str> {
        let Error::Invalid(refusal) = error else { return None };
        let caption = |name| self.books.captions.property(&self.kind.name, name).unwrap_or_default();
        let fields = self.kind.properties.iter().map(|field| (&*field.name, caption(&field.name)));
        refusal.field(fields).filter(|_| refusal.code == "BadRequest_InvalidOperation")
    }

    /// Changes the first field that takes another value; then again, by who read it before. The record as it became.
    fn change(&self, record: &Record) -> (Changed, Record) {
        let name = &self.set.name;
        let key = self.key(record);
        let named = NAMED.iter().filter_map(|name| self.kind.property(name));
        for property in named.chain(&self.kind.properties).filter(|field| self.kind.takes(field, false)) {
            let Some(value) = self.other_value(property, record) else { continue };
            let mut changes = Changes::default();
            changes.set(record, &property.name, value.clone());
            let changed = match self.books.send(self.records.update(&key, etag(record), changes.body())) {
                Ok(changed) => changed,
                Err(Error::Invalid(_) | Error::Refused(_)) => continue,
                Err(error) => panic!("{name}: {error:?}"),
            };
            assert_eq!(changed.get(&property.name), Some(&value), "{name}: {}", property.name);
            assert_ne!(changed.etag(), record.etag(), "{name}");
            self.outdated(self.records.update(&key, etag(record), changes.body()));
            return (Changed::Field(property.name.clone()), self.open(&changed));
        }
        // A picture has nothing but its bytes to change: it takes a change of nothing.
        assert!(self.kind.properties.iter().any(|property| property.kind == Kind::Stream), "{name}");
        self.outdated(self.records.update(&key, STALE, &Record::default()));
        (Changed::Nothing, self.send(self.records.update(&key, etag(record), &Record::default())))
    }

    fn other_value(&self, property: &Property, record: &Record) -> Option<Json> {
        let now = record.get(&property.name)?;
        let value = match &property.kind {
            Kind::Text => Json::from("Changed"),
            Kind::Boolean => Json::from(*now == Json::from(false)),
            Kind::Decimal => Json::Number("7.25".into()),
            Kind::Enum(members) => {
                let members = &self.books.metadata.enum_type(members)?.members;
                Json::from(members.iter().find(|member| now.as_text() != Some(member))?.as_str())
            }
            _ => return None,
        };
        (*now != value).then_some(value)
    }
}

/// The version of a record; any for a definition, which has none.
fn etag(record: &Record) -> &str {
    record.etag().unwrap_or("*")
}
